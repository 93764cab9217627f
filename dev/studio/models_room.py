"""Lamps and furniture."""
import math

import bpy
import materials as m
from kit import box, group, lathe, move, present, rod, surface, tube
from mathutils import Vector, noise


def point_light(at, watts, radius=0.03, color=(1.0, 0.72, 0.42)):
    data = bpy.data.lights.new('bulb', 'POINT')
    data.energy, data.shadow_soft_size, data.color = watts, radius, color
    obj = bpy.data.objects.new('bulb', data)
    bpy.context.scene.collection.objects.link(obj)
    obj.location = at
    return obj


def beacon_lamp(tone='Clay', watts=5.0):
    lathe('foot', [(0, 0), (0.058, 0, 'c'), (0.064, 0.006), (0.086, 0.05), (0.094, 0.1), (0.082, 0.16), (0.046, 0.205), (0.024, 0.222), (0.02, 0.232), (0.0, 0.234)], m.glaze(tone, bare_below=0.012, rough=0.46, rings=0.8), wobble=0.008)
    brass = m.metal('Brass', 0.25)
    rod('neck', (0, 0, 0.23), (0, 0, 0.275), 0.008, brass)
    linen = m.shade_cloth()
    lathe('shade', [(0.162, 0.25, 'c'), (0.118, 0.455, 'c'), (0.1178, 0.456)], linen, wall=0.0016, segments=160)
    for radius, z in ((0.1615, 0.2515), (0.1175, 0.4545)):
        tube('rim', [(radius * math.cos(a), radius * math.sin(a), z) for a in [2 * math.pi * k / 32 for k in range(32)]], 0.0021, linen, closed=True)
    bulb = lathe('bulb', [(0, 0.27), (0.013, 0.275), (0.014, 0.295), (0.03, 0.33), (0.0305, 0.35), (0.02, 0.37), (0, 0.376)], m.glow('#ffd9a3', 5.0 if watts else 0.0))
    bulb.visible_shadow = False
    if watts:
        point_light((0, 0, 0.345), watts, 0.028)
    cable = tube('cable', [(0.06, 0.03, 0.004), (0.16, 0.1, 0.004), (0.26, 0.06, 0.004), (0.4, 0.16, 0.004), (0.8, 0.3, 0.004)], 0.003, m.cloth('#d8cbb2', 300, 0.2))
    cable['outside'] = True


def fathom_pendant(tone='Moss', large=True, watts=3.0, cord=1.2):
    s = 1.0 if large else 0.67
    outer = [(0.025, 0.29), (0.04, 0.283), (0.07, 0.255), (0.12, 0.2), (0.18, 0.1), (0.215, 0.02), (0.225, 0.0)]
    shell = m.paint(tone, 0.42)
    lathe('bell', [(r * s, z * s) for r, z in outer], shell, segments=160)
    inside = m.paint('#f0eadf', 0.6)
    lathe('inside', [((r - 0.0025) * s, (z - 0.001) * s) for r, z in outer], inside, segments=160)
    lathe('edge', [((0.225 - 0.0027) * s, -0.0008), (0.225 * s, -0.0014), ((0.225 + 0.0004) * s, 0.0004)], shell, segments=160)
    lathe('cap', [(0, 0.287 * s), (0.025 * s, 0.287 * s, 'c'), (0.024 * s, 0.305 * s), (0.012 * s, 0.32 * s), (0.0045, 0.33 * s), (0, 0.33 * s)], m.metal('Brass', 0.25))
    line = rod('cord', (0, 0, 0.325 * s), (0, 0, 0.33 * s + cord), 0.0028, m.cloth('#2c2a28', 300, 0.2))
    line['outside'] = True
    bulb = lathe('bulb', [(0, 0.06 * s), (0.03, 0.075 * s), (0.042, 0.11 * s), (0.036, 0.15 * s), (0.016, 0.19 * s), (0, 0.2 * s)], m.glow('#ffdca8', 6.0 if watts else 0.0))
    bulb.visible_shadow = False
    if watts:
        point_light((0, 0, 0.1 * s), watts, 0.035)


def heron_lamp(tone='Black', watts=2.0):
    stem = m.metal('Brass', 0.26) if tone == 'Brass' else m.paint('Black', 0.4)
    lathe('foot', [(0, 0), (0.118, 0, 'c'), (0.12, 0.002), (0.12, 0.018), (0.117, 0.022, 'c'), (0.014, 0.024), (0.0105, 0.03), (0.0, 0.03)], stem)
    tube('stem', [(0, 0, 0.02), (0, 0, 0.5), (0, 0, 1.0), (0, 0, 1.22), (0.03, 0, 1.33), (0.11, 0, 1.37), (0.17, 0, 1.355)], 0.0085, stem, resolution=24)
    before = present()
    lathe('head', [(0.012, 0.1), (0.03, 0.096), (0.05, 0.075), (0.07, 0.03), (0.078, 0.0)], stem, wall=0.0016)
    lathe('inner', [(0.011, 0.098), (0.028, 0.094), (0.048, 0.073), (0.068, 0.029), (0.0762, 0.001)], m.paint('#efe8da', 0.6))
    lathe('joint', [(0, 0.098), (0.013, 0.098, 'c'), (0.014, 0.1), (0.014, 0.122), (0.012, 0.126, 'c'), (0, 0.126)], m.metal('Brass', 0.22))
    lathe('bulb', [(0, 0.01), (0.02, 0.02), (0.024, 0.04), (0.012, 0.07), (0, 0.075)], m.glow('#ffdca8', 8.0)).visible_shadow = False
    point_light((0, 0, 0.012), watts, 0.02)
    group(before, 0.185, 0, 1.245, 0, (0, -0.5))


def trestle_stool(tone='Oak'):
    seat_z = 0.45
    side = m.wood(tone, 'Z', 0.9)
    lathe('seat', [(0, seat_z - 0.034), (0.15, seat_z - 0.034, 'c'), (0.166, seat_z - 0.026), (0.17, seat_z - 0.012), (0.166, seat_z), (0.14, seat_z - 0.004), (0, seat_z - 0.009)], m.wood(tone, 'X', 0.8), segments=160)
    for n in range(3):
        a = 2 * math.pi * n / 3 + 0.5
        top = (0.092 * math.cos(a), 0.092 * math.sin(a), seat_z - 0.0055)
        foot = (0.185 * math.cos(a), 0.185 * math.sin(a), 0.0)
        rod('leg', foot, top, 0.0145, side, 0.0165)
        box('wedge', (0.031, 0.0042, 0.003), m.wood('Walnut' if tone == 'Oak' else 'Oak', 'X', 1.0), (top[0], top[1], top[2] + 0.0002), 0.0004, (0, 0, a))
    for n in range(3):
        a, b = 2 * math.pi * n / 3 + 0.5, 2 * math.pi * (n + 1) / 3 + 0.5
        height = 0.16
        r = 0.185 - (0.185 - 0.092) * height / seat_z
        rod('stretcher', (r * math.cos(a), r * math.sin(a), height), (r * math.cos(b), r * math.sin(b), height), 0.0085, m.wood(tone, 'Z', 0.9))


def skiff_bench(tone='Oak', length=1.4):
    depth, z = 0.34, 0.45
    def hollow(u, v):
        return (0, 0, -0.016 * (1 - v * v) * (1 - abs(u) ** 6))
    top = surface('top', length, depth, hollow, m.wood(tone, 'X', 0.6), 120, 60)
    solid = top.modifiers.new('body', 'SOLIDIFY')
    solid.thickness, solid.offset = 0.036, -1
    bevel = top.modifiers.new('edge', 'BEVEL')
    bevel.width, bevel.segments, bevel.limit_method = 0.009, 4, 'ANGLE'
    move(top, 0, 0, z)
    frame = m.wood(tone, 'Z', 0.7)
    for side in (-1, 1):
        x0, x1 = side * (length / 2 - 0.13), side * (length / 2 - 0.075)
        for front in (-1, 1):
            a, b = Vector((x1, front * 0.145, 0)), Vector((x0, front * 0.105, z - 0.03))
            leg = box('leg', (0.034, 0.05, (b - a).length), frame, tuple((a + b) / 2), 0.006)
            leg.rotation_euler = (b - a).to_track_quat('Z', 'Y').to_euler()
        box('rail', (0.032, 0.26, 0.05), m.wood(tone, 'Y', 0.7), (x0 + side * 0.004, 0, z - 0.056), 0.006)
    box('beam', (length - 0.3, 0.03, 0.05), m.wood(tone, 'X', 0.7), (0, 0, z - 0.062), 0.006)


def skerry_table(tone='Moss'):
    coat = m.paint(tone, 0.5)
    lathe('top', [(0, 0.514), (0.19, 0.514, 'c'), (0.198, 0.516), (0.2, 0.52), (0.2, 0.53), (0.1985, 0.5312), (0.197, 0.53), (0.196, 0.522), (0.19, 0.5185), (0, 0.5182)], coat, segments=200)
    lathe('stem', [(0.017, 0.008), (0.0165, 0.26), (0.017, 0.514)], coat, segments=64)
    lathe('foot', [(0, 0), (0.136, 0, 'c'), (0.139, 0.003), (0.138, 0.008), (0.132, 0.01, 'c'), (0.03, 0.0105), (0.02, 0.014), (0.0175, 0.022)], coat, segments=160)


def _pad(width, depth, thick, fabric, seed, puff=0.03):
    """An upholstered slab: a rounded box with crowned faces."""
    for side in (1, -1):
        def crown(u, v, side=side):
            edge = (1 - abs(u) ** 10) * (1 - abs(v) ** 10)
            soft = max(0.0, edge) ** 0.35
            wrinkle = noise.noise(Vector((u * 3 + seed, v * 3, side))) * 0.006
            return (0, 0, side * ((thick / 2) * soft + puff * (1 - u * u) * (1 - v * v) + wrinkle * soft))
        surface('pad', width, depth, crown, fabric, 100, 100)
    half_w, half_d = width / 2 - 0.001, depth / 2 - 0.001
    tube('seam', [(-half_w, -half_d, 0), (half_w, -half_d, 0), (half_w, half_d, 0), (-half_w, half_d, 0)], 0.003, fabric, closed=True, smooth=False)


def haven_chair(tone='Oat', timber='Oak'):
    frame = m.wood(timber, 'Z', 0.7)
    fabric = m.cloth(tone, 300, 0.35, sheen=0.45, bump=1.0, melange=0.32)
    w = 0.36
    for side in (-1, 1):
        x = side * (w - 0.018)
        rod('front leg', (x, -0.33, 0), (x, -0.3, 0.555), 0.017, frame, 0.018)
        rod('back leg', (x, 0.4, 0), (x, 0.26, 0.5), 0.0165, frame, 0.018)
        rod('side rail', (x, -0.32, 0.27), (x, 0.33, 0.17), 0.0155, frame)
        arm = surface('arm', 0.085, 0.66, lambda u, v: (0, 0, 0.012 * v * v * (1 if v > 0 else 0.3) + 0.003 * u * u), m.wood(timber, 'Y', 0.8), 20, 60)
        solid = arm.modifiers.new('body', 'SOLIDIFY')
        solid.thickness, solid.offset = 0.026, -1
        bevel = arm.modifiers.new('edge', 'BEVEL')
        bevel.width, bevel.segments, bevel.limit_method = 0.01, 4, 'ANGLE'
        for vertex in arm.data.vertices:
            v = vertex.co.y / 0.33
            vertex.co.x *= 1.0 - 0.3 * max(0, v)
        move(arm, x, -0.03, 0.582)
        arm.rotation_euler.x = -0.075
        rod('back post', (x * 0.9, 0.24, 0.24), (x * 0.9, 0.46, 0.8), 0.016, frame)
    rod('front rail', (-w, -0.315, 0.265), (w, -0.315, 0.265), 0.0165, frame)
    rod('back rail', (-w, 0.3, 0.185), (w, 0.3, 0.185), 0.0165, frame)
    rod('head rail', (-w * 0.92, 0.452, 0.785), (w * 0.92, 0.452, 0.785), 0.0165, frame)
    before = present()
    _pad(0.62, 0.64, 0.115, fabric, 2, 0.022)
    group(before, 0, -0.03, 0.325, 0, (-0.16, 0))
    before = present()
    _pad(0.62, 0.58, 0.11, fabric, 6, 0.028)
    group(before, 0, 0.285, 0.6, 0, (math.pi / 2 - 0.38, 0))

