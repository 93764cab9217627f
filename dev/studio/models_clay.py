"""Stoneware and clay."""
import math

import materials as m
from kit import box, disc, group, lathe, move, present, scattered, surface, tube
from mathutils import Vector

CLAY_BODY = '#b3937a'


def tide_vase(tone='Chalk', tall=True):
    s = 1.0 if tall else 0.62
    glaze = m.glaze(tone, bare_below=0.012 * s, speckle=0.55, rings=0.8)
    points = [(0, 0), (0.052, 0, 'c'), (0.056, 0.006), (0.078, 0.055), (0.095, 0.12), (0.09, 0.185), (0.06, 0.232), (0.036, 0.252), (0.034, 0.268), (0.043, 0.28)]
    return lathe('tide', [(p[0] * s, p[1] * s, *p[2:]) for p in points], glaze, wall=0.005, wobble=0.012)


def branches(z, seed=3, count=5, height=0.42, leaf='#7d8a6a', spread=0.16, leafy=True):
    """Dry stems with round leaves, standing in a neck at height z."""
    rng = scattered(seed)
    bark, leaves = m.plain('#5c4634', 0.9), m.cloth(leaf, 300, 0.05, 0.1, bump=0.1)
    for n in range(count):
        angle = rng.uniform(-0.9, 0.9) + (math.pi if n % 2 else 0)
        lean = spread * rng.uniform(0.4, 1.0)
        tip = height * rng.uniform(0.75, 1.05)
        points = [(0.006 * math.cos(n), 0.006 * math.sin(n), z - 0.12)]
        for k in range(1, 7):
            t = k / 6
            points.append((math.cos(angle) * lean * t**1.6 + rng.uniform(-0.006, 0.006), math.sin(angle) * lean * t**1.6 * 0.6, z + tip * t))
        tube('stem', points, 0.0022, bark, taper=[1.4 - 0.16 * i for i in range(7)])
        if not leafy:
            continue
        for k in range(2, 7):
            base = Vector(points[k])
            for side in (-1, 1):
                size = rng.uniform(0.012, 0.021) * (1.15 - k * 0.06)
                leaf_obj = surface('leaf', size * 2, size * 2.4, lambda u, v: (0, 0, 0.12 * size * (u * u - 0.6 * v * v)), leaves, 8, 8)
                for vert in leaf_obj.data.vertices:
                    u, v = vert.co.x / size, vert.co.y / (size * 1.2)
                    k2 = math.sqrt(max(0.0, 1 - v * v))
                    vert.co.x = u * k2 * size
                leaf_obj.location = base + Vector((side * size * 1.1, rng.uniform(-0.01, 0.01), size * 0.5))
                leaf_obj.rotation_euler = (rng.uniform(0.7, 1.5), rng.uniform(-0.5, 0.5), rng.uniform(-0.8, 0.8))


def ebb_bowl(tone='Moss', large=True):
    s = 1.0 if large else 0.75
    glaze = m.glaze(tone, bare_below=0.008, bare_above=0.0955 * s, rough=0.3, speckle=0.35, rings=0.9)
    points = [(0, 0), (0.058, 0, 'c'), (0.062, 0.008), (0.1, 0.024), (0.138, 0.058), (0.16, 0.1)]
    return lathe('bowl', [(p[0] * s, p[1] * s, *p[2:]) for p in points], glaze, wall=0.0065, wobble=0.008, segments=192)


def lemons(z=0.03, seed=5, places=((-0.05, 0.02), (0.045, 0.035), (0.0, -0.045), (0.02, 0.0))):
    rng = scattered(seed)
    peel = m.Graph('lemon')
    at = peel.coords()
    peel.principled(Base_Color=peel.mix(peel.noise(at, 20, 3), m.linear('#e0a81c'), m.linear('#efc53a')), Roughness=0.42,
                    Normal=peel.bump(peel.noise(at, 240, 2), 0.35, 0.001), Subsurface_Weight=0.2, Subsurface_Scale=0.006)
    for n, (x, y) in enumerate(places):
        body = lathe('lemon', [(0, -0.046), (0.007, -0.042), (0.02, -0.034), (0.031, -0.014), (0.0325, 0.006), (0.024, 0.03), (0.01, 0.042), (0.006, 0.047), (0, 0.049)], peel.material, segments=64, wobble=0.03)
        body.location = (x, y, z + 0.033 + (0.04 if n == 3 else 0))
        body.rotation_euler = (rng.uniform(1.2, 1.9), 0, rng.uniform(0, 6))


def dune_plate(tone='Oat', z=0.0):
    glaze = m.glaze(tone, rough=0.34, speckle=0.6, rings=0.5)
    plate = lathe('plate', [(0, 0.0), (0.088, 0, 'c'), (0.094, 0.003), (0.125, 0.006), (0.1335, 0.012), (0.135, 0.024)], glaze, wall=0.005, wobble=0.004, segments=192)
    return move(plate, 0, 0, z)


def harbour_mug(tone='Chalk', coffee=True):
    glaze = m.glaze(tone, bare_below=0.03, rough=0.36, speckle=0.5, clay=CLAY_BODY, rings=0.6)
    lathe('mug', [(0, 0.004), (0.03, 0.004, 'c'), (0.031, 0.0), (0.036, 0.0, 'c'), (0.041, 0.006), (0.0425, 0.02), (0.0425, 0.06), (0.0425, 0.09)], glaze, wall=0.0036, wobble=0.006)
    tube('handle', [(0.04, 0, 0.074), (0.056, 0, 0.078), (0.071, 0, 0.066), (0.0725, 0, 0.046), (0.062, 0, 0.028), (0.04, 0, 0.022)], 0.0058, m.glaze(tone, rough=0.36, speckle=0.5, rings=0.1), taper=[1.2, 1, 1, 0.95, 0.95, 1.15])
    if coffee:
        liquid = m.Graph('coffee')
        liquid.principled(Base_Color=m.linear('#1c0f08'), Roughness=0.06)
        disc('coffee', 0.0388, 0.078, liquid.material)


def marsh_teapot(tone='Ink'):
    glaze = m.glaze(tone, bare_below=0.009, rough=0.32, speckle=0.4, rings=0.7)
    lathe('pot', [(0, 0), (0.046, 0, 'c'), (0.05, 0.006), (0.07, 0.03), (0.078, 0.062), (0.068, 0.096), (0.046, 0.116), (0.036, 0.119)], glaze, wobble=0.006)
    lid = m.glaze(tone, rough=0.32, speckle=0.4, rings=0.5)
    lathe('lid', [(0.04, 0.118, 'c'), (0.041, 0.121), (0.034, 0.128), (0.014, 0.134), (0.007, 0.138), (0.0085, 0.147), (0.0125, 0.154), (0.01, 0.16), (0, 0.162)], lid)
    spout = [(0.064, 0, 0.042), (0.088, 0, 0.058), (0.104, 0, 0.084), (0.116, 0, 0.108), (0.13, 0, 0.119)]
    tube('spout', spout, 0.0135, lid, taper=[1.6, 1.15, 0.85, 0.66, 0.6])
    oak = m.wood('Oak', 'X', 2.0)
    tube('handle', [(-0.052, 0, 0.104), (-0.06, 0, 0.15), (-0.03, 0, 0.196), (0.03, 0, 0.196), (0.06, 0, 0.15), (0.052, 0, 0.104)], 0.0032, m.metal('#6b5a3c', 0.35))
    tube('grip', [(-0.034, 0, 0.1935), (0, 0, 0.2), (0.034, 0, 0.1935)], 0.008, oak, taper=[0.8, 1.1, 0.8])


def cask_jar(tone='Chalk', tall=True, open_lid=False):
    h = 0.185 if tall else 0.11
    lathe('jar', [(0, 0), (0.05, 0, 'c'), (0.054, 0.004), (0.055, 0.012), (0.055, h - 0.004), (0.054, h)], m.glaze(tone, bare_below=0.006, rough=0.4, rings=0.5), wall=0.0045, wobble=0.003)
    before = present()
    lathe('lid', [(0, 0), (0.0555, 0, 'c'), (0.057, 0.0015), (0.057, 0.014), (0.0555, 0.016, 'c'), (0, 0.016)], m.wood('Oak', 'X', 1.4))
    lathe('knob', [(0.012, 0.016), (0.009, 0.02), (0.012, 0.03), (0.0135, 0.034), (0.011, 0.038), (0, 0.039)], m.wood('Oak', 'Z', 1.4), segments=48)
    if open_lid:
        group(before, -0.098, -0.052, 0.055, 0.4, (0.0, 1.32))
    else:
        lathe('seal', [(0.0545, -0.003), (0.0552, -0.0015), (0.0545, 0)], m.plain('#d9c9a8', 0.7))
        group(before, 0, 0, h + 0.002)


def groyne_planter(tone='Clay', plant=True, s=1.0):
    body = m.clay(tone)
    lathe('saucer', [(0, 0), (0.088 * s, 0, 'c'), (0.096 * s, 0.006), (0.101 * s, 0.022)], body, wall=0.005)
    lathe('pot', [(0, 0.007), (0.075 * s, 0.007, 'c'), (0.078 * s, 0.012), (0.1 * s, 0.19 * s, 'c'), (0.1 * s, 0.192 * s)], body, wall=0.008, wobble=0.004)
    soil = m.Graph('soil')
    grain = soil.noise(soil.coords(), 120, 6, 0.8)
    soil.principled(Base_Color=soil.ramp(grain, [(0.3, m.linear('#15100c')), (0.7, m.linear('#3b2d22'))]), Roughness=1.0, Normal=soil.bump(grain, 1.0, 0.006))
    disc('soil', 0.0905 * s, 0.176 * s, soil.material, dome=0.004)
    if plant:
        olive_tree(0.176 * s)


def olive_tree(z, seed=11):
    rng = scattered(seed)
    bark = m.plain('#6e6152', 0.95)
    leaf_a, leaf_b = m.cloth('#7c876b', 300, 0.05, 0.15, bump=0.1), m.cloth('#a3ab94', 300, 0.05, 0.15, bump=0.1)
    trunk = [(0, 0, z - 0.02), (0.006, 0.002, z + 0.07), (-0.004, 0, z + 0.14), (0.004, 0.004, z + 0.21)]
    tube('trunk', trunk, 0.006, bark, taper=[1.3, 1.05, 0.95, 0.8])
    top = Vector(trunk[-1])
    for n in range(26):
        angle, lift = rng.uniform(0, 6.28), rng.uniform(-0.1, 1.0)
        reach = rng.uniform(0.06, 0.13)
        end = top + Vector((math.cos(angle) * reach, math.sin(angle) * reach, lift * 0.15 - 0.02))
        middle = top.lerp(end, 0.5) + Vector((0, 0, 0.02))
        tube('twig', [top - Vector((0, 0, rng.uniform(0, 0.05))), middle, end], 0.0022, bark, taper=[1.2, 0.8, 0.4])
        for k in range(14):
            spot = middle.lerp(end, k / 12) + Vector((rng.uniform(-0.01, 0.01), rng.uniform(-0.01, 0.01), rng.uniform(-0.008, 0.008)))
            length, breadth = rng.uniform(0.026, 0.042), rng.uniform(0.005, 0.0075)
            leaf = surface('leaf', breadth * 2, length, lambda u, v: (0, 0, 0.15 * breadth * u * u - 0.08 * length * v * v), leaf_a if k % 3 else leaf_b, 4, 8)
            for vert in leaf.data.vertices:
                vert.co.x *= max(0.0, 1 - (vert.co.y / (length / 2)) ** 2) ** 0.7
            leaf.location = spot
            leaf.rotation_euler = (rng.uniform(-0.9, 0.9), rng.uniform(-0.9, 0.9), rng.uniform(0, 6.28))


def candle(radius, height, z, at=(0, 0), lit=True, color='#efe6d4'):
    """A plain candle with a burnt wick and, if lit, its flame."""
    before = present()
    lathe('candle', [(0, 0), (radius, 0, 'c'), (radius, height - 0.002), (radius - 0.0015, height), (radius * 0.6, height - 0.0015), (0, height - 0.003)], m.wax(color), segments=64)
    wick_and_flame(height - 0.003, lit)
    return group(before, at[0], at[1], z)


def wick_and_flame(z, lit=True, size=1.0):
    tube('wick', [(0, 0, z - 0.003), (0.0004, 0, z + 0.006), (0.0016, 0, z + 0.011)], 0.0008, m.plain('#1a1512', 1.0))
    if lit:
        flame = lathe('flame', [(0, z + 0.006), (0.0038 * size, z + 0.012), (0.0046 * size, z + 0.018), (0.003 * size, z + 0.03), (0, z + 0.042 * size)], m.glow('#ffb45a', 34), segments=32)
        flame.visible_shadow = False


def shoal_holder(tone='Chalk', lit=False, height=0.13):
    glaze = m.glaze(tone, rough=0.4, rings=0.7)
    lathe('dish', [(0, 0), (0.06, 0, 'c'), (0.066, 0.003), (0.072, 0.01), (0.075, 0.022)], glaze, wall=0.0045, wobble=0.008)
    lathe('socket', [(0.021, 0.0035), (0.016, 0.012), (0.0145, 0.026), (0.0165, 0.042), (0.0168, 0.046)], glaze, wall=0.0032)
    tube('ring', [(0.07, 0, 0.012), (0.092, 0, 0.008), (0.104, 0, 0.024), (0.094, 0, 0.043), (0.079, 0, 0.036), (0.07, 0, 0.018)], 0.0042, m.glaze(tone, rough=0.4, rings=0.1))
    candle(0.0108, height, 0.03, lit=lit)


def book(at, size=(0.14, 0.2, 0.018), color='#8c3f2c', turn=0.2, z=0.0):
    before = present()
    cover = m.cloth(color, 600, 0.1, 0.1, bump=0.3)
    box('cover', (size[0], size[1], 0.0018), cover, (0, 0, 0.001), 0.0006)
    box('cover', (size[0], size[1], 0.0018), cover, (0, 0, size[2] - 0.001), 0.0006)
    box('spine', (0.002, size[1], size[2]), cover, (-size[0] / 2, 0, size[2] / 2), 0.0006)
    box('pages', (size[0] - 0.004, size[1] - 0.006, size[2] - 0.003), m.plain('#e9e0cd', 0.9), (0.0, 0, size[2] / 2), 0.0004)
    return group(before, at[0], at[1], z, turn)

