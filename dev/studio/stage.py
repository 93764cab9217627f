"""The studio: one seamless ground, one window of light, one camera that frames what stands there."""
import math

import bpy
from mathutils import Matrix, Vector

import materials

GROUND = '#e2d8c9'


def clear():
    bpy.ops.wm.read_factory_settings(use_empty=True)


def configure(width, height, samples, threads):
    scene = bpy.context.scene
    scene.render.engine = 'CYCLES'
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.use_adaptive_sampling, cycles.adaptive_threshold = 'CPU', samples, True, 0.06
    cycles.use_denoising, cycles.denoiser, cycles.denoising_input_passes = True, 'OPENIMAGEDENOISE', 'RGB_ALBEDO_NORMAL'
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 10, 2, 3
    cycles.use_light_tree = False
    cycles.transmission_bounces, cycles.transparent_max_bounces = 10, 12
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = width, height, 100
    scene.render.threads_mode, scene.render.threads = 'FIXED', threads
    scene.render.use_persistent_data = False
    scene.view_settings.view_transform = 'AgX'
    scene.view_settings.look = 'AgX - Medium High Contrast'
    scene.view_settings.exposure = 0.42
    scene.render.image_settings.file_format = 'PNG'
    scene.render.dither_intensity = 1.2


def _light(name, size, energy, at, towards, color, rig, shape='RECTANGLE'):
    data = bpy.data.lights.new(name, 'AREA')
    data.shape, data.size, data.size_y, data.energy, data.color = shape, size[0], size[1], energy, color
    obj = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(obj)
    obj.location = at
    obj.rotation_euler = (Vector(towards) - Vector(at)).to_track_quat('-Z', 'Y').to_euler()
    obj.parent = rig
    return obj


def world(color, strength):
    scene = bpy.context.scene
    scene.world = bpy.data.worlds.new('world')
    scene.world.use_nodes = True
    background = scene.world.node_tree.nodes['Background']
    background.inputs[0].default_value = materials.linear(color)
    background.inputs[1].default_value = strength


def backdrop(scale, color, rig):
    path = [(-9.0, 0.0), (2.2, 0.0)]
    path += [(2.2 + math.sin(a) * 1.8, 1.8 - math.cos(a) * 1.8) for a in [math.pi / 2 * k / 24 for k in range(1, 25)]]
    path.append((4.0, 9.0))
    verts = [(x, y, z) for y, z in path for x in (-14, 14)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(path) - 1)]
    mesh = bpy.data.meshes.new('ground')
    mesh.from_pydata(verts, [], faces)
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    obj = bpy.data.objects.new('ground', mesh)
    bpy.context.scene.collection.objects.link(obj)
    mesh.materials.append(materials.plaster(color))
    obj.parent = rig
    return obj


def points_of(objects):
    """World positions of all vertices of the finished objects."""
    graph = bpy.context.evaluated_depsgraph_get()
    points = []
    for obj in objects:
        if obj.type not in ('MESH', 'CURVE') or obj.get('outside'):
            continue
        evaluated = obj.evaluated_get(graph)
        mesh = evaluated.to_mesh()
        step = max(1, len(mesh.vertices) // 3000)
        points += [evaluated.matrix_world @ mesh.vertices[i].co for i in range(0, len(mesh.vertices), step)]
        evaluated.to_mesh_clear()
    return points


def camera(points, view, aspect):
    """Frames the points: `fill` of the frame, from azimuth and elevation in degrees; a `look` point and `span` frame a detail."""
    data = bpy.data.cameras.new('camera')
    data.lens, data.sensor_width, data.clip_start, data.clip_end = view.get('lens', 80), 36, 0.001, 200
    data.sensor_fit = 'HORIZONTAL'
    obj = bpy.data.objects.new('camera', data)
    scene = bpy.context.scene
    scene.collection.objects.link(obj)
    scene.camera = obj
    azimuth, elevation = math.radians(view.get('az', 0)), math.radians(view.get('el', 12))
    back = Vector((math.sin(azimuth) * math.cos(elevation), -math.cos(azimuth) * math.cos(elevation), math.sin(elevation)))
    rotation = back.to_track_quat('Z', 'Y').to_matrix()
    tangent = 18 / data.lens
    if 'look' in view:
        target = Vector(view['look'])
        distance = view['span'] / (2 * tangent)
    else:
        low = Vector([min(p[i] for p in points) for i in range(3)])
        high = Vector([max(p[i] for p in points) for i in range(3)])
        target = (low + high) / 2
        distance = (high - low).length * 4
        for _ in range(8):
            inverse = (Matrix.Translation(target + back * distance) @ rotation.to_4x4()).inverted()
            seen = [inverse @ p for p in points]
            xs = [p.x / -p.z / tangent for p in seen]
            ys = [p.y / -p.z / tangent / aspect for p in seen]
            size = max((max(xs) - min(xs)) / 2 / view.get('fill', 0.72), (max(ys) - min(ys)) / 2 / view.get('fill_y', 0.72))
            middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
            drop = view.get('drop', 0.05)
            target += rotation @ Vector((middle_x * tangent * distance, (middle_y + drop * 2) * tangent * aspect * distance, 0))
            distance *= size
    obj.matrix_world = Matrix.Translation(target + back * distance) @ rotation.to_4x4()
    data.dof.use_dof = True
    near = view.get('focus')
    data.dof.focus_distance = (obj.matrix_world.translation - Vector(near)).length if near else distance - view.get('focus_pull', 0.0)
    data.dof.aperture_fstop = view.get('fstop', 5.0) / max(distance / 3.0, 1e-3) * 1.0
    return obj, distance


def light_studio(size, view, color=GROUND):
    """Soft window light from the left, a paler fill from the right, a breath from behind; all in proportion to the subject's size."""
    rig = bpy.data.objects.new('rig', None)
    bpy.context.scene.collection.objects.link(rig)
    backdrop(size, view.get('ground', color), rig)
    power = size * size * view.get('light', 1.0)
    _light('window', (1.5, 1.9), 205 * power, (-2.9, -0.9, 2.3), (0.1, 0.1, 0.35), (1.0, 0.95, 0.88), rig)
    _light('fill', (3.2, 3.2), 15 * power, (3.4, -2.2, 1.8), (0, 0, 0.4), (0.88, 0.94, 1.0), rig)
    _light('behind', (2.4, 0.9), 34 * power, (0.9, 2.0, 2.7), (0, 0, 0.4), (1.0, 0.96, 0.9), rig)
    if view.get('flags'):
        # Dark cards at both sides, seen by glass alone, draw its edges as in a photographer's studio.
        card = materials.plain('#141210', 1.0)
        for side in (-1, 1):
            mesh = bpy.data.meshes.new('flag')
            x = side * 1.15
            mesh.from_pydata([(x, -1.2, 0.02), (x, 0.9, 0.02), (x, 0.9, 2.2), (x, -1.2, 2.2)], [], [(0, 1, 2, 3)])
            mesh.materials.append(card)
            flag = bpy.data.objects.new('flag', mesh)
            bpy.context.scene.collection.objects.link(flag)
            flag.parent, flag['outside'] = rig, True
            flag.visible_camera = flag.visible_diffuse = flag.visible_shadow = False
    rig.scale = (size, size, size)
    rig.rotation_euler.z = math.radians(view.get('az', 0))
    world('#efe8dd', view.get('ambient', 0.32))
    return rig
