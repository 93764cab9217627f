import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  char,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, moment, ref } from './columns.ts';

/** One row: the shop itself. */
export const shop = pgTable('shop', {
  id: identity(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
  slogan: text('slogan').notNull().default(''),
  shortDescription: text('short_description').notNull().default(''),
  logoUrl: text('logo_url'),
  coverImageUrl: text('cover_image_url'),
  /** Hex colours of the brand: {primary:{background,foreground}, secondary:{...}}. */
  brandColors: jsonb('brand_colors')
    .$type<Record<string, { background: string; foreground: string }>>()
    .notNull()
    .default({}),
  email: text('email').notNull().default(''),
  baseCurrency: char('base_currency', { length: 3 }).notNull(),
  defaultLocale: text('default_locale').notNull().default('en'),
  shipsFromCountry: char('ships_from_country', { length: 2 }).notNull(),
  /** Weights, tariffs and rules of order routing (RoutingSettings in commerce/routing/settings.ts); null: the defaults. */
  routing: jsonb('routing').$type<Record<string, unknown>>(),
  /** Variants in such demand that several objects sell them: variant id to the number of lots (commerce/inventory/lots.ts). */
  stockLots: jsonb('stock_lots').$type<Record<string, number>>().notNull().default({}),
});

export const markets = pgTable('markets', {
  id: identity(),
  handle: text('handle').notNull().unique(),
  name: text('name').notNull(),
  /** ISO 3166 alpha-2 codes. */
  countries: text('countries').array().notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  /** BCP 47 languages; the first is the default. */
  languages: text('languages').array().notNull(),
  /** Whether shown prices contain tax. */
  taxIncluded: boolean('tax_included').notNull(),
  isPrimary: boolean('is_primary').notNull().default(false),
});

export const shippingMethods = pgTable(
  'shipping_methods',
  {
    id: identity(),
    code: text('code').notNull().unique(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    countries: text('countries').array().notNull(),
    /** Price per currency: {EUR: {amountMinor, freeFromMinor?}}. */
    rates: jsonb('rates').$type<Record<string, { amountMinor: number; freeFromMinor?: number }>>().notNull(),
    minDays: integer('min_days').notNull(),
    maxDays: integer('max_days').notNull(),
    position: integer('position').notNull().default(0),
    /** Zones, tiers, pick-up, windows (DeliveryTerms in commerce/shipping/delivery-terms.ts); {}: a parcel to its countries at its rates. */
    terms: jsonb('terms').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [check('shipping_methods_days', sql`${t.minDays} >= 0 and ${t.maxDays} >= ${t.minDays}`)],
);

export const menus = pgTable('menus', {
  id: identity(),
  handle: text('handle').notNull().unique(),
  title: text('title').notNull(),
});

export const menuItems = pgTable(
  'menu_items',
  {
    id: identity(),
    menuId: ref('menu_id')
      .notNull()
      .references(() => menus.id, { onDelete: 'cascade' }),
    parentId: ref('parent_id').references((): AnyPgColumn => menuItems.id, { onDelete: 'cascade' }),
    title: text('title').notNull(),
    /** MenuItemType of the Storefront API: COLLECTION, PRODUCT, PAGE, BLOG, HTTP, FRONTPAGE, CATALOG, SEARCH, SHOP_POLICY. */
    type: text('type').notNull(),
    /** Id of the resource when the type names one. */
    resourceId: ref('resource_id'),
    /** Path or address for HTTP; null: derived from the resource. */
    url: text('url'),
    position: integer('position').notNull(),
  },
  (t) => [index('menu_items_menu').on(t.menuId, t.position), index('menu_items_parent').on(t.parentId)],
);

const content = {
  handle: text('handle').notNull(),
  title: text('title').notNull(),
  seoTitle: text('seo_title'),
  seoDescription: text('seo_description'),
};

export const pages = pgTable(
  'pages',
  {
    id: identity(),
    ...content,
    bodyHtml: text('body_html').notNull().default(''),
    publishedAt: moment('published_at').defaultNow(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('pages_handle').on(t.handle)],
);

export const blogs = pgTable('blogs', { id: identity(), ...content }, (t) => [
  uniqueIndex('blogs_handle').on(t.handle),
]);

export const articles = pgTable(
  'articles',
  {
    id: identity(),
    blogId: ref('blog_id')
      .notNull()
      .references(() => blogs.id, { onDelete: 'cascade' }),
    ...content,
    authorName: text('author_name').notNull(),
    bodyHtml: text('body_html').notNull().default(''),
    excerptHtml: text('excerpt_html'),
    imageUrl: text('image_url'),
    imageAlt: text('image_alt'),
    imageWidth: integer('image_width'),
    imageHeight: integer('image_height'),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    publishedAt: moment('published_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('articles_handle').on(t.blogId, t.handle), index('articles_published').on(t.publishedAt)],
);

export const policyKind = pgEnum('policy_kind', [
  'privacy',
  'refund',
  'shipping',
  'terms_of_service',
  'subscription',
  'contact_information',
  'legal_notice',
]);
export const policies = pgTable('policies', {
  id: identity(),
  kind: policyKind('kind').notNull().unique(),
  handle: text('handle').notNull().unique(),
  title: text('title').notNull(),
  bodyHtml: text('body_html').notNull(),
});

export const urlRedirects = pgTable('url_redirects', {
  id: identity(),
  path: text('path').notNull().unique(),
  target: text('target').notNull(),
});
