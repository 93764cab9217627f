"""Rooms, the home page's still life and the collections' covers."""
import math

import bpy
import materials as m
import models_clay as clay
import models_cloth as cloth
import models_glass_wood as gw
import models_room as room
import stage
from kit import box, group, mesh_object, move, present, surface
from mathutils import Vector


def put(function, x=0.0, y=0.0, z=0.0, turn=0.0, tilt=(0.0, 0.0), scale=1.0):
    before = present()
    function()
    handle = group(before, x, y, z, turn, tilt)
    handle.scale = (scale,) * 3
    return handle


def sun(azimuth, elevation, strength, color=(1.0, 0.91, 0.79), softness=0.9):
    data = bpy.data.lights.new('sun', 'SUN')
    data.energy, data.color, data.angle = strength, color, math.radians(softness)
    obj = bpy.data.objects.new('sun', data)
    bpy.context.scene.collection.objects.link(obj)
    a, e = math.radians(azimuth), math.radians(elevation)
    towards = -Vector((math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e)))
    obj.rotation_euler = towards.to_track_quat('-Z', 'Y').to_euler()
    return -towards


def window(direction, at, columns=2, rows=3, pane=(0.42, 0.46), bar=0.035, reach=3.0):
    """A window the sun shines through onto `at`: a wall with panes left open, standing across the light's way."""
    center = Vector(at) + direction * reach
    turn = direction.to_track_quat('Z', 'Y').to_matrix().to_4x4()
    turn.translation = center
    wide, high = columns * (pane[0] + bar) + bar, rows * (pane[1] + bar) + bar
    black = m.plain('#3b352e', 1.0)
    pieces = [((9, 9), (wide / 2 + 4.5, 0)), ((9, 9), (-wide / 2 - 4.5, 0)), ((wide, 9), (0, high / 2 + 4.5)), ((wide, 9), (0, -high / 2 - 4.5))]
    pieces += [((bar, high), (-wide / 2 + bar / 2 + i * (pane[0] + bar), 0)) for i in range(columns + 1)]
    pieces += [((wide, bar), (0, -high / 2 + bar / 2 + j * (pane[1] + bar))) for j in range(rows + 1)]
    for (w, h), (x, y) in pieces:
        piece = mesh_object('frame', [(x - w / 2, y - h / 2, 0), (x + w / 2, y - h / 2, 0), (x + w / 2, y + h / 2, 0), (x - w / 2, y + h / 2, 0)], [(0, 1, 2, 3)], black, smooth=False)
        piece.matrix_world = turn
        piece['outside'] = True
        piece.visible_camera = piece.visible_glossy = piece.visible_diffuse = piece.visible_transmission = False


def shell(wall='#cfc3b1', floor='wood', back=0.6, skirting=True):
    """A back wall at y = back and a floor."""
    mesh_object('wall', [(-6, back, 0), (6, back, 0), (6, back, 5), (-6, back, 5)], [(0, 1, 2, 3)], m.plaster(wall), smooth=False)
    if skirting:
        box('skirting', (12, 0.018, 0.09), m.paint('#d9d0c2', 0.6), (0, back - 0.009, 0.045), 0.003)
    if floor == 'wood':
        for k in range(-24, 25):
            box('plank', (0.176, 6.0, 0.02), m.wood('#bda98c', 'Y', 0.5) if k == -24 else bpy.data.materials['wood'], (k * 0.179, back - 3.0, -0.0102), 0.0015, segments=2)
    else:
        mesh_object('floor', [(-6, back, 0), (6, back, 0), (6, -7, 0), (-6, -7, 0)], [(0, 3, 2, 1)], m.plaster(floor), smooth=False)


def soft_fill(strength=0.5, key=60.0, at=(-2.6, -2.0, 2.4), towards=(0, 0, 0.4), size=2.4):
    stage.world('#e8e2d8', strength)
    rig = bpy.data.objects.new('rig', None)
    bpy.context.scene.collection.objects.link(rig)
    stage._light('window', (size, size), key, at, towards, (1.0, 0.95, 0.88), rig)


def look(camera_at, target, lens=50, fstop=4.0, focus=None):
    data = bpy.data.cameras.new('camera')
    data.lens, data.sensor_width, data.clip_start, data.sensor_fit = lens, 36, 0.01, 'HORIZONTAL'
    obj = bpy.data.objects.new('camera', data)
    scene = bpy.context.scene
    scene.collection.objects.link(obj)
    scene.camera = obj
    obj.location = camera_at
    obj.rotation_euler = (Vector(target) - Vector(camera_at)).to_track_quat('-Z', 'Y').to_euler()
    data.dof.use_dof = True
    data.dof.focus_distance = (Vector(focus or target) - Vector(camera_at)).length
    data.dof.aperture_fstop = fstop


def vase_room(_):
    shell('#c9bba6', 'wood', 0.3)
    put(lambda: room.skiff_bench('Oak', 1.4), 0.12, 0.02)
    put(lambda: (clay.tide_vase('Chalk'), clay.branches(0.27, 3, 6, 0.5)), -0.2, 0.03, 0.437)
    clay.book((0.17, 0.0), (0.16, 0.22, 0.022), '#7c6a55', 0.25, 0.438)
    clay.book((0.175, 0.005), (0.14, 0.2, 0.018), '#8d6251', 0.1, 0.461)
    put(lambda: gw.bud_vase('Amber', False), 0.42, 0.03, 0.44)
    direction = sun(-52, 31, 4.2)
    window(direction, (0.0, 0.3, 0.85), 3, 3)
    soft_fill(0.34, 26)
    look((0.12, -3.0, 0.98), (-0.02, 0.1, 0.78), 76, 4)


def bench_room(_):
    shell('#c4b8a6', 'wood', 0.34)
    put(lambda: room.skiff_bench('Oak', 1.4), 0, 0)
    put(lambda: cloth.standing_cushion('Clay', 0.26), -0.44, 0.1, 0.45, 0.1)
    move(cloth.draped('Oat', 0.34, 0.34, 0.26, 0.452, edge_y=-0.175), 0.34, 0, 0)
    put(lambda: gw.kelp_basket(0.15, 0.2), 0.18, -0.02, 0.0)
    direction = sun(-48, 34, 4.0)
    window(direction, (-0.1, 0.34, 0.75), 3, 2)
    soft_fill(0.36, 34)
    look((0.35, -3.5, 1.0), (-0.02, 0.05, 0.56), 70, 4.5)


def lamp_room(_):
    shell('#a99c8a', 'wood', 0.36)
    put(lambda: room.skerry_table('Charcoal'), 0, 0)
    put(lambda: room.beacon_lamp('Clay', 16), 0.0, 0.03, 0.5185)
    put(lambda: clay.harbour_mug('Chalk'), 0.13, -0.09, 0.5185, -0.5)
    put(lambda: room.haven_chair('Moss', 'Walnut'), -0.78, -0.05, 0, 0.6)
    soft_fill(0.16, 30, (-3, -2.5, 2.2))
    look((0.25, -2.9, 1.02), (-0.14, 0.05, 0.68), 66, 3.2, (0, 0, 0.75))


def reading_corner(tone='Oat', wide=False):
    shell('#c6baa8', 'wood', 0.75)
    rug = m.cloth('Oat' if tone != 'Oat' else '#8f8677', 95, 0.9, sheen=0.3, bump=1.0, melange=0.4, stripe=[('#e1d7c4', 0.06, 0.09), ('#e1d7c4', 1.31, 1.34)])
    move(surface('rug', 2.1, 1.4, lambda u, v: (0, 0, 0.0), rug, 60, 40, 0.011), 0.05, -0.15, 0.0066)
    put(lambda: room.haven_chair(tone), 0.0, 0.05, 0.012, 0.42)
    put(lambda: room.heron_lamp('Black', 7), -0.6, 0.32, 0.0, -0.1)
    put(lambda: room.skerry_table('Moss'), 0.62, -0.06, 0.012)
    put(lambda: clay.harbour_mug('Chalk'), 0.56, -0.1, 0.531, -0.5)
    clay.book((0.68, -0.02), (0.13, 0.19, 0.02), '#8d6251', 0.4, 0.531)
    put(lambda: cloth.standing_cushion('Clay', 0.42, 0.42, 0.42), 0.0, 0.17, 0.43, 0.42, scale=0.86)
    direction = sun(-50, 33, 3.6)
    window(direction, (0.1, 0.75, 1.2), 3, 3)
    soft_fill(0.36, 55, (-3, -2.4, 2.4))
    if wide:
        look((0.5, -5.2, 1.3), (0.05, 0, 0.68), 74, 5.6)
    else:
        look((0.5, -4.7, 1.25), (0.02, 0, 0.7), 76, 5.6)


def table_top(color='#cabfae', back=0.7):
    """An oak table before a plain wall, its near edge out of sight."""
    mesh_object('wall', [(-6, back, -1), (6, back, -1), (6, back, 5), (-6, back, 5)], [(0, 1, 2, 3)], m.plaster(color), smooth=False)
    for k in range(5):
        box('board', (3.4, 0.235, 0.04), m.wood('#b59b78', 'X', 0.6), (0.05 * k, 0.42 - 0.238 * k, -0.02), 0.002, segments=2)


def home_hero(_):
    table_top('#c8bba8', 0.62)
    put(lambda: (clay.tide_vase('Chalk'), clay.branches(0.27, 3, 6, 0.44)), 0.28, 0.16, 0)
    put(lambda: clay.marsh_teapot('Ink'), 0.58, 0.0, 0, -0.35)
    put(lambda: (clay.ebb_bowl('Moss', False), clay.lemons(0.012, places=((-0.035, 0.012), (0.034, 0.02), (0.0, -0.034)))), 0.02, -0.1, 0)
    put(lambda: gw.carafe('Amber', 0.12), 0.74, 0.2, 0)
    put(lambda: clay.harbour_mug('Clay', True), 0.4, -0.2, 0, -0.6)
    put(lambda: gw.bud_vase('Sea Green', True), -0.17, 0.14, 0)
    put(lambda: cloth.folded('Oat', 0.3, 0.2, 4, 0.006, 500, 3, 0.005), 0.66, -0.24, 0, -0.3)
    direction = sun(-56, 27, 4.4)
    window(direction, (0.2, 0.5, 0.28), 3, 2, (0.36, 0.4), 0.03, 2.4)
    soft_fill(0.38, 22, (-2.2, -1.4, 1.6), (0.3, 0, 0.1), 1.6)
    look((0.12, -2.75, 0.56), (0.16, 0.05, 0.27), 68, 4.2, (0.3, 0.0, 0.15))


def still(build, camera, wall='#cdc2b1', light=(0.4, 20), with_sun=True, exposure=0.45):
    def made(_):
        table_top(wall)
        build()
        if with_sun:
            window(sun(-54, 30, 3.8), (0.0, 0.6, 0.3), 2, 2, (0.36, 0.4), 0.03, 2.4)
        soft_fill(light[0], light[1], (-2.2, -1.4, 1.6), (0, 0, 0.1), 1.6)
        look(*camera)
    return made, {'own_stage': True, 'aspect': (4, 3), 'exposure': exposure}


def kitchen_still():
    put(lambda: gw.plank_board('Oak'), -0.05, -0.08, 0, 0.1)
    put(lambda: clay.ebb_bowl('Moss', False), -0.3, 0.12)
    put(lambda: gw.pepper_mill('Walnut'), 0.02, 0.14)
    put(lambda: clay.cask_jar('Chalk', False), 0.17, 0.16)
    put(lambda: gw.tumbler('Clear', 0.06), 0.29, 0.02)
    put(lambda: cloth.folded('Clay', 0.2, 0.16, 4, 0.004, 500, 3, 0.003), 0.44, 0.08, 0, -0.2)
    put(lambda: clay.lemons(0.02, places=((-0.1, -0.1), (-0.02, -0.06))), 0, 0)


def ceramics_still():
    put(lambda: clay.tide_vase('Clay', False), -0.16, 0.12)
    put(lambda: (clay.tide_vase('Chalk'), clay.branches(0.27, 7, 4, 0.36)), 0.04, 0.2)
    put(lambda: clay.ebb_bowl('Ink', False), 0.26, 0.0)
    put(lambda: clay.shoal_holder('Chalk'), -0.08, -0.14, 0, -0.5)
    put(lambda: clay.harbour_mug('Moss'), -0.3, -0.04, 0, 2.4)


def textiles_still():
    for n, tone in enumerate(('Charcoal', 'Mist', 'Chalk')):
        put(lambda t=tone, k=n: cloth.wool_blanket(t, 0, 4 + k, False, 3), -0.12, 0.12, n * 0.062, 0.03 * (n - 1))
    put(lambda: cloth.standing_cushion('Clay', 0.24, 0.4, 0.4), 0.3, 0.2, 0, -0.25)
    put(lambda: cloth.towels('Ink'), 0.22, -0.16, 0, -0.2)


def scent_still():
    put(lambda: gw.ember_candle('Cedar Smoke', True), -0.12, 0.06)
    put(lambda: gw.ember_candle('Salt Marsh', True, False), 0.02, -0.06)
    put(lambda: gw.ember_candle('Fig Leaf', False), 0.15, 0.08)
    put(gw.reed_diffuser, 0.27, -0.02, 0)


def gifts_still():
    put(lambda: clay.harbour_mug('Chalk'), -0.16, 0.02, 0, -0.5)
    put(lambda: clay.harbour_mug('Clay'), -0.06, 0.13, 0, 0.4)
    put(lambda: gw.bud_vase('Sea Green', True), 0.1, 0.12)
    put(lambda: gw.ember_candle('Fig Leaf', True, False), 0.05, -0.06)
    put(lambda: gw.tumblers('Amber'), 0.25, 0.02, 0, 0.2)


def evening(_):
    table_top('#a4977f', 0.45)
    put(lambda: room.beacon_lamp('Clay', 9), -0.06, 0.12)
    put(lambda: clay.shoal_holder('Ink', True), 0.24, 0.02, 0, -0.6)
    clay.book((-0.34, 0.06), (0.16, 0.22, 0.024), '#5a6470', 0.3)
    soft_fill(0.08, 5, (-2.2, -1.4, 1.6), (0, 0, 0.1), 1.6)
    look((0.02, -2.0, 0.36), (0.0, 0.1, 0.24), 62, 4.0)


def furniture_cover(_):
    reading_corner('Oat', True)


ROOM_VIEW = {'own_stage': True, 'exposure': 0.5}
COVER = {'own_stage': True, 'aspect': (4, 3), 'exposure': 0.5}

SCENES = {
    'tide-vase': (vase_room, ROOM_VIEW),
    'beacon-table-lamp': (lamp_room, {**ROOM_VIEW, 'samples': 24}),
    'skiff-bench': (bench_room, ROOM_VIEW),
    'haven-lounge-chair': (lambda v: reading_corner(v), ROOM_VIEW),
    'home/hero': (home_hero, {'own_stage': True, 'aspect': (16, 9), 'samples': 32, 'width': 1600, 'exposure': 0.4}),
    'collections/table-and-kitchen': still(kitchen_still, ((0.02, -1.9, 0.62), (0.04, 0.02, 0.1), 78, 4.5)),
    'collections/ceramics': still(ceramics_still, ((0.0, -1.9, 0.46), (0.0, 0.05, 0.215), 68, 4.5)),
    'collections/textiles': still(textiles_still, ((0.05, -2.1, 0.56), (0.07, 0.05, 0.17), 76, 4.5)),
    'collections/lighting': (evening, {**COVER, 'samples': 24}),
    'collections/furniture': (furniture_cover, COVER),
    'collections/scent': still(scent_still, ((0.08, -1.3, 0.36), (0.08, 0.0, 0.11), 74, 4.5)),
    'collections/gifts-under-60': still(gifts_still, ((0.05, -1.4, 0.4), (0.05, 0.03, 0.1), 76, 4.5)),
    'collections/the-reading-corner': (lambda _: reading_corner('Mist', True), COVER),
}
