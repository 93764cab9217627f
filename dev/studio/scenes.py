"""Which model stands in which picture, and how the camera looks at it."""
import models_clay as clay
import models_cloth as cloth
import models_glass_wood as gw
import models_room as room
import scenes_room
from kit import group, present

DEFAULT = {'el': 10, 'az': 0}


def beside(*steps):
    """Builds several things, each moved to its place: (function, x, y, turn)."""
    def build():
        for function, x, y, turn in steps:
            before = present()
            function()
            group(before, x, y, 0, turn)
    return build


def mill_on(tone):
    return lambda: gw.pepper_mill(tone)


HERO = {
    'tide-vase': (lambda v: clay.tide_vase(v), {'el': 8}),
    'groyne-planter': (lambda v: clay.groyne_planter(v), {'el': 9, 'fill_y': 0.8}),
    'shoal-candle-holder': (lambda v: clay.shoal_holder(v), {'el': 20, 'az': -22, 'fill': 0.62}),
    'ebb-serving-bowl': (lambda v: clay.ebb_bowl(v), {'el': 26, 'fill': 0.8}),
    'dune-dinner-plate': (lambda v: clay.dune_plate(v), {'el': 38, 'fill': 0.82}),
    'harbour-mug': (lambda v: clay.harbour_mug(v), {'el': 16, 'az': -8, 'fill': 0.66}),
    'marsh-teapot': (lambda v: clay.marsh_teapot(v), {'el': 12, 'az': -10, 'fill': 0.74}),
    'cask-storage-jar': (lambda v: clay.cask_jar(v), {'el': 9}),
    'rill-tumbler-pair': (lambda v: gw.tumblers(v), {'flags': True, 'el': 12, 'az': 12, 'fill': 0.66}),
    'rill-carafe': (lambda v: gw.carafe(v), {'flags': True, 'el': 8}),
    'brack-bud-vase': (lambda v: gw.bud_vase(v), {'flags': True, 'el': 8}),
    'plank-serving-board': (lambda v: gw.plank_board(v), {'el': 46, 'az': 38, 'fill': 0.84}),
    'oar-spoon-set': (lambda v: gw.oar_spoons(v), {'el': 58, 'az': 14, 'fill': 0.7, 'fill_y': 0.74}),
    'grist-mortar': (lambda v: gw.mortar(v), {'el': 20, 'az': 0, 'fill': 0.66}),
    'tally-pepper-mill': (lambda v: gw.pepper_mill(v), {'el': 6}),
    'kelp-basket': (lambda v: gw.kelp_basket(), {'el': 16, 'az': 14, 'fill': 0.74}),
    'fallow-linen-throw': (lambda v: cloth.linen_throw(v), {'el': 22, 'az': 16, 'fill': 0.8}),
    'furrow-cushion': (lambda v: cloth.standing_cushion(v), {'el': 10, 'az': 14, 'fill': 0.74}),
    'selvedge-tea-towels': (lambda v: cloth.towels(v), {'el': 28, 'az': 18, 'fill': 0.78}),
    'lee-wool-blanket': (lambda v: cloth.wool_blanket(v), {'el': 20, 'az': 16, 'fill': 0.8}),
    'loam-rug': (lambda v: cloth.rug(v), {'el': 27, 'az': 22, 'fill': 0.86}),
    'beacon-table-lamp': (lambda v: room.beacon_lamp(v), {'el': 6, 'light': 0.72}),
    'fathom-pendant': (lambda v: room.fathom_pendant(v), {'el': -3, 'fill': 0.72, 'hang': 0.62, 'light': 0.8}),
    'heron-floor-lamp': (lambda v: room.heron_lamp(v), {'el': 5, 'az': 18, 'fill_y': 0.82, 'light': 0.8}),
    'trestle-stool': (lambda v: room.trestle_stool(v), {'el': 13}),
    'skiff-bench': (lambda v: room.skiff_bench(v), {'el': 13, 'az': 30, 'fill': 0.86}),
    'skerry-side-table': (lambda v: room.skerry_table(v), {'el': 13}),
    'haven-lounge-chair': (lambda v: room.haven_chair(v), {'el': 12, 'az': 34, 'fill': 0.8}),
    'ember-candle': (lambda v: gw.ember_candle(v), {'el': 14, 'fill': 0.56}),
    'reed-diffuser': (lambda v: gw.reed_diffuser(), {'el': 7}),
}


def bowl_with_lemons(v):
    clay.ebb_bowl(v)
    clay.lemons(0.022)


def plates(v):
    for n, tone in enumerate(('Moss', 'Chalk', 'Oat', 'Moss', 'Oat')):
        before = present()
        clay.dune_plate(tone)
        group(before, (0, 0.002, -0.002, 0.001, 0)[n], 0, n * 0.0125, n * 1.3)


def teapot_and_mugs(v):
    beside((lambda: clay.marsh_teapot(v), -0.07, 0.06, -0.2), (lambda: clay.harbour_mug('Chalk'), 0.1, -0.035, -0.7), (lambda: clay.harbour_mug('Moss'), 0.155, 0.1, 0.4))()


def two_jars(v):
    beside((lambda: clay.cask_jar('Ink', True), -0.052, 0.045, 0), (lambda: clay.cask_jar('Chalk', False, True), 0.075, -0.03, 0))()


def three_holders(v):
    beside((lambda: clay.shoal_holder('Chalk', True), -0.13, 0.03, -0.5), (lambda: clay.shoal_holder('Clay', True, 0.1), 0.02, -0.07, -0.4), (lambda: clay.shoal_holder('Ink', True, 0.16), 0.13, 0.1, -0.9))()


def three_bud_vases(v):
    beside((lambda: gw.bud_vase('Sea Green', True), -0.1, 0.02, 0), (lambda: gw.bud_vase('Amber', False), 0.015, -0.05, 0.6), (lambda: gw.bud_vase('Smoke', True), 0.11, 0.05, 2.0))()


def carafe_and_glasses(v):
    beside((lambda: gw.carafe(v, 0.13), -0.05, 0.05, 0), (lambda: gw.tumbler(v, 0.06), 0.055, -0.02, 0), (lambda: gw.tumbler(v), 0.13, 0.07, 0.3))()


def three_mills(v):
    beside((mill_on('Oak'), -0.085, 0.0, 0), (lambda: gw.pepper_mill('Walnut', False), 0.0, -0.055, 0), (mill_on('Black Ash'), 0.085, 0.02, 0))()


def baskets(v):
    gw.kelp_basket()
    before = present()
    cloth.wool_blanket('Mist', fringe=False, layers=7)
    group(before, 0, 0.02, 0.21, 0.3, (0.3, 0.1)).scale = (0.78, 0.78, 1.1)
    before = present()
    gw.kelp_basket(0.12, 0.16)
    group(before, 0.31, -0.17, 0, 0.5)


def full_mortar(v):
    gw.mortar(v)
    gw.peppercorns(40, 0.03, 0.03)


def table_with_mug(v):
    room.skerry_table(v)
    before = present()
    clay.harbour_mug('Clay')
    group(before, 0.075, -0.03, 0.5185, -0.6)
    clay.book((-0.045, 0.02), (0.13, 0.19, 0.02), '#5a6470', 0.5, 0.5187)
    clay.book((-0.04, 0.022), (0.12, 0.18, 0.016), '#b49a63', 0.28, 0.539)


DETAIL = {
    'tide-vase': (lambda v: clay.tide_vase(v), {'el': 16, 'look': (0.01, 0, 0.235), 'span': 0.15, 'fstop': 3.4, 'focus': (0, -0.045, 0.262)}),
    'groyne-planter': (lambda v: clay.groyne_planter(v), {'el': 30, 'az': 20, 'look': (0, 0, 0.2), 'span': 0.36}),
    'shoal-candle-holder': (three_holders, {'el': 14, 'light': 0.5, 'ambient': 0.22, 'fill': 0.8}),
    'ebb-serving-bowl': (bowl_with_lemons, {'el': 58, 'fill': 0.84}),
    'dune-dinner-plate': (plates, {'el': 12, 'fill': 0.82, 'az': 10}),
    'harbour-mug': (lambda v: clay.harbour_mug(v), {'el': 52, 'az': -30, 'fill': 0.7}),
    'marsh-teapot': (teapot_and_mugs, {'el': 18, 'fill': 0.84}),
    'cask-storage-jar': (two_jars, {'el': 14, 'fill': 0.8}),
    'rill-tumbler-pair': (lambda v: gw.tumblers(v), {'flags': True, 'el': 20, 'az': 10, 'look': (-0.018, 0, 0.07), 'span': 0.145, 'fstop': 3.2, 'focus': (-0.046, -0.02, 0.08)}),
    'rill-carafe': (carafe_and_glasses, {'flags': True, 'el': 11, 'fill': 0.76}),
    'brack-bud-vase': (three_bud_vases, {'flags': True, 'el': 9, 'fill': 0.8}),
    'plank-serving-board': (lambda v: gw.plank_board(v), {'el': 30, 'az': 52, 'look': (0.2, 0, 0.01), 'span': 0.22, 'fstop': 3.6, 'focus': (0.25, -0.02, 0.02)}),
    'oar-spoon-set': (lambda v: gw.spoons_in_jar(v), {'el': 8}),
    'grist-mortar': (full_mortar, {'el': 52, 'az': 12, 'fill': 0.74}),
    'tally-pepper-mill': (three_mills, {'el': 8, 'fill': 0.72}),
    'kelp-basket': (baskets, {'el': 22, 'az': 8, 'fill': 0.84}),
    'fallow-linen-throw': (lambda v: cloth.linen_throw(v), {'el': 16, 'az': 34, 'look': (-0.03, -0.15, 0.045), 'span': 0.24, 'fstop': 3.6, 'focus': (-0.03, -0.17, 0.06)}),
    'furrow-cushion': (lambda v: cloth.standing_cushion(v), {'el': 16, 'az': 30, 'look': (-0.08, -0.02, 0.3), 'span': 0.26, 'fstop': 3.4, 'focus': (-0.08, -0.1, 0.3)}),
    'selvedge-tea-towels': (lambda v: cloth.towels(v), {'el': 34, 'az': 32, 'look': (0.06, -0.07, 0.045), 'span': 0.2, 'fstop': 3.6, 'focus': (0.06, -0.09, 0.05)}),
    'lee-wool-blanket': (lambda v: cloth.blanket_stack(), {'el': 12, 'az': 22, 'fill': 0.76}),
    'loam-rug': (lambda v: cloth.rug(v), {'el': 34, 'az': 34, 'look': (0.36, -0.68, 0), 'span': 0.42, 'fstop': 3.6, 'focus': (0.36, -0.74, 0)}),
    'beacon-table-lamp': (lambda v: room.beacon_lamp(v), {'el': 3, 'az': -14, 'look': (0.02, 0, 0.25), 'span': 0.29, 'light': 0.4, 'ambient': 0.2, 'focus': (0, -0.1, 0.25)}),
    'fathom-pendant': (lambda v: room.fathom_pendant(v), {'el': -24, 'fill': 0.76, 'hang': 1.4, 'light': 0.45, 'ambient': 0.24}),
    'heron-floor-lamp': (lambda v: room.heron_lamp(v), {'el': -2, 'az': 24, 'look': (0.13, 0, 1.27), 'span': 0.42, 'light': 0.5, 'ambient': 0.25}),
    'trestle-stool': (lambda v: room.trestle_stool(v), {'el': 54, 'az': 16, 'fill': 0.78}),
    'skiff-bench': (lambda v: room.skiff_bench(v), {'el': 12, 'az': 52, 'look': (0.56, -0.05, 0.29), 'span': 0.62}),
    'skerry-side-table': (table_with_mug, {'el': 27, 'az': 12, 'look': (0, 0, 0.5), 'span': 0.52}),
    'haven-lounge-chair': (lambda v: room.haven_chair(v), {'el': 6, 'az': 88, 'fill': 0.78}),
    'ember-candle': (lambda v: gw.ember_candle(v, True), {'el': 44, 'look': (0, 0, 0.085), 'span': 0.16, 'light': 0.6, 'ambient': 0.25}),
    'reed-diffuser': (lambda v: gw.reed_diffuser(), {'el': 10, 'look': (0.006, 0, 0.09), 'span': 0.13, 'fstop': 3.4, 'focus': (0, -0.036, 0.05)}),
}


def shot(entry):
    """The build function and the view of one entry of the list; drops `hang` metres between the ground and what hangs."""
    kind, handle, number = entry['kind'], entry['handle'], entry['number']
    if kind in ('room', 'cover'):
        build, view = scenes_room.SCENES[f'{handle}/{number}' if kind == 'cover' else handle]
    else:
        build, view = (HERO if kind == 'hero' else DETAIL)[handle]
    value = entry['value']
    hang = view.get('hang')

    def made():
        before = present()
        build(value)
        if hang:
            group(before, 0, 0, hang)

    return made, {**DEFAULT, **view}

