import { sql } from 'drizzle-orm';
import {
  boolean,
  char,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, minorUnits, moment, ref } from './columns.ts';

export const productStatus = pgEnum('product_status', ['active', 'draft', 'archived']);
export const inventoryPolicy = pgEnum('inventory_policy', ['deny', 'continue']);
export const mediaKind = pgEnum('media_kind', ['image', 'video', 'model_3d']);

export const products = pgTable(
  'products',
  {
    id: identity(),
    handle: text('handle').notNull(),
    title: text('title').notNull(),
    descriptionHtml: text('description_html').notNull().default(''),
    vendor: text('vendor').notNull().default(''),
    productType: text('product_type').notNull().default(''),
    category: text('category'),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    status: productStatus('status').notNull().default('draft'),
    isGiftCard: boolean('is_gift_card').notNull().default(false),
    seoTitle: text('seo_title'),
    seoDescription: text('seo_description'),
    /** Units sold, kept by a consumer of order events; sorts BEST_SELLING. */
    unitsSold: integer('units_sold').notNull().default(0),
    publishedAt: moment('published_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('products_handle').on(t.handle),
    index('products_status_created').on(t.status, t.createdAt),
    index('products_status_title').on(t.status, t.title, t.id),
    index('products_title').on(t.title, t.id),
    index('products_title_words').using('gin', t.title.op('gin_trgm_ops')),
    index('products_status_sold').on(t.status, t.unitsSold),
    index('products_updated').on(t.updatedAt),
    index('products_vendor').on(t.vendor),
    index('products_type').on(t.productType),
    index('products_tags').using('gin', t.tags),
    check('products_handle_form', sql`${t.handle} ~ '^[^[:space:]/?#]+$'`),
    check('products_title_set', sql`length(${t.title}) > 0`),
  ],
);

export const productOptions = pgTable(
  'product_options',
  {
    id: identity(),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    uniqueIndex('product_options_place').on(t.productId, t.position),
    uniqueIndex('product_options_name').on(t.productId, t.name),
  ],
);

export const productOptionValues = pgTable(
  'product_option_values',
  {
    id: identity(),
    optionId: ref('option_id')
      .notNull()
      .references(() => productOptions.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    /** CSS hex colour of the swatch, such as #c8b8a0. */
    swatchColor: text('swatch_color'),
    swatchImageUrl: text('swatch_image_url'),
  },
  (t) => [uniqueIndex('product_option_values_name').on(t.optionId, t.name)],
);

export const media = pgTable(
  'media',
  {
    id: identity(),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    kind: mediaKind('kind').notNull().default('image'),
    url: text('url').notNull(),
    alt: text('alt'),
    width: integer('width'),
    height: integer('height'),
    position: integer('position').notNull(),
  },
  (t) => [index('media_product').on(t.productId, t.position)],
);

export const variants = pgTable(
  'variants',
  {
    id: identity(),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    sku: text('sku'),
    barcode: text('barcode'),
    title: text('title').notNull(),
    position: integer('position').notNull(),
    /** Values in the order of the product's options: option 1's value first. */
    optionValues: text('option_values').array().notNull().default(sql`'{}'::text[]`),
    weightGrams: integer('weight_grams').notNull().default(0),
    requiresShipping: boolean('requires_shipping').notNull().default(true),
    taxable: boolean('taxable').notNull().default(true),
    /** Class of goods for tax: standard, reduced, zero or one of the merchant's own. */
    taxClass: text('tax_class').notNull().default('standard'),
    tracked: boolean('tracked').notNull().default(true),
    inventoryPolicy: inventoryPolicy('inventory_policy').notNull().default('deny'),
    mediaId: ref('media_id').references(() => media.id, { onDelete: 'set null' }),
    unitCostMinor: minorUnits('unit_cost_minor'),
    unitCostCurrency: char('unit_cost_currency', { length: 3 }),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('variants_sku').on(t.sku),
    uniqueIndex('variants_options').on(t.productId, t.optionValues),
    index('variants_product').on(t.productId, t.position),
    index('variants_media').on(t.mediaId),
    index('variants_barcode').on(t.barcode),
    check('variants_weight_not_negative', sql`${t.weightGrams} >= 0`),
  ],
);

/** What a bundle is made of: a variant with components has no stock of its own, it is sold as its parts. */
export const variantComponents = pgTable(
  'variant_components',
  {
    bundleId: ref('bundle_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    componentId: ref('component_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'restrict' }),
    /** Units of the component in one bundle. */
    quantity: integer('quantity').notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.bundleId, t.componentId] }),
    index('variant_components_component').on(t.componentId),
    check('variant_components_quantity', sql`${t.quantity} > 0 and ${t.bundleId} <> ${t.componentId}`),
  ],
);

export const prices = pgTable(
  'prices',
  {
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    currency: char('currency', { length: 3 }).notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    compareAtMinor: minorUnits('compare_at_minor'),
    /** How it was made from the price in the shop's currency (PriceConversion in commerce/currency/price-conversion.ts); null: set by hand. */
    conversion: jsonb('conversion').$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.currency] }),
    check('prices_not_negative', sql`${t.amountMinor} >= 0`),
    check('prices_compare_at_positive', sql`${t.compareAtMinor} is null or ${t.compareAtMinor} >= 0`),
    check('prices_currency_form', sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);

/** One condition of a rule-based collection, in the Admin API's terms. */
export interface CollectionRule {
  column: 'TAG' | 'TYPE' | 'VENDOR' | 'TITLE' | 'VARIANT_PRICE' | 'VARIANT_COMPARE_AT_PRICE';
  relation:
    | 'EQUALS'
    | 'NOT_EQUALS'
    | 'CONTAINS'
    | 'STARTS_WITH'
    | 'ENDS_WITH'
    | 'GREATER_THAN'
    | 'LESS_THAN'
    | 'IS_SET';
  condition: string;
}

export const collections = pgTable(
  'collections',
  {
    id: identity(),
    handle: text('handle').notNull(),
    title: text('title').notNull(),
    descriptionHtml: text('description_html').notNull().default(''),
    imageUrl: text('image_url'),
    imageAlt: text('image_alt'),
    imageWidth: integer('image_width'),
    imageHeight: integer('image_height'),
    seoTitle: text('seo_title'),
    seoDescription: text('seo_description'),
    /** Null: members are chosen by hand. */
    rules: jsonb('rules').$type<CollectionRule[]>(),
    rulesMatchAny: boolean('rules_match_any').notNull().default(false),
    defaultSort: text('default_sort').notNull().default('MANUAL'),
    position: integer('position').notNull().default(0),
    publishedAt: moment('published_at').defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('collections_handle').on(t.handle)],
);

/** Membership of both kinds; rule-based rows are recomputed whenever a product or rule changes. */
export const collectionProducts = pgTable(
  'collection_products',
  {
    collectionId: ref('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    position: integer('position').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.collectionId, t.productId] }), index('collection_products_product').on(t.productId)],
);

export const metafieldOwner = pgEnum('metafield_owner', [
  'product',
  'variant',
  'collection',
  'customer',
  'order',
  'page',
  'article',
  'shop',
]);

export const metafields = pgTable(
  'metafields',
  {
    id: identity(),
    ownerType: metafieldOwner('owner_type').notNull(),
    ownerId: ref('owner_id').notNull(),
    namespace: text('namespace').notNull(),
    key: text('key').notNull(),
    /** Shopify's type names: single_line_text_field, number_integer, dimension, json ... */
    type: text('type').notNull(),
    value: text('value').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('metafields_key').on(t.ownerType, t.ownerId, t.namespace, t.key)],
);

export const translatable = pgEnum('translatable', [
  'product',
  'variant',
  'option',
  'option_value',
  'collection',
  'page',
  'blog',
  'article',
  'menu_item',
  'metafield',
  'shop',
  'policy',
  'media',
  'shipping_method',
]);

export const translations = pgTable(
  'translations',
  {
    resourceType: translatable('resource_type').notNull(),
    resourceId: ref('resource_id').notNull(),
    /** BCP 47 language, lower case: de, fr, ja. */
    locale: text('locale').notNull(),
    /** Field of the resource: title, description_html, handle, seo_title, name, value ... */
    key: text('key').notNull(),
    value: text('value').notNull(),
  },
  (t) => [primaryKey({ columns: [t.resourceType, t.resourceId, t.locale, t.key] })],
);
