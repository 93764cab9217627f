"""Linen and wool: folded, filled, rolled out."""
import math

import materials as m
from kit import fold_path, group, move, present, ribbon, scattered, surface, tube
from mathutils import Vector, noise


def folded(color, width=0.42, depth=0.3, layers=6, thickness=0.007, weave=700.0, seed=1, wavy=0.006, bump=0.7, material=None, z=0.0):
    """A cloth folded to and fro, its round folds to the front."""
    sheet = material or m.cloth(color, weave, bump=bump)
    return move(ribbon('folded', fold_path(depth, layers, thickness * 1.28, sag=0.004), width, sheet, thickness, waviness=wavy, seed=seed), 0, 0, z)


def fringe_along(points, color, length=0.055, seed=3, thick=0.0016, drop=0.9):
    """Twisted fringe from each point outwards (towards -y) and down to the ground."""
    rng = scattered(seed)
    yarn = m.cloth(color, 200, 0.1, 0.3)
    for x, y, z in points:
        sway = rng.uniform(-0.006, 0.006)
        reach = length * rng.uniform(0.9, 1.08)
        fall = min(z, reach * drop) - 0.002
        tube('fringe', [(x, y, z), (x + sway * 0.4, y - reach * 0.35, z - fall * 0.25), (x + sway, y - reach * 0.62, z - fall), (x + sway * 1.4, y - reach, z - fall)], thick, yarn, resolution=4)


def linen_throw(tone='Oat'):
    """Folded in eight, one corner let fall over the front."""
    linen = m.cloth(tone, 520, 0.25, bump=1.0, melange=0.34)
    folded(tone, 0.46, 0.32, 7, 0.0095, seed=5, wavy=0.007, material=linen)
    top = 7 * 0.0095 * 1.28 + 0.003
    path = [(0.1 - 0.01 * k, top + 0.004 * math.sin(k * 0.3)) for k in range(27)]
    y = path[-1][0]
    path += [(y - 0.012 * math.sin(a), top - 0.012 * (1 - math.cos(a))) for a in [math.pi / 2 * k / 8 for k in range(1, 9)]]
    y, z = path[-1]
    path += [(y - 0.002 * k, z - (top - 0.02) * k / 14) for k in range(1, 15)]
    y, z = path[-1]
    path += [(y - 0.009 * k, max(0.006, z - 0.004 * k)) for k in range(1, 9)]
    move(ribbon('fall', path, 0.25, linen, 0.007, waviness=0.006, seed=9, ny=80), -0.05, 0, 0, 0.05)


def wool_blanket(tone='Chalk', z=0.0, seed=2, fringe=True, layers=5):
    wool = m.cloth(tone, 260, 0.4, sheen=0.6, bump=1.0, melange=0.3)
    move(ribbon('blanket', fold_path(0.31, layers, 0.0195, sag=0.008), 0.44, wool, 0.0155, waviness=0.008, seed=seed), 0, 0, z)
    if fringe:
        fringe_along([(-0.205 + 0.0103 * k, -0.15 + 0.0, z + layers * 0.0195 - 0.009) for k in range(41)], tone, 0.06, seed, 0.0019, 0.55)


def blanket_stack():
    for n, (tone, turn) in enumerate((('Charcoal', 0.02), ('Mist', -0.03), ('Chalk', 0.015))):
        before = present()
        wool_blanket(tone, 0, seed=4 + n, fringe=False, layers=5)
        group(before, 0, 0, n * 0.1, turn)


def towels(tone='Ink'):
    """Two towels, one folded upon the other, stripes to the front."""
    for n, (turn, x, y) in enumerate(((0.03, 0, 0.012), (-0.06, 0.006, -0.012))):
        body = m.cloth('#e6dccb', 420, 0.3, bump=0.9, melange=0.16, stripe=_bands(tone))
        before = present()
        ribbon('towel', fold_path(0.19, 5, 0.0052), 0.3, body, 0.0038, waviness=0.003, seed=7 + n)
        group(before, x, y, n * 0.027, turn)


def _bands(tone):
    """Stripes across the cloth near both ends of every visible layer."""
    bands = []
    for layer in range(5):
        start = layer * 0.2
        bands += [(tone, start + 0.022, start + 0.036), (tone, start + 0.044, start + 0.049)]
    return bands


def cushion(tone='Clay', width=0.45, height=0.45, seed=1):
    """A filled cushion lying flat around z = 0; stand it with `standing_cushion`."""
    fabric = m.cloth(tone, 500, 0.25, sheen=0.45, ribs=130, bump=0.7, melange=0.3)
    for side in (1, -1):
        def bulge(u, v, side=side):
            edge = max(0.0, (1 - abs(u) ** 2.6)) ** 0.55 * max(0.0, (1 - abs(v) ** 2.6)) ** 0.55
            wrinkle = noise.noise(Vector((u * 2.1 + seed, v * 2.1, side))) * 0.016 + noise.noise(Vector((u * 6, v * 6 + seed, side))) * 0.004
            pull = 0.035
            return (u * pull * 0.35 * (1 - v * v) - u * 0.012 * (1 - v * v), -v * 0.012 * (1 - u * u) * 1.6, side * (0.075 * edge + wrinkle * edge))
        surface('cushion', width, height, bulge, fabric, 120, 120)
    seam = [(-1 + k / 10, -1) for k in range(20)] + [(1, -1 + k / 10) for k in range(20)] + [(1 - k / 10, 1) for k in range(20)] + [(-1, 1 - k / 10) for k in range(20)]
    points = []
    for u, v in seam:
        x = u * width / 2 + u * 0.035 * 0.35 * (1 - v * v) - u * 0.012 * (1 - v * v)
        y = v * height / 2 - v * 0.0192 * (1 - u * u)
        points.append((x, y, 0))
    tube('piping', points, 0.003, m.cloth(tone, 300, 0.2), closed=True)


def standing_cushion(tone='Clay', lean=0.2, width=0.45, height=0.45, seed=1):
    before = present()
    cushion(tone, width, height, seed)
    group(before, 0, 0, height / 2 - 0.012, 0, (math.pi / 2 - lean, 0))


def rug(tone='Oat', width=1.1, length=1.5, rolled=True):
    """Flat weave with a fringe; the far end rolled up."""
    border = '#5b5249' if tone == 'Oat' else '#cbbda3'
    weave = m.cloth(tone, 95, 0.9, sheen=0.3, bump=1.0, melange=0.42, stripe=[(border, 0.1, 0.125), (border, 0.145, 0.152), (border, 0.172, 0.179), (border, 0.199, 0.224)])
    path = [(-length / 2 + 0.02 * k, 0.006) for k in range(int(length / 0.02))]
    if rolled:
        y0, radius = path[-1][0], 0.1
        turns, steps = 2.6, 90
        for k in range(1, steps + 1):
            a = 2 * math.pi * turns * k / steps
            r = radius - 0.017 * a / (2 * math.pi) - 0.002
            path.append((y0 + math.sin(a) * r, 0.006 + radius - math.cos(a) * r))
    ribbon('rug', path, width, weave, 0.009, waviness=0.0015, seed=3, ny=90)
    count = int(width / 0.016)
    fringe_along([(-width / 2 + 0.008 + 0.016 * k, -length / 2, 0.007) for k in range(count)], '#d9ccb2', 0.085, 5, 0.0034, 0.6)


def draped(color, width, depth, drop, top, material=None, seed=4, edge_y=-0.17):
    """A cloth lying on a seat at height `top` and hanging over its front edge."""
    sheet = material or m.cloth(color, 520, 0.25, bump=1.0, melange=0.34)
    path = [(edge_y + depth - depth * k / 24, top + 0.006) for k in range(25)]
    path += [(edge_y - 0.014 * math.sin(a), top + 0.006 - 0.014 * (1 - math.cos(a))) for a in [math.pi / 2 * k / 8 for k in range(1, 9)]]
    y, z = path[-1]
    path += [(y - 0.003 * math.sin(k * 0.35), z - drop * k / 40) for k in range(1, 41)]
    cloth = ribbon('drape', path, width, sheet, 0.006, seed=seed, ny=120)
    for vertex in cloth.data.vertices:
        hang = max(0.0, (top - vertex.co.z) / drop)
        fold = math.sin(vertex.co.x / width * 6.2832 * 2.6 + seed) * 0.02 + noise.noise(Vector((vertex.co.x * 9, vertex.co.z * 3, seed))) * 0.012
        vertex.co.y -= (0.018 + fold) * hang**0.8
        if hang == 0:
            vertex.co.z += 0.004 * max(0, noise.noise(Vector((vertex.co.x * 8, vertex.co.y * 8, seed))))
    return cloth

