"""Geometry the models share: turned, bevelled, bent and folded bodies. Lengths in metres, z up, everything stands on z = 0."""
import math
import random

import bmesh
import bpy
from mathutils import Matrix, Vector, noise


def _link(name, mesh, material):
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    if material is not None:
        obj.data.materials.append(material)
    return obj


def mesh_object(name, verts, faces, material, smooth=True, merge=0.0):
    """An object from plain vertices and faces; `merge` joins vertices closer than that."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(v) for v in verts], [], faces)
    if merge > 0:
        bm = bmesh.new()
        bm.from_mesh(mesh)
        bmesh.ops.remove_doubles(bm, verts=bm.verts, dist=merge)
        bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
        bm.to_mesh(mesh)
        bm.free()
    for polygon in mesh.polygons:
        polygon.use_smooth = smooth
    mesh.update()
    return _link(name, mesh, material)


def spline(points, steps=10):
    """A smooth curve through points that never overshoots short runs; a third element 'c' marks a sharp corner."""
    runs, run = [], []
    for point in points:
        run.append(Vector(point[:2]))
        if len(point) > 2 and len(run) > 1:
            runs.append(run)
            run = [Vector(point[:2])]
    if len(run) > 1:
        runs.append(run)
    out = []
    for run in runs:
        n = steps if len(run) > 2 else 2
        speeds = []
        for i, point in enumerate(run):
            before = point - run[i - 1] if i > 0 else None
            after = run[i + 1] - point if i < len(run) - 1 else None
            if before is None or after is None:
                only = after if before is None else before
                speeds.append((only.normalized(), only.length))
            else:
                d0, d1 = max(before.length, 1e-9), max(after.length, 1e-9)
                # A long run next to a short one keeps straight: its pull is bounded by the short one.
                speeds.append(((before / d0 * d1 + after / d1 * d0) / (d0 + d1), 2 * min(d0, d1)))
        for i in range(len(run) - 1):
            p, q = run[i], run[i + 1]
            d = (q - p).length
            for k in range(n):
                t = k / n
                out.append(p * (2 * t**3 - 3 * t**2 + 1) + speeds[i][0] * min(d, speeds[i][1]) * (t**3 - 2 * t**2 + t) + q * (3 * t**2 - 2 * t**3) + speeds[i + 1][0] * min(d, speeds[i + 1][1]) * (t**3 - t**2))
        out.append(run[-1])
    clean = [out[0]]
    for point in out[1:]:
        if (point - clean[-1]).length > 1e-6:
            clean.append(point)
    return [(max(p.x, 0.0), p.y) for p in clean]


def lathe(name, points, material, wall=0.0, segments=128, wobble=0.0, ribs=0, rib_depth=0.0, rib_from=0.0, rib_to=9.0, steps=10):
    """A body of revolution from (radius, height) points. `wall` hollows it inwards; `ribs` flutes it between two heights."""
    profile = spline(points, steps)
    count = segments if ribs == 0 else ribs * 8
    verts, faces = [], []
    for j, (r, z) in enumerate(profile):
        for i in range(count):
            a = 2 * math.pi * i / count
            radius = r
            if wobble:
                radius *= 1 + wobble * noise.noise(Vector((math.cos(a), math.sin(a), z * 12)))
            if ribs and r > 0.004:
                fade = min(1, max(0, (z - rib_from) / 0.012)) * min(1, max(0, (rib_to - z) / 0.012))
                radius += rib_depth * fade * abs(math.cos(a * ribs / 2)) - rib_depth * fade * 0.5
            verts.append((radius * math.cos(a), radius * math.sin(a), z))
        if j:
            for i in range(count):
                b = (j - 1) * count
                faces.append((b + i, b + (i + 1) % count, b + count + (i + 1) % count, b + count + i))
    obj = mesh_object(name, verts, faces, material, merge=1e-5)
    if wall:
        solid = obj.modifiers.new('wall', 'SOLIDIFY')
        solid.thickness, solid.offset, solid.use_even_offset = wall, -1, True
        bevel = obj.modifiers.new('rim', 'BEVEL')
        bevel.width, bevel.segments, bevel.limit_method, bevel.angle_limit = wall * 0.42, 4, 'ANGLE', math.radians(50)
    return obj


def disc(name, radius, z, material, center=(0, 0), dome=0.0):
    """A flat or slightly domed surface such as coffee, wax or a lens."""
    return move(lathe(name, [(0.0, z + dome), (radius * 0.6, z + dome * 0.7), (radius, z)], material), center[0], center[1])


def box(name, size, material, at=(0, 0, 0), bevel=0.004, rotate=(0, 0, 0), segments=4):
    """A box with softly broken edges, centred on `at`."""
    bm = bmesh.new()
    bmesh.ops.create_cube(bm, size=1)
    bmesh.ops.scale(bm, vec=Vector(size), verts=bm.verts)
    mesh = bpy.data.meshes.new(name)
    bm.to_mesh(mesh)
    bm.free()
    obj = _link(name, mesh, material)
    obj.location, obj.rotation_euler = at, rotate
    if bevel:
        mod = obj.modifiers.new('edges', 'BEVEL')
        mod.width, mod.segments, mod.harden_normals = bevel, segments, True
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    return obj


def tube(name, points, radius, material, closed=False, resolution=12, taper=None, smooth=True):
    """A round rod along points; `taper` gives a factor of the radius for each point."""
    curve = bpy.data.curves.new(name, 'CURVE')
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.resolution_u = '3D', radius, 6, resolution
    curve.use_fill_caps = True
    line = curve.splines.new('BEZIER' if smooth else 'POLY')
    target = line.bezier_points if smooth else line.points
    target.add(len(points) - 1)
    for index, point in enumerate(points):
        if smooth:
            target[index].co = point
            target[index].handle_left_type = target[index].handle_right_type = 'AUTO'
        else:
            target[index].co = (*point, 1)
        if taper:
            target[index].radius = taper[index]
    line.use_cyclic_u = closed
    obj = bpy.data.objects.new(name, curve)
    bpy.context.scene.collection.objects.link(obj)
    curve.materials.append(material)
    return obj


def rod(name, a, b, radius, material, radius_b=None):
    """A straight round leg from a to b, thinner or thicker at b, with softened ends."""
    a, b = Vector(a), Vector(b)
    length = (b - a).length
    end = radius if radius_b is None else radius_b
    soft = min(radius, end) * 0.25
    obj = lathe(name, [(0, 0), (radius - soft, 0, 'c'), (radius, soft), (end, length - soft), (end - soft, length, 'c'), (0, length)], material, segments=48)
    obj.matrix_world = Matrix.Translation(a) @ (b - a).to_track_quat('Z', 'Y').to_matrix().to_4x4()
    return obj


def move(obj, x=0.0, y=0.0, z=0.0, turn=0.0):
    """Moves an object and turns it about the vertical (radians)."""
    obj.location = Vector(obj.location) + Vector((x, y, z))
    obj.rotation_euler.z += turn
    return obj


def group(before, x=0.0, y=0.0, z=0.0, turn=0.0, tilt=(0.0, 0.0)):
    """Moves everything made since `before` (a set of objects) as one piece."""
    handle = bpy.data.objects.new('group', None)
    bpy.context.scene.collection.objects.link(handle)
    for obj in list(bpy.context.scene.objects):
        if obj not in before and obj is not handle and obj.parent is None:
            obj.parent = handle
    handle.location, handle.rotation_euler = (x, y, z), (tilt[0], tilt[1], turn)
    return handle


def present():
    """The objects that exist now, to be handed to `group` later."""
    return set(bpy.context.scene.objects)


def surface(name, width, depth, height, material, nx=80, ny=80, thickness=0.0, uv=True):
    """A grid over [-width/2, width/2] x [-depth/2, depth/2]; `height(u, v)` in -1..1 returns an offset (x, y, z)."""
    verts, faces = [], []
    for j in range(ny + 1):
        for i in range(nx + 1):
            u, v = 2 * i / nx - 1, 2 * j / ny - 1
            dx, dy, dz = height(u, v)
            verts.append((u * width / 2 + dx, v * depth / 2 + dy, dz))
    for j in range(ny):
        for i in range(nx):
            k = j * (nx + 1) + i
            faces.append((k, k + 1, k + nx + 2, k + nx + 1))
    obj = mesh_object(name, verts, faces, material)
    if uv:
        layer = obj.data.uv_layers.new(name='cloth')
        for loop in obj.data.loops:
            i, j = loop.vertex_index % (nx + 1), loop.vertex_index // (nx + 1)
            layer.data[loop.index].uv = (i / nx * width, j / ny * depth)
    if thickness:
        solid = obj.modifiers.new('cloth', 'SOLIDIFY')
        solid.thickness, solid.offset = thickness, 0
    return obj


def ribbon(name, path, width, material, thickness, along=0.0, waviness=0.0, seed=1, ny=60):
    """A sheet that follows a (y, z) path and is `width` wide in x; its uv is metres of cloth."""
    lengths = [0.0]
    for a, b in zip(path, path[1:]):
        lengths.append(lengths[-1] + math.dist(a, b))
    verts, faces = [], []
    for j, (y, z) in enumerate(path):
        for i in range(ny + 1):
            u = 2 * i / ny - 1
            wave = noise.noise(Vector((u * 2.3 + seed, lengths[j] * 6, seed * 3.1))) * waviness
            edge = noise.noise(Vector((lengths[j] * 9, seed * 7.7, 0))) * waviness * 1.2
            verts.append((u * width / 2 + edge * u + along * z, y + wave * 0.4, z + wave))
    for j in range(len(path) - 1):
        for i in range(ny):
            k = j * (ny + 1) + i
            faces.append((k, k + 1, k + ny + 2, k + ny + 1))
    obj = mesh_object(name, verts, faces, material)
    layer = obj.data.uv_layers.new(name='cloth')
    for loop in obj.data.loops:
        i, j = loop.vertex_index % (ny + 1), loop.vertex_index // (ny + 1)
        layer.data[loop.index].uv = (i / ny * width, lengths[j])
    solid = obj.modifiers.new('cloth', 'SOLIDIFY')
    solid.thickness, solid.offset = thickness, 0
    bevel = obj.modifiers.new('edge', 'BEVEL')
    bevel.width, bevel.segments, bevel.limit_method = thickness * 0.4, 3, 'ANGLE'
    return obj


def fold_path(depth, layers, pitch, sag=0.0, start=0.0):
    """The (y, z) path of a cloth folded to and fro into `layers`, each `pitch` above the last."""
    path = []
    half = depth / 2
    for layer in range(layers):
        z = start + pitch * (layer + 0.5)
        direction = 1 if layer % 2 == 0 else -1
        reach = half - (0.006 * (layer % 3))
        for k in range(25):
            t = -1 + 2 * k / 24
            path.append((direction * t * reach, z - sag * (1 - t * t) * layer * 0.2))
        if layer < layers - 1:
            for k in range(1, 8):
                a = -math.pi / 2 + math.pi * k / 8
                path.append((direction * (reach + math.cos(a) * pitch * 0.5), z + pitch / 2 + math.sin(a) * pitch / 2))
    return path


def scattered(seed):
    """Random numbers that are the same at every rendering."""
    return random.Random(seed)
