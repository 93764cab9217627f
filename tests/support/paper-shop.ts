import type { ListedProduct } from '../../commerce/catalogue/listing.ts';
import type { Catalogue, ProductRecord, ShopSettings, VariantRecord } from '../../worker/ports/catalogue.ts';

/** Moment that everything of the paper shop was written at. */
export const PAPER_DAY = '2026-03-01T10:00:00.000Z';

const content = { seoTitle: null, seoDescription: null, translations: {} };

/** Settings of a shop with two markets, two pages, a blog with two articles and three collections. */
export const paperSettings = (over: Partial<ShopSettings> = {}): ShopSettings => ({
  shop: {
    id: 1,
    name: 'Paper',
    description: 'Made of paper',
    slogan: '',
    shortDescription: '',
    logoUrl: null,
    coverImageUrl: null,
    brandColors: {},
    email: 'hello@paper.example',
    baseCurrency: 'EUR',
    defaultLocale: 'en',
    shipsFromCountry: 'DE',
    translations: {},
  },
  markets: [
    market(1, 'us', 'USD', ['US'], true),
    { ...market(2, 'eu', 'EUR', ['DE', 'AT'], false), languages: ['de', 'en'] },
  ],
  warehouses: [],
  routing: null,
  stockLots: {},
  collectionRules: [],
  shippingMethods: [],
  taxRates: [],
  promotions: [],
  collections: [
    collection(1, 'sheets', 'Sheets', { de: { title: 'Bögen' } }),
    collection(2, 'boxes', 'Boxes'),
    collection(3, 'hidden-home', 'Home'),
  ],
  menus: [
    {
      id: 1,
      handle: 'main',
      title: 'Main',
      items: [
        menuItem(4, null, 'Boxes', 'COLLECTION', 2),
        menuItem(5, 4, 'A box', 'PRODUCT', 2),
        menuItem(6, null, 'Gone', 'PAGE', 99),
      ],
    },
  ],
  pages: [
    { ...content, id: 1, handle: 'about', title: 'About us', bodyHtml: '<p>We fold.</p>', ...moments('2026-01-01') },
    { ...content, id: 2, handle: 'care', title: 'Care', bodyHtml: '<p>Keep dry.</p>', ...moments('2026-02-01') },
  ],
  blogs: [{ ...content, id: 1, handle: 'journal', title: 'Journal' }],
  articles: [
    article(2, 'folding', 'How we fold', 'Ada Fold', ['craft', 'cranes'], '2026-02-10T08:00:00.000Z'),
    article(1, 'pulp', 'What pulp is', 'Bo Pulp', ['craft'], '2026-01-10T08:00:00.000Z'),
  ],
  policies: [],
  redirects: [{ id: 7, path: '/old', target: '/new' }],
  ...over,
});

const moments = (day: string) => ({ createdAt: `${day}T00:00:00.000Z`, updatedAt: `${day}T00:00:00.000Z` });

const menuItem = (id: number, parentId: number | null, title: string, type: string, resourceId: number) => ({
  id,
  parentId,
  title,
  type,
  resourceId,
  url: null,
  translations: {},
});

const market = (id: number, handle: string, currency: string, countries: string[], isPrimary: boolean) => ({
  id,
  handle,
  name: handle,
  countries,
  currency,
  languages: ['en'],
  taxIncluded: false,
  isPrimary,
});

const collection = (
  id: number,
  handle: string,
  title: string,
  translations: Record<string, Record<string, string>> = {},
) => ({
  id,
  handle,
  title,
  descriptionHtml: '',
  imageUrl: null,
  imageAlt: null,
  imageWidth: null,
  imageHeight: null,
  seoTitle: null,
  seoDescription: null,
  defaultSort: 'MANUAL',
  updatedAt: PAPER_DAY,
  translations,
});

const article = (
  id: number,
  handle: string,
  title: string,
  authorName: string,
  tags: string[],
  publishedAt: string,
) => ({
  ...content,
  id,
  handle,
  title,
  blogId: 1,
  authorName,
  bodyHtml: `<p>${title}.</p>`,
  excerptHtml: null,
  imageUrl: null,
  imageAlt: null,
  imageWidth: null,
  imageHeight: null,
  tags,
  publishedAt,
});

/** A variant of the paper shop: 12.00 EUR and 15.00 USD, five in stock. */
export const paperVariant = (id: number, value: string, over: Partial<VariantRecord> = {}): VariantRecord => ({
  id,
  sku: `P-${id}`,
  barcode: null,
  title: value,
  optionValues: [value],
  weightGrams: 10,
  requiresShipping: true,
  taxable: true,
  tracked: true,
  inventoryPolicy: 'deny',
  mediaId: null,
  prices: [
    { currency: 'EUR', amountMinor: 1200, compareAtMinor: null },
    { currency: 'USD', amountMinor: 1500, compareAtMinor: null },
  ],
  available: 5,
  levels: [],
  metafields: [],
  ...over,
});

/** A product of the paper shop with one option, Colour, of one value per variant. */
export function paperProduct(id: number, title: string, over: Partial<ProductRecord> = {}): ProductRecord {
  const variants = over.variants ?? [paperVariant(id * 10, 'White'), paperVariant(id * 10 + 1, 'Grey')];
  return {
    id,
    handle: title.toLowerCase().replaceAll(' ', '-'),
    title,
    descriptionHtml: `<p>${title}.</p>`,
    vendor: 'Fold',
    productType: 'Sheets',
    category: null,
    tags: [],
    isGiftCard: false,
    seoTitle: null,
    seoDescription: null,
    publishedAt: PAPER_DAY,
    createdAt: PAPER_DAY,
    updatedAt: PAPER_DAY,
    options: [
      {
        id,
        name: 'Colour',
        translations: {},
        values: variants.map((variant) => ({
          id: variant.id,
          name: variant.optionValues[0] ?? '',
          swatchColor: null,
          swatchImageUrl: null,
          translations: {},
        })),
      },
    ],
    variants,
    media: [],
    metafields: [],
    collectionIds: [1],
    translations: {},
    ...over,
  };
}

/** A product as lists see it, reduced the way the records do it. */
export const listedOf = (product: ProductRecord): ListedProduct => ({
  id: product.id,
  handle: product.handle,
  title: product.title,
  titles: {},
  vendor: product.vendor,
  productType: product.productType,
  category: product.category,
  tags: product.tags,
  unitsSold: 0,
  createdAt: product.createdAt,
  updatedAt: product.updatedAt,
  publishedAt: product.publishedAt,
  collections: product.collectionIds.map((id) => ({ id, position: product.id })),
  words: {},
  types: {},
  swatches: {},
  attributes: {},
  variants: product.variants.map((variant) => ({
    id: variant.id,
    sku: variant.sku,
    available: variant.available > 0,
    options: { Colour: variant.optionValues[0] ?? '' },
    prices: Object.fromEntries(variant.prices.map((price) => [price.currency, price.amountMinor])),
  })),
});

/** Records held in memory that write down every reading; `change` replaces the products. */
export class PaperCatalogue implements Catalogue {
  readonly readings: string[] = [];
  #products: readonly ProductRecord[];
  readonly #settings: ShopSettings;
  #gate: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(products: readonly ProductRecord[], settings: ShopSettings = paperSettings()) {
    this.#products = products;
    this.#settings = settings;
  }

  change(products: readonly ProductRecord[]): void {
    this.#products = products;
  }

  /** Readings that begin from now on see the records as they are, but answer only when the returned function is called. */
  hold(): () => void {
    let open = () => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  fail(failing: boolean): void {
    this.#failing = failing;
  }

  settings(): Promise<ShopSettings> {
    return this.#read('settings', this.#settings);
  }

  listed(): Promise<readonly ListedProduct[]> {
    return this.#read('listed', this.#products.map(listedOf));
  }

  products(ids: readonly number[]): Promise<readonly ProductRecord[]> {
    return this.#read(
      `products ${ids.join(' ')}`,
      this.#products.filter((one) => ids.includes(one.id)),
    );
  }

  async #read<T>(name: string, value: T): Promise<T> {
    this.readings.push(name);
    await this.#gate;
    if (this.#failing) throw new Error('records are away');
    return value;
  }
}
