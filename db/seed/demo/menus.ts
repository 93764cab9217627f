import type { Localized } from './types.ts';

export interface DemoMenuItem {
  readonly title: Localized;
  /** What it opens: a resource by handle, or a path. */
  readonly opens:
    | { readonly collection: string }
    | { readonly page: string }
    | { readonly blog: string }
    | { readonly policy: string }
    | { readonly path: string };
  readonly items?: readonly DemoMenuItem[];
}

const ceramics: DemoMenuItem = { title: { en: 'Ceramics', de: 'Keramik' }, opens: { collection: 'ceramics' } };
const textiles: DemoMenuItem = {
  title: { en: 'Linen & Wool', de: 'Leinen & Wolle' },
  opens: { collection: 'textiles' },
};
const lighting: DemoMenuItem = { title: { en: 'Lighting', de: 'Licht' }, opens: { collection: 'lighting' } };
const furniture: DemoMenuItem = { title: { en: 'Furniture', de: 'Möbel' }, opens: { collection: 'furniture' } };
const table: DemoMenuItem = {
  title: { en: 'Table & Kitchen', de: 'Tisch & Küche' },
  opens: { collection: 'table-and-kitchen' },
};
const scent: DemoMenuItem = { title: { en: 'Scent', de: 'Duft' }, opens: { collection: 'scent' } };
const gifts: DemoMenuItem = {
  title: { en: 'Gifts under 60', de: 'Geschenke unter 60' },
  opens: { collection: 'gifts-under-60' },
};
const last: DemoMenuItem = { title: { en: 'Last Pieces', de: 'Letzte Stücke' }, opens: { collection: 'last-pieces' } };
const reading: DemoMenuItem = {
  title: { en: 'The Reading Corner', de: 'Die Leseecke' },
  opens: { collection: 'the-reading-corner' },
};
const journal: DemoMenuItem = { title: { en: 'Notebook', de: 'Notizbuch' }, opens: { blog: 'notebook' } };
const about: DemoMenuItem = { title: { en: 'About', de: 'Über uns' }, opens: { page: 'about' } };
const contact: DemoMenuItem = { title: { en: 'Contact', de: 'Kontakt' }, opens: { page: 'contact' } };
const delivery: DemoMenuItem = { title: { en: 'Delivery', de: 'Lieferung' }, opens: { page: 'shipping' } };
const returns: DemoMenuItem = { title: { en: 'Returns', de: 'Rückgabe' }, opens: { policy: 'refund-policy' } };
const terms: DemoMenuItem = { title: { en: 'Terms', de: 'AGB' }, opens: { policy: 'terms-of-service' } };
const privacy: DemoMenuItem = { title: { en: 'Privacy', de: 'Datenschutz' }, opens: { policy: 'privacy-policy' } };
const imprint: DemoMenuItem = { title: { en: 'Legal Notice', de: 'Impressum' }, opens: { policy: 'legal-notice' } };

const header = [
  { ...table, items: [ceramics, gifts] },
  {
    title: { en: 'Living', de: 'Wohnen' },
    opens: { path: '/collections' },
    items: [furniture, lighting, textiles, scent, reading],
  },
  journal,
  about,
] satisfies readonly DemoMenuItem[];

/** Menus by handle: the shop's own, and those Next.js Commerce asks for. */
export const demoMenus: readonly {
  readonly handle: string;
  readonly title: string;
  readonly items: readonly DemoMenuItem[];
}[] = [
  { handle: 'main-menu', title: 'Main menu', items: header },
  {
    handle: 'footer',
    title: 'Footer',
    items: [about, contact, delivery, returns, journal, last, terms, privacy, imprint],
  },
  {
    handle: 'next-js-frontend-header-menu',
    title: 'Header of the Next.js storefront',
    items: [table, textiles, furniture],
  },
  {
    handle: 'next-js-frontend-footer-menu',
    title: 'Footer of the Next.js storefront',
    items: [about, contact, delivery, returns, terms, privacy],
  },
];
