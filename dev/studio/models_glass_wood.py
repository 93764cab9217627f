"""Glass, turned and carved timber, stone, baskets, scent."""
import math

import materials as m
from kit import box, disc, group, lathe, mesh_object, move, present, rod, scattered, tube
from models_clay import wick_and_flame


def tumbler(tone='Clear', filled=0.0, at=(0, 0)):
    glass = m.glass(tone, 0.55)
    lathe('tumbler', [(0, 0.0), (0.028, 0, 'c'), (0.032, 0.004), (0.0355, 0.03), (0.039, 0.098)], glass, wall=0.0026, ribs=28, rib_depth=0.0016, rib_from=0.006, rib_to=0.083)
    lens = lathe('base', [(0, 0.0028), (0.027, 0.0028), (0.029, 0.006), (0.02, 0.009), (0, 0.0095)], glass, segments=64)
    parts = [lens]
    if filled:
        parts.append(lathe('water', [(0, 0.0105), (0.0295, 0.0105, 'c'), (0.0315, 0.03), (0.0335, filled, 'c'), (0, filled)], m.water(), segments=96))
    for obj in parts + [lens]:
        if obj.location.length == 0:
            move(obj, *at)
    return glass


def tumblers(tone='Clear', filled=0.0):
    for x, y in ((-0.046, 0.012), (0.046, -0.014)):
        before = present()
        tumbler(tone, filled)
        group(before, x, y, 0, x * 7)


def carafe(tone='Clear', filled=0.0, stopper=True):
    glass = m.glass(tone, 0.55)
    lathe('carafe', [(0, 0), (0.042, 0, 'c'), (0.049, 0.005), (0.055, 0.05), (0.052, 0.1), (0.036, 0.15), (0.0235, 0.185), (0.0215, 0.225), (0.026, 0.252)], glass, wall=0.0028, ribs=32, rib_depth=0.0017, rib_from=0.008, rib_to=0.215)
    if filled:
        lathe('water', [(0, 0.0045), (0.044, 0.0045, 'c'), (0.0515, 0.05), (0.049, 0.1), (0.0445, filled, 'c'), (0, filled)], m.water(), segments=96)
    if stopper:
        lathe('stopper', [(0, 0.236), (0.018, 0.236, 'c'), (0.0195, 0.252), (0.0245, 0.258), (0.0245, 0.272), (0.022, 0.276, 'c'), (0, 0.277)], m.wood('Oak', 'Z', 1.5), segments=64)


def bud_vase(tone='Sea Green', stem=True):
    glass = m.glass(tone, 0.85)
    lathe('outer', [(0, 0), (0.03, 0, 'c'), (0.0385, 0.006), (0.045, 0.034), (0.036, 0.066), (0.0155, 0.09), (0.0105, 0.108), (0.0125, 0.134), (0.0135, 0.139), (0.0105, 0.14), (0.0085, 0.128), (0.0075, 0.106), (0.011, 0.088), (0.028, 0.066), (0.035, 0.043), (0.024, 0.03), (0, 0.028)], glass, segments=128)
    if stem:
        green = m.plain('#59663f', 0.7)
        tube('stem', [(0.006, 0, 0.034), (0.001, 0, 0.1), (0.004, 0, 0.15), (0.016, 0.004, 0.225)], 0.0011, green)
        poppy(0.016, 0.004, 0.225)


def poppy(x, y, z):
    """A dry seed head with its crown."""
    before = present()
    skin = m.clay('#a89670')
    lathe('head', [(0, -0.004), (0.004, -0.002), (0.011, 0.006), (0.0125, 0.014), (0.008, 0.022), (0.0065, 0.024)], skin, segments=48)
    lathe('crown', [(0, 0.026), (0.008, 0.025), (0.0105, 0.0235), (0.0085, 0.0228), (0, 0.0235)], skin, ribs=9, rib_depth=0.002)
    group(before, x, y, z, 0, (0.1, 0.2))


def plank_board(tone='Oak', length=0.6, width=0.22):
    """One outline: a rectangle that narrows into a handle with a hole."""
    w, n, outline = width / 2, 12, []
    handle, neck = 0.026, length * 0.2
    right = length / 2
    def corner(cx, cy, r, a0, a1):
        return [(cx + r * math.cos(a0 + (a1 - a0) * k / n), cy + r * math.sin(a0 + (a1 - a0) * k / n)) for k in range(n + 1)]
    body_end = right - neck
    outline += corner(-right + 0.03, -w + 0.03, 0.03, math.pi, 1.5 * math.pi)
    outline += corner(body_end - 0.05, -w + 0.05, 0.05, 1.5 * math.pi, 1.92 * math.pi)
    outline += corner(right - handle, 0, handle * 1.15, -0.45 * math.pi, 0.45 * math.pi)
    outline += corner(body_end - 0.05, w - 0.05, 0.05, 0.08 * math.pi, 0.5 * math.pi)
    outline += corner(-right + 0.03, w - 0.03, 0.03, 0.5 * math.pi, math.pi)
    count, t = len(outline), 0.02
    verts = [(x, y, z) for z in (0, t) for x, y in outline]
    faces = [tuple(reversed(range(count))), tuple(range(count, 2 * count))]
    faces += [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    board = mesh_object('board', verts, faces, m.wood(tone, 'X'), smooth=True)
    cutter = lathe('hole', [(0, -0.02), (0.0085, -0.02, 'c'), (0.0085, 0.05, 'c'), (0, 0.05)], None, segments=48)
    cutter.location = (right - handle + 0.003, 0, 0)
    cutter.hide_render, cutter['outside'] = True, True
    cut = board.modifiers.new('hole', 'BOOLEAN')
    cut.object, cut.solver = cutter, 'EXACT'
    bevel = board.modifiers.new('edges', 'BEVEL')
    bevel.width, bevel.segments, bevel.limit_method, bevel.angle_limit, bevel.harden_normals = 0.0028, 3, 'ANGLE', math.radians(55), True
    return board


def utensil(kind, tone):
    """Spoon, spatula or fork lying along y, head towards +y."""
    timber = m.wood(tone, 'Y', 1.6)
    verts, faces, nx, ny = [], [], 24, 90
    for j in range(ny + 1):
        t = j / ny
        y = -0.16 + 0.32 * t
        if t < 0.66:
            half = 0.0085 - 0.004 * math.sin(t / 0.66 * math.pi / 1.15) ** 1.4
        else:
            k = (t - 0.66) / 0.34
            grow = math.sin(min(k * 1.25, 1) * math.pi / 2) ** 1.5
            half = 0.0052 + (0.0255 if kind != 'spatula' else 0.028) * grow
            if k > 0.72 and kind != 'spatula':
                half *= math.sqrt(max(0.0, 1 - ((k - 0.72) / 0.28) ** 2)) * 0.999 + 0.001
            if kind == 'spatula' and k > 0.9:
                half *= math.sqrt(max(0.02, 1 - ((k - 0.9) / 0.1) ** 2 * 0.4))
        thick = 0.0075 if t < 0.62 else max(0.0042, 0.0075 - (t - 0.62) * 0.014)
        for i in range(nx):
            a = 2 * math.pi * i / nx
            x, z = half * math.cos(a), thick * math.sin(a)
            hollow = 0.0
            if kind == 'spoon' and t > 0.72 and z > 0:
                hollow = -0.008 * max(0, 1 - (x / max(half, 1e-4)) ** 2) * math.sin((t - 0.72) / 0.28 * math.pi)
            verts.append((x, y, z + hollow + 0.008 + 0.02 * max(0, t - 0.62) ** 1.5))
    for j in range(ny):
        for i in range(nx):
            k = j * nx
            faces.append((k + i, k + (i + 1) % nx, k + nx + (i + 1) % nx, k + nx + i))
    faces += [tuple(reversed(range(nx))), tuple(range(ny * nx, ny * nx + nx))]
    obj = mesh_object(kind, verts, faces, timber)
    if kind == 'fork':
        for x in (-0.0095, 0.0095):
            cutter = box('slot', (0.0065, 0.07, 0.06), None, (x, 0.152, 0.01), 0)
            cutter.hide_render, cutter['outside'] = True, True
            cut = obj.modifiers.new('slot', 'BOOLEAN')
            cut.object, cut.solver = cutter, 'EXACT'
            cutter.parent = obj
    return obj


def oar_spoons(tone='Olive Wood'):
    for n, kind in enumerate(('spoon', 'spatula', 'fork')):
        obj = utensil(kind, tone)
        move(obj, (n - 1) * 0.075, (0.012, -0.014, 0.006)[n], 0, (0.07, -0.02, -0.09)[n])


def spoons_in_jar(tone='Olive Wood'):
    lathe('jar', [(0, 0), (0.052, 0, 'c'), (0.058, 0.006), (0.062, 0.06), (0.057, 0.14), (0.06, 0.15)], m.glaze('Chalk', bare_below=0.03, rings=0.8), wall=0.005, wobble=0.008)
    for n, kind in enumerate(('spoon', 'spatula', 'fork')):
        before = present()
        obj = utensil(kind, tone)
        obj.rotation_euler = (math.pi / 2, 0, 0)
        obj.location = (0, 0, 0.165)
        group(before, (-0.026, 0.004, 0.03)[n], (0.01, 0.02, -0.004)[n], 0.012, (0.4, 0.0, -0.4)[n], (-0.06, (-0.13, 0.02, 0.15)[n]))


def mortar(kind='Marble'):
    rock = m.stone(kind)
    lathe('mortar', [(0, 0), (0.045, 0, 'c'), (0.05, 0.004), (0.056, 0.02), (0.068, 0.07), (0.07, 0.105), (0.0675, 0.11), (0.058, 0.108), (0.054, 0.09), (0.046, 0.055), (0.028, 0.03), (0, 0.024)], rock)
    before = present()
    lathe('pestle', [(0, 0), (0.012, 0.002), (0.019, 0.012), (0.018, 0.026), (0.0115, 0.05), (0.0105, 0.1), (0.0135, 0.128), (0.011, 0.137), (0, 0.139)], rock, segments=64)
    group(before, -0.026, -0.012, 0.042, 0.5, (0.1, 0.62))


def peppercorns(count=26, radius=0.03, z=0.032, seed=4):
    rng = scattered(seed)
    skin = m.clay('#3a2c22')
    for _ in range(count):
        a, r = rng.uniform(0, 6.28), radius * math.sqrt(rng.random())
        corn = lathe('corn', [(0, -0.0024), (0.0018, -0.0017), (0.0024, 0), (0.0018, 0.0017), (0, 0.0024)], skin, segments=12, steps=3)
        move(corn, r * math.cos(a), r * math.sin(a), z + r * r * 9)


def pepper_mill(tone='Oak', tall=True):
    s = 1.0 if tall else 0.72
    timber = m.wood(tone, 'Z', 1.3)
    low = [(0, 0), (0.0265, 0, 'c'), (0.028, 0.002), (0.028, 0.03 * s), (0.024, 0.06 * s), (0.0225, 0.09 * s)]
    z = 0.09 * s
    for _ in range(3):
        low += [(0.0225, z, 'c'), (0.0205, z + 0.0012), (0.0205, z + 0.0022), (0.0225, z + 0.0034, 'c')]
        z += 0.0085
        low += [(0.0225, z)]
    low += [(0.023, 0.15 * s + 0.008), (0.0255, 0.172 * s + 0.008, 'c'), (0, 0.172 * s + 0.008)]
    lathe('body', low, timber, segments=96)
    top = 0.174 * s + 0.008
    lathe('head', [(0, top), (0.0245, top, 'c'), (0.0258, top + 0.002), (0.027, top + 0.02), (0.024, top + 0.042), (0.012, top + 0.053), (0, top + 0.055)], timber, segments=96)
    lathe('nut', [(0.007, top + 0.053), (0.0065, top + 0.06), (0.005, top + 0.0635), (0, top + 0.064)], m.metal('Brass', 0.25), segments=32)


def kelp_basket(radius=0.2, height=0.28, handles=True):
    """A coiled rope: one long helix, then two handles out of the last round."""
    rope, thick = m.grass_rope(), 0.0105
    rounds = int(height / (thick * 1.75))
    for n in range(int(radius / (thick * 2.2))):
        r = radius * 0.82 - n * thick * 1.9
        if r > 0.02:
            tube('floor', [(r * math.cos(a), r * math.sin(a), thick) for a in [2 * math.pi * k / 24 for k in range(24)]], thick, rope, closed=True)
    rng = scattered(8)
    for n in range(rounds):
        t = n / (rounds - 1)
        r = radius * (0.86 + 0.16 * math.sin(t * 2.2)) * (1 - 0.03 * t)
        z = thick + n * thick * 1.72
        points = [((r + rng.uniform(-0.0012, 0.0012)) * math.cos(a), (r + rng.uniform(-0.0012, 0.0012)) * math.sin(a), z + rng.uniform(-0.0008, 0.0008)) for a in [2 * math.pi * k / 48 for k in range(48)]]
        tube('round', points, thick * rng.uniform(0.97, 1.03), rope, closed=True, resolution=6)
    top_r = radius * (0.86 + 0.16 * math.sin(2.2)) * 0.97
    z = thick + (rounds - 1) * thick * 1.72
    stitch = m.plain('#d8c59a', 0.8)
    for k in range(44):
        a = 2 * math.pi * k / 44
        for n in range(0, rounds, 1):
            if (n + k) % 4 == 0:
                t = n / (rounds - 1)
                r = radius * (0.86 + 0.16 * math.sin(t * 2.2)) * (1 - 0.03 * t) + thick * 0.86
                zz = thick + n * thick * 1.72
                tube('stitch', [(r * math.cos(a), r * math.sin(a), zz - thick * 0.7), ((r + 0.0028) * math.cos(a + 0.01), (r + 0.0028) * math.sin(a + 0.01), zz), (r * math.cos(a + 0.02), r * math.sin(a + 0.02), zz + thick * 0.8)], 0.0013, stitch, resolution=3)
    if handles:
        for side in (0, math.pi):
            arc = []
            for k in range(9):
                u = -1 + k / 4
                a = side + u * 0.3
                lift = (1 - u * u) * 0.062
                arc.append((top_r * math.cos(a), top_r * math.sin(a), z + lift))
            tube('handle', arc, thick, rope)


SCENT_CUPS = {'Salt Marsh': 'Mist', 'Cedar Smoke': 'Charcoal', 'Fig Leaf': 'Moss'}


def label(radius, z, height, width, color='#efe7d8'):
    """A paper label bent around a cylinder, facing the camera."""
    span = width / radius
    verts, faces, n = [], [], 24
    for k in range(n + 1):
        a = -math.pi / 2 - span / 2 + span * k / n
        for zz in (z, z + height):
            verts.append(((radius + 0.0012) * math.cos(a), (radius + 0.0012) * math.sin(a), zz))
    faces = [(2 * k, 2 * k + 2, 2 * k + 3, 2 * k + 1) for k in range(n)]
    mesh_object('label', verts, faces, m.cloth(color, 500, 0.02, 0.0, bump=0.1, melange=0.04))


def lettering(text, size, radius, z, color='#2a2724'):
    """Small type on a cylinder, facing the camera."""
    import bpy
    curve = bpy.data.curves.new('type', 'FONT')
    curve.body, curve.size, curve.align_x, curve.extrude, curve.space_character = text, size, 'CENTER', 0.0001, 1.18
    obj = bpy.data.objects.new('type', curve)
    bpy.context.scene.collection.objects.link(obj)
    obj.location, obj.rotation_euler = (0, -radius - 0.0015, z), (math.pi / 2, 0, 0)
    curve.materials.append(m.plain(color, 0.7))


def ember_candle(scent='Salt Marsh', lit=False, large=True):
    r, h = (0.052, 0.105) if large else (0.04, 0.085)
    lathe('cup', [(0, 0), (r - 0.006, 0, 'c'), (r - 0.001, 0.004), (r, 0.014), (r, h)], m.glaze(SCENT_CUPS[scent], bare_below=0.012, rough=0.5, rings=0.5), wall=0.0045, wobble=0.004)
    disc('wax', r - 0.0046, h - 0.016, m.wax('#f1e8d6'), dome=-0.001)
    before = present()
    wick_and_flame(0, lit)
    group(before, 0, 0, h - 0.0165)
    label(r, h * 0.3, h * 0.34, 0.052)
    lettering('EBBHOLT', 0.0056, r, h * 0.5)
    lettering(scent.lower(), 0.0046, r, h * 0.385)


def reed_diffuser():
    glass = m.glass('#8a4a1c', 0.9)
    lathe('bottle', [(0, 0), (0.03, 0, 'c'), (0.035, 0.004), (0.036, 0.012), (0.036, 0.075), (0.034, 0.085), (0.018, 0.096), (0.0135, 0.101), (0.0135, 0.116)], glass, wall=0.0026)
    lathe('oil', [(0, 0.004), (0.031, 0.004, 'c'), (0.0325, 0.012), (0.0325, 0.062, 'c'), (0, 0.062)], m.glass('#d9a45c', 0.8))
    lathe('collar', [(0.0095, 0.114), (0.0155, 0.114, 'c'), (0.0162, 0.116), (0.0162, 0.124), (0.015, 0.126, 'c'), (0.009, 0.126)], m.wood('Oak', 'Z', 1.5))
    rng = scattered(21)
    straw = m.wood('#b79b66', 'Z', 2.0)
    for n in range(7):
        a = 2 * math.pi * n / 7 + 0.3
        lean = rng.uniform(0.035, 0.062)
        rod('reed', (-0.012 * math.cos(a), -0.012 * math.sin(a), 0.008), (lean * math.cos(a), lean * math.sin(a), rng.uniform(0.235, 0.262)), 0.0017, straw)
    label(0.036, 0.024, 0.036, 0.05)
    lettering('EBBHOLT', 0.0054, 0.036, 0.046)
    lettering('schilf · reed', 0.0042, 0.036, 0.034)
