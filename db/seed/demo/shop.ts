import type { Localized } from './types.ts';

/** The invented brand. */
export const demoShop = {
  name: 'Ebbholt',
  slogan: { en: 'Things that stay.', de: 'Dinge, die bleiben.' } satisfies Localized,
  shortDescription: {
    en: 'Stoneware, linen, timber and light from workshops we know by name.',
    de: 'Steinzeug, Leinen, Holz und Licht aus Werkstätten, die wir beim Namen kennen.',
  } satisfies Localized,
  description: {
    en: 'Ebbholt began as the shop of a pottery in a former tide mill at Leer in East Frisia. Today nine workshops in seven countries make what we sell. There are thirty things on our list, and a new one comes when we miss it ourselves.',
    de: 'Ebbholt begann als Laden einer Töpferei in einer alten Gezeitenmühle in Leer, Ostfriesland. Heute arbeiten neun Werkstätten in sieben Ländern für uns. Dreißig Dinge stehen auf unserer Liste, und ein neues kommt dazu, wenn es uns selbst fehlt.',
  } satisfies Localized,
  email: 'hello@ebbholt.example',
  coverImageUrl: '/media/home/hero.webp',
  brandColors: {
    primary: { background: '#23282b', foreground: '#f6f2ea' },
    secondary: { background: '#f6f2ea', foreground: '#23282b' },
  },
  baseCurrency: 'EUR',
  defaultLocale: 'en',
  shipsFromCountry: 'DE',
} as const;

/** Login of the demo's staff account. */
export const DEMO_STAFF_EMAIL = 'demo@ebbholt.example';
/** Password of the demo's staff account; printed when the demo starts, of no use anywhere else. */
export const DEMO_STAFF_PASSWORD = 'mill-at-low-tide';

/** Old addresses that still lead somewhere. */
export const demoRedirects: readonly { readonly path: string; readonly target: string }[] = [
  { path: '/collections/tableware', target: '/collections/table-and-kitchen' },
  { path: '/collections/linen', target: '/collections/textiles' },
  { path: '/products/harbor-mug', target: '/products/harbour-mug' },
  { path: '/sale', target: '/collections/last-pieces' },
  { path: '/kontakt', target: '/pages/contact' },
];
