"""Procedural materials: glazes, clays, timber, cloth, glass, metal, wax. No image files."""
import bpy

TONES = {
    'Chalk': '#e6ddcf', 'Oat': '#bfab8d', 'Clay': '#8d6251', 'Moss': '#70715f', 'Ink': '#2d3238', 'Mist': '#a2a7a4',
    'Charcoal': '#343231', 'Clear': '#f4f7f6', 'Smoke': '#8a847d', 'Amber': '#c28d4a', 'Sea Green': '#93ac9f',
    'Brass': '#c39a4c', 'Black': '#1b1a1a', 'Oak': '#ad8f6b', 'Walnut': '#5a4232', 'Black Ash': '#1d1a18',
    'Olive Wood': '#a07c50', 'Marble': '#e6e3de', 'Lava Stone': '#3f3d3b',
}


def linear(color):
    """A CSS hex colour or tone name as linear RGBA."""
    code = TONES.get(color, color).lstrip('#')
    channel = lambda c: c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
    return (*[channel(int(code[i:i + 2], 16) / 255) for i in (0, 2, 4)], 1.0)


def shade(color, factor):
    """A colour made lighter (> 1) or darker (< 1)."""
    r, g, b, _ = linear(color)
    return (min(r * factor, 1), min(g * factor, 1), min(b * factor, 1), 1)


class Graph:
    """A material's node tree with the few moves the studio needs."""

    def __init__(self, name):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.bsdf = self.tree.nodes['Principled BSDF']
        self.output = self.tree.nodes['Material Output']

    def add(self, kind, props=None, **inputs):
        node = self.tree.nodes.new(kind)
        for key, value in (props or {}).items():
            setattr(node, key, value)
        for key, value in inputs.items():
            self.set(node, key.replace('_', ' '), value)
        return node

    def set(self, node, key, value):
        socket = node.inputs[key]
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        else:
            socket.default_value = value

    def principled(self, **inputs):
        for key, value in inputs.items():
            self.set(self.bsdf, key.replace('_', ' '), value)
        return self.bsdf

    def ramp(self, factor, stops):
        node = self.add('ShaderNodeValToRGB', Fac=factor)
        elements = node.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (position, color) in zip(elements, stops):
            element.position, element.color = position, color
        return node.outputs['Color']

    def mix(self, factor, a, b, blend='MIX'):
        node = self.add('ShaderNodeMix', {'data_type': 'RGBA', 'blend_type': blend})
        for socket, value in ((node.inputs[0], factor), (node.inputs[6], a), (node.inputs[7], b)):
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, socket)
            else:
                socket.default_value = value
        return node.outputs[2]

    def math(self, operation, a, b=0.0):
        node = self.add('ShaderNodeMath', {'operation': operation})
        for socket, value in zip(node.inputs, (a, b)):
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, socket)
            else:
                socket.default_value = value
        return node.outputs[0]

    def coords(self, kind='Object', scale=(1, 1, 1), rotate=(0, 0, 0)):
        node = self.add('ShaderNodeTexCoord')
        mapping = self.add('ShaderNodeMapping', Vector=node.outputs[kind], Scale=scale, Rotation=rotate)
        return mapping.outputs[0]

    def noise(self, vector, scale, detail=4.0, rough=0.5, distortion=0.0):
        return self.add('ShaderNodeTexNoise', Vector=vector, Scale=scale, Detail=detail, Roughness=rough, Distortion=distortion).outputs['Fac']

    def bump(self, height, strength, distance=0.001, normal=None):
        node = self.add('ShaderNodeBump', Height=height, Strength=strength, Distance=distance)
        if normal is not None:
            self.set(node, 'Normal', normal)
        return node.outputs['Normal']


def glaze(color, bare_below=None, bare_above=None, rough=0.42, speckle=0.5, rings=0.5, clay='#b3937a', tint=None):
    """Stoneware glaze with pooling, iron specks and thrown rings; bare clay below or above a height in metres."""
    g = Graph('glaze')
    at = g.coords()
    cloud = g.noise(at, 9, 5)
    base = g.mix(g.ramp(cloud, [(0.35, (0, 0, 0, 1)), (0.7, (1, 1, 1, 1))]), shade(color, 0.86), shade(color, 1.1))
    specks = g.ramp(g.noise(at, 420, 2), [(0.66, (0, 0, 0, 1)), (0.72, (1, 1, 1, 1))])
    base = g.mix(g.math('MULTIPLY', specks, speckle), base, shade(tint or clay, 0.32))
    height = g.add('ShaderNodeSeparateXYZ', Vector=at).outputs['Z']
    waver = g.math('MULTIPLY', g.math('SUBTRACT', g.noise(at, 14, 2), 0.5), 0.012)
    edge = g.math('ADD', height, waver)
    roughness = g.ramp(cloud, [(0.3, (rough * 0.85,) * 3 + (1,)), (0.8, (rough * 1.15,) * 3 + (1,))])
    bare = None
    if bare_below is not None:
        bare = g.add('ShaderNodeMapRange', {'clamp': True}, Value=edge).outputs[0]
        node = bare.node
        for key, value in (('From Min', bare_below + 0.0012), ('From Max', bare_below - 0.0012)):
            node.inputs[key].default_value = value
    if bare_above is not None:
        bare = g.add('ShaderNodeMapRange', {'clamp': True}, Value=height).outputs[0]
        node = bare.node
        for key, value in (('From Min', bare_above - 0.0008), ('From Max', bare_above + 0.0008)):
            node.inputs[key].default_value = value
    if bare is not None:
        grain = g.noise(at, 260, 6, 0.7)
        raw = g.mix(grain, shade(clay, 0.78), shade(clay, 1.12))
        base = g.mix(bare, base, raw)
        roughness = g.mix(bare, roughness, (0.85, 0.85, 0.85, 1))
    waves = g.add('ShaderNodeTexWave', {'bands_direction': 'Z', 'wave_profile': 'SIN'}, Vector=at, Scale=42.0, Distortion=2.5, Detail=2.0)
    normal = g.bump(waves.outputs['Fac'], rings * 0.35, 0.0006)
    normal = g.bump(g.noise(at, 160, 3), 0.08, 0.0005, normal)
    g.principled(Base_Color=base, Roughness=roughness, Normal=normal, Coat_Weight=0.12, Coat_Roughness=0.25)
    return g.material


def clay(color):
    """Open, unglazed clay."""
    g = Graph('clay')
    at = g.coords()
    grain = g.noise(at, 190, 7, 0.75)
    cloud = g.noise(at, 7, 4)
    base = g.mix(cloud, shade(color, 0.82), shade(color, 1.18))
    base = g.mix(g.math('MULTIPLY', grain, 0.45), base, shade(color, 1.5))
    waves = g.add('ShaderNodeTexWave', {'bands_direction': 'Z'}, Vector=at, Scale=30.0, Distortion=1.5, Detail=2.0)
    normal = g.bump(grain, 0.35, 0.0008, g.bump(waves.outputs['Fac'], 0.1, 0.0008))
    g.principled(Base_Color=base, Roughness=0.92, Normal=normal)
    return g.material


def wood(tone, along='X', scale=1.0):
    """Oiled timber with growth bands, fibres and pores; `along` is the grain's axis."""
    g = Graph('wood')
    turn = {'X': (0, 0, 0), 'Y': (0, 0, 1.5708), 'Z': (0, 1.5708, 0)}[along]
    at = g.coords(rotate=turn)
    shift = g.add('ShaderNodeObjectInfo').outputs['Random']
    moved = g.add('ShaderNodeVectorMath', {'operation': 'ADD'})
    g.tree.links.new(at, moved.inputs[0])
    offset = g.add('ShaderNodeCombineXYZ', X=g.math('MULTIPLY', shift, 7.0), Y=g.math('MULTIPLY', shift, 3.0), Z=shift)
    g.tree.links.new(offset.outputs[0], moved.inputs[1])
    stretched = lambda x, y, z: g.add('ShaderNodeMapping', Vector=moved.outputs[0], Scale=(x * scale, y * scale, z * scale)).outputs[0]
    bands = g.noise(stretched(1.1, 16, 16), 1.6, 3, 0.5, 0.9)
    rings = g.add('ShaderNodeTexWave', {'bands_direction': 'Y'}, Vector=stretched(0.6, 16, 12), Scale=1.0, Distortion=7.0, Detail=3.0, Detail_Scale=0.8).outputs['Fac']
    fibre = g.noise(stretched(9, 420, 420), 1.0, 4, 0.65)
    pores = g.ramp(g.noise(stretched(26, 900, 900), 1.0, 2, 0.6), [(0.6, (0, 0, 0, 1)), (0.72, (1, 1, 1, 1))])
    contrast = 0.55 if tone == 'Black Ash' else 1.0
    dark, mid, light = shade(tone, 1 - 0.38 * contrast), shade(tone, 1.0), shade(tone, 1 + 0.34 * contrast)
    base = g.ramp(bands, [(0.3, dark), (0.5, mid), (0.68, light)])
    base = g.mix(g.math('MULTIPLY', rings, 0.4), base, dark)
    base = g.mix(g.math('MULTIPLY', fibre, 0.34), base, light)
    base = g.mix(g.math('MULTIPLY', pores, 0.5), base, shade(tone, 0.4))
    normal = g.bump(g.math('SUBTRACT', fibre, g.math('MULTIPLY', pores, 0.8)), 0.16, 0.0005)
    g.principled(Base_Color=base, Roughness=g.ramp(bands, [(0.3, (0.56,) * 3 + (1,)), (0.7, (0.42,) * 3 + (1,))]), Normal=normal, Specular_IOR_Level=0.4)
    return g.material


def cloth(color, weave=900.0, contrast=0.2, sheen=0.35, ribs=0.0, stripe=None, bump=0.5, melange=0.25):
    """Woven cloth in uv metres. `ribs` per metre gives a corded weave; `stripe` = (colour, from, to) along v, mirrored by length."""
    g = Graph('cloth')
    uv = g.add('ShaderNodeTexCoord').outputs['UV']
    split = g.add('ShaderNodeSeparateXYZ', Vector=uv)
    u, v = split.outputs['X'], split.outputs['Y']
    wave = lambda value, count: g.math('SINE', g.math('MULTIPLY', value, count * 6.2832), 0)
    threads = g.math('MULTIPLY', wave(u, weave), wave(v, weave))
    slub = g.noise(g.add('ShaderNodeMapping', Vector=uv, Scale=(30, 900, 1)).outputs[0], 1.0, 3, 0.6)
    slub2 = g.noise(g.add('ShaderNodeMapping', Vector=uv, Scale=(900, 30, 1)).outputs[0], 1.0, 3, 0.6)
    uneven = g.math('MULTIPLY', g.math('ADD', slub, slub2), 0.5)
    base = g.mix(uneven, shade(color, 1 - melange), shade(color, 1 + melange))
    if stripe:
        for tone, start, end in stripe:
            inside = g.math('MULTIPLY', g.math('GREATER_THAN', v, start), g.math('LESS_THAN', v, end))
            base = g.mix(inside, base, g.mix(uneven, shade(tone, 0.8), shade(tone, 1.25)))
    height = g.math('ADD', g.math('MULTIPLY', threads, contrast), uneven)
    normal = g.bump(height, bump, 0.0008)
    if ribs:
        ridge = g.math('ABSOLUTE', wave(u, ribs / 2))
        base = g.mix(g.math('POWER', ridge, 0.6), shade(color, 0.5), base)
        normal = g.bump(ridge, 0.9, 0.004, normal)
    g.principled(Base_Color=base, Roughness=0.95, Sheen_Weight=sheen, Sheen_Roughness=0.5, Sheen_Tint=shade(color, 1.6), Normal=normal, Specular_IOR_Level=0.15)
    return g.material


def glass(color='Clear', strength=1.0):
    """Tinted glass that lets light through to its shadow, as thin glass does."""
    g = Graph('glass')
    tint = linear(color)
    deep = tuple(1 - (1 - c) * strength for c in tint[:3]) + (1,)
    at = g.coords()
    g.principled(Base_Color=deep, Roughness=0.0, IOR=1.48, Transmission_Weight=1.0, Normal=g.bump(g.noise(at, 18, 2), 0.12, 0.002))
    pale = tuple(0.35 + 0.65 * c for c in deep[:3]) + (1,)
    through = g.add('ShaderNodeBsdfTransparent', Color=pale)
    path = g.add('ShaderNodeLightPath')
    both = g.add('ShaderNodeMixShader')
    soft = g.math('MULTIPLY', path.outputs['Is Shadow Ray'], 0.92)
    g.tree.links.new(soft, both.inputs[0])
    g.tree.links.new(g.bsdf.outputs[0], both.inputs[1])
    g.tree.links.new(through.outputs[0], both.inputs[2])
    g.tree.links.new(both.outputs[0], g.output.inputs['Surface'])
    return g.material


def water():
    return glass('#f2f8f8', 0.6)


def metal(color, rough=0.28):
    """Brushed or polished metal."""
    g = Graph('metal')
    at = g.coords(scale=(1, 1, 0.1))
    g.principled(Base_Color=linear(color), Metallic=1.0, Roughness=g.ramp(g.noise(at, 60, 3), [(0.3, (rough * 0.8,) * 3 + (1,)), (0.7, (rough * 1.3,) * 3 + (1,))]))
    return g.material


def paint(color, rough=0.5, grain=0.12):
    """Powder coating or lacquer."""
    g = Graph('paint')
    g.principled(Base_Color=linear(color), Roughness=rough, Normal=g.bump(g.noise(g.coords(), 900, 2), grain, 0.0004), Specular_IOR_Level=0.45)
    return g.material


def wax(color='#efe4cf'):
    g = Graph('wax')
    g.principled(Base_Color=linear(color), Roughness=0.42, Subsurface_Weight=0.55, Subsurface_Radius=(1.0, 0.7, 0.4), Subsurface_Scale=0.008)
    return g.material


def glow(color, strength):
    g = Graph('glow')
    g.principled(Base_Color=(0, 0, 0, 1), Emission_Color=linear(color), Emission_Strength=strength)
    return g.material


def shade_cloth(color='#e9dcc4'):
    """Linen that light shines through."""
    g = Graph('lampshade')
    at = g.coords()
    fine = g.noise(g.add('ShaderNodeMapping', Vector=at, Scale=(1, 1, 9)).outputs[0], 120, 3, 0.6)
    fine2 = g.noise(g.add('ShaderNodeMapping', Vector=at, Scale=(8, 8, 0.6)).outputs[0], 90, 3, 0.6)
    base = g.mix(g.math('MULTIPLY', g.math('ADD', fine, fine2), 0.5), shade(color, 0.78), shade(color, 1.1))
    diffuse = g.add('ShaderNodeBsdfDiffuse', Color=base)
    through = g.add('ShaderNodeBsdfTranslucent', Color=base)
    both = g.add('ShaderNodeMixShader', Fac=0.5)
    g.tree.links.new(diffuse.outputs[0], both.inputs[1])
    g.tree.links.new(through.outputs[0], both.inputs[2])
    g.tree.links.new(both.outputs[0], g.output.inputs['Surface'])
    return g.material


def stone(kind):
    """Marble with veins, or porous lava."""
    g = Graph('stone')
    at = g.coords()
    if kind == 'Marble':
        veins = g.add('ShaderNodeTexWave', {'bands_direction': 'DIAGONAL'}, Vector=at, Scale=4.0, Distortion=14.0, Detail=5.0, Detail_Scale=1.6).outputs['Fac']
        base = g.ramp(veins, [(0.0, linear('#9b9a98')), (0.06, linear('#d5d2cd')), (0.3, linear('#e9e6e1'))])
        base = g.mix(g.noise(at, 6, 5), base, linear('#dedad4'))
        g.principled(Base_Color=base, Roughness=0.3, Subsurface_Weight=0.12, Subsurface_Scale=0.01, Coat_Weight=0.1)
    else:
        holes = g.add('ShaderNodeTexVoronoi', Vector=at, Scale=260.0).outputs['Distance']
        pits = g.ramp(holes, [(0.12, (0, 0, 0, 1)), (0.3, (1, 1, 1, 1))])
        base = g.mix(pits, linear('#1c1b1a'), g.mix(g.noise(at, 40, 5), linear('#35332f'), linear('#4d4a46')))
        g.principled(Base_Color=base, Roughness=0.75, Normal=g.bump(pits, 0.6, 0.0015))
    return g.material


def grass_rope(color='#b39c74'):
    """Twisted grass along a curve's own u."""
    g = Graph('rope')
    at = g.coords()
    strands = g.noise(g.add('ShaderNodeMapping', Vector=at, Scale=(1, 1, 1)).outputs[0], 170, 5, 0.7)
    base = g.ramp(strands, [(0.3, shade(color, 0.55)), (0.5, shade(color, 0.95)), (0.72, shade(color, 1.4))])
    g.principled(Base_Color=base, Roughness=0.8, Normal=g.bump(strands, 0.5, 0.002))
    return g.material


def plain(color, rough=0.8):
    g = Graph('plain')
    g.principled(Base_Color=linear(color), Roughness=rough)
    return g.material


def plaster(color):
    """Ground and wall: limewash with the faintest clouds. Kept cheap, because it fills most of every picture."""
    g = Graph('plaster')
    cloud = g.noise(g.coords(), 1.1, 2, 0.5)
    g.principled(Base_Color=g.mix(cloud, shade(color, 0.96), shade(color, 1.04)), Roughness=1.0, Specular_IOR_Level=0.0)
    return g.material
