import type { DemoOption, DemoOptionValue } from './types.ts';

/** Every colour and finish of the shop: its name in both languages and its swatch. */
export const palette = {
  chalk: { name: { en: 'Chalk', de: 'Kreide' }, swatch: '#e9e2d6' },
  oat: { name: { en: 'Oat', de: 'Hafer' }, swatch: '#cdb999' },
  clay: { name: { en: 'Clay', de: 'Ton' }, swatch: '#b0694f' },
  moss: { name: { en: 'Moss', de: 'Moos' }, swatch: '#6c7255' },
  ink: { name: { en: 'Ink', de: 'Tinte' }, swatch: '#2c3a4a' },
  mist: { name: { en: 'Mist', de: 'Nebel' }, swatch: '#9fb0b3' },
  charcoal: { name: { en: 'Charcoal', de: 'Kohle' }, swatch: '#3b3937' },
  clear: { name: { en: 'Clear', de: 'Klar' }, swatch: '#e8eeec' },
  smoke: { name: { en: 'Smoke', de: 'Rauch' }, swatch: '#77726c' },
  amber: { name: { en: 'Amber', de: 'Bernstein' }, swatch: '#c07a2c' },
  seaGreen: { name: { en: 'Sea Green', de: 'Seegrün' }, swatch: '#7d9a8a' },
  brass: { name: { en: 'Brass', de: 'Messing' }, swatch: '#b8924d' },
  black: { name: { en: 'Black', de: 'Schwarz' }, swatch: '#262524' },
  oak: { name: { en: 'Oak', de: 'Eiche' }, swatch: '#c69c6d' },
  walnut: { name: { en: 'Walnut', de: 'Nussbaum' }, swatch: '#6b4a34' },
  blackAsh: { name: { en: 'Black Ash', de: 'Schwarze Esche' }, swatch: '#2b2826' },
  oliveWood: { name: { en: 'Olive Wood', de: 'Olivenholz' }, swatch: '#a97f4c' },
  marble: { name: { en: 'Marble', de: 'Marmor' }, swatch: '#e4e1dc' },
  lava: { name: { en: 'Lava Stone', de: 'Lavastein' }, swatch: '#4a4846' },
} as const satisfies Record<string, DemoOptionValue>;

export type Tone = keyof typeof palette;

/** The option "Colour" with the named tones, in that order. */
export function colour(...tones: readonly Tone[]): DemoOption {
  return { name: { en: 'Colour', de: 'Farbe' }, values: tones.map((tone) => palette[tone]) };
}

/** The option "Wood" with the named tones, in that order. */
export function wood(...tones: readonly Tone[]): DemoOption {
  return { name: { en: 'Wood', de: 'Holz' }, values: tones.map((tone) => palette[tone]) };
}

/** The option "Material" with the named tones, in that order. */
export function material(...tones: readonly Tone[]): DemoOption {
  return { name: { en: 'Material', de: 'Material' }, values: tones.map((tone) => palette[tone]) };
}

/** The option "Size"; each value is [English, German]. */
export function size(...values: readonly (readonly [en: string, de: string])[]): DemoOption {
  return { name: { en: 'Size', de: 'Größe' }, values: values.map(([en, de]) => ({ name: { en, de } })) };
}

/** The three scents of the house. */
export const scent: DemoOption = {
  name: { en: 'Scent', de: 'Duft' },
  values: [
    { name: { en: 'Salt Marsh', de: 'Salzwiese' } },
    { name: { en: 'Cedar Smoke', de: 'Zedernrauch' } },
    { name: { en: 'Fig Leaf', de: 'Feigenblatt' } },
  ],
};
