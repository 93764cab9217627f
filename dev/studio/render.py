"""Renders the pictures named in a list. Run: python render.py --list shots.json --out FOLDER [--only HANDLE[/NUMBER]] [--samples N] [--width N]"""
import argparse
import json
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bpy

import scenes
import stage


def picture(entry, path, width, samples, threads):
    stage.clear()
    build, view = scenes.shot(entry)
    aspect_w, aspect_h = view.get('aspect', (4, 5))
    width = view.get('width', 1200 if 'aspect' in view else 800) * width // 800
    height = round(width * aspect_h / aspect_w)
    stage.configure(width, height, view.get('samples', samples), threads)
    build()
    bpy.context.view_layer.update()
    if not view.get('own_stage'):
        points = stage.points_of(bpy.context.scene.objects)
        low = [min(p[i] for p in points) for i in range(3)]
        high = [max(p[i] for p in points) for i in range(3)]
        size = max(max(high[0] - low[0], high[1] - low[1]), (high[2] - low[2]) * 0.9) * view.get('rig', 1.0)
        stage.camera(points, view, height / width)
        stage.light_studio(size, view)
    bpy.context.scene.view_settings.exposure += view.get('exposure', 0.0)
    bpy.context.scene.render.filepath = path
    started = time.time()
    bpy.ops.render.render(write_still=True)
    return time.time() - started


def main():
    arguments = sys.argv[sys.argv.index('--') + 1:] if '--' in sys.argv else sys.argv[1:]
    parser = argparse.ArgumentParser()
    parser.add_argument('--list', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--only', action='append', default=[])
    parser.add_argument('--samples', type=int, default=48)
    parser.add_argument('--width', type=int, default=800)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--missing', action='store_true', help='leave out pictures that are already in the folder')
    options = parser.parse_args(arguments)
    with open(options.list, encoding='utf-8') as file:
        entries = json.load(file)
    for entry in entries:
        name = f"{entry['handle']}/{entry['number']}"
        if options.only and not any(name == only or entry['handle'] == only or (only.startswith('/') and name.endswith(only)) for only in options.only):
            continue
        path = os.path.join(options.out, f'{name}.png')
        if options.missing and os.path.exists(path):
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            print(f'{name}: {picture(entry, path, options.width, options.samples, options.threads):.1f} s', flush=True)
        except Exception:
            print(f'{name}: FAILED', flush=True)
            traceback.print_exc()


if __name__ == '__main__':
    main()
