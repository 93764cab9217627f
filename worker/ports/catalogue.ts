import type { CollectionFacts, ListedProduct } from '../../commerce/catalogue/listing.ts';
import type { EuroRate } from '../../commerce/currency/ecb-file.ts';
import type { Promotion } from '../../commerce/promotions/promotion.ts';
import type { StockAt } from '../../commerce/routing/route-problem.ts';
import type { RoutingSettings } from '../../commerce/routing/settings.ts';
import type { RankingRule } from '../../commerce/search/ranking-rules.ts';
import type { DeliveryZone } from '../../commerce/shipping/zones.ts';
import type { TaxRate } from '../../commerce/tax/tax-rates.ts';

/** Translated fields by locale, then field name: `{de: {title: "Krug"}}`. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A typed attribute of an owner. */
export interface MetafieldRecord {
  readonly id: number;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly translations: Translations;
}

export interface OptionValueRecord {
  readonly id: number;
  readonly name: string;
  readonly swatchColor: string | null;
  readonly swatchImageUrl: string | null;
  readonly translations: Translations;
}

export interface OptionRecord {
  readonly id: number;
  readonly name: string;
  readonly values: readonly OptionValueRecord[];
  readonly translations: Translations;
}

export interface MediaRecord {
  readonly id: number;
  readonly kind: 'image' | 'video' | 'model_3d';
  readonly url: string;
  readonly alt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly translations: Translations;
}

export interface PriceRecord {
  readonly currency: string;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
  /** Lowest of the 30 days before a reduced price began; null or missing: not reduced, or not known. */
  readonly lowestBeforeMinor?: number | null;
}

export interface VariantRecord {
  readonly id: number;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  /** In the order of the product's options. */
  readonly optionValues: readonly string[];
  readonly weightGrams: number;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  /** Class of goods for tax; null or missing: standard. */
  readonly taxClass?: string | null;
  readonly tracked: boolean;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly mediaId: number | null;
  /** Ascending by currency; empty when the variant has no price. */
  readonly prices: readonly PriceRecord[];
  /** Sellable units over all warehouses as last projected; the SKU's object knows better. */
  readonly available: number;
  /** The same per warehouse that keeps it, with what the newest forecast expects to be sold there per day; ascending by warehouse. */
  readonly levels: readonly StockAt[];
  readonly metafields: readonly MetafieldRecord[];
  /** What can be sold beyond `available`, as the SKU's object last said; missing or null: what `inventoryPolicy` says. `kind` none: nothing. */
  readonly beyond?: {
    readonly kind: 'none' | 'backorder' | 'preorder';
    /** Null: any number. */
    readonly units: number | null;
    /** ISO 8601; when the first of them is expected. */
    readonly arrivesAt: string | null;
  } | null;
  /** What a bundle is made of, in its order; missing or empty: the variant is no bundle. `available` is then of whole bundles. */
  readonly components?: readonly ComponentRecord[];
}

/** A variant that a bundle is made of. */
export interface ComponentRecord {
  readonly variantId: number;
  readonly productId: number;
  /** Units of it in one bundle. */
  readonly quantity: number;
  readonly sku: string | null;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly optionValues: readonly string[];
  readonly imageUrl: string | null;
  readonly translations: Translations;
  readonly tags: readonly string[];
  readonly weightGrams: number;
  readonly requiresShipping: boolean;
  readonly tracked: boolean;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly prices: readonly PriceRecord[];
  readonly available: number;
  readonly levels: readonly StockAt[];
}

/** A product with everything a page asks of it. */
export interface ProductRecord {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly vendor: string;
  readonly productType: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly isGiftCard: boolean;
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
  readonly publishedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly options: readonly OptionRecord[];
  readonly variants: readonly VariantRecord[];
  readonly media: readonly MediaRecord[];
  readonly metafields: readonly MetafieldRecord[];
  readonly collectionIds: readonly number[];
  readonly translations: Translations;
}

export interface CollectionRecord extends CollectionFacts {
  readonly title: string;
  readonly descriptionHtml: string;
  readonly imageUrl: string | null;
  readonly imageAlt: string | null;
  readonly imageWidth: number | null;
  readonly imageHeight: number | null;
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
  readonly updatedAt: string;
  readonly translations: Translations;
}

export interface MarketRecord {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
  readonly countries: readonly string[];
  readonly currency: string;
  readonly languages: readonly string[];
  readonly taxIncluded: boolean;
  readonly isPrimary: boolean;
}

export interface ContentRecord {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
  readonly translations: Translations;
}

export interface PageRecord extends ContentRecord {
  readonly bodyHtml: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type BlogRecord = ContentRecord;

export interface ArticleRecord extends ContentRecord {
  readonly blogId: number;
  readonly authorName: string;
  readonly bodyHtml: string;
  readonly excerptHtml: string | null;
  readonly imageUrl: string | null;
  readonly imageAlt: string | null;
  readonly imageWidth: number | null;
  readonly imageHeight: number | null;
  readonly tags: readonly string[];
  readonly publishedAt: string;
}

export interface MenuItemRecord {
  readonly id: number;
  readonly parentId: number | null;
  readonly title: string;
  readonly type: string;
  readonly resourceId: number | null;
  readonly url: string | null;
  readonly translations: Translations;
}

export interface MenuRecord {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly items: readonly MenuItemRecord[];
}

export interface PolicyRecord {
  readonly id: number;
  readonly kind:
    | 'privacy'
    | 'refund'
    | 'shipping'
    | 'terms_of_service'
    | 'subscription'
    | 'contact_information'
    | 'legal_notice';
  readonly handle: string;
  readonly title: string;
  readonly bodyHtml: string;
  readonly translations: Translations;
}

export interface ShippingMethodRecord {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly countries: readonly string[];
  readonly rates: Readonly<
    Record<string, { readonly amountMinor: number; readonly freeFromMinor?: number | undefined }>
  >;
  readonly minDays: number;
  readonly maxDays: number;
  readonly position: number;
  /** Zones, tiers, pick-up, windows (`deliveryTermsOf`); missing: none. */
  readonly terms?: unknown;
  readonly translations: Translations;
}

export interface WarehouseRecord {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly address1: string;
  readonly city: string;
  readonly zip: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly isActive: boolean;
  /** Whether shoppers may pick their orders up there. */
  readonly offersPickup?: boolean;
  /** How orders are collected there (`pickupTermsOf`); null or missing: not at all. */
  readonly pickup?: unknown;
  /** IANA name; missing: UTC. */
  readonly timeZone?: string;
  readonly priority: number;
}

export interface ShopRecord {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly slogan: string;
  readonly shortDescription: string;
  readonly logoUrl: string | null;
  readonly coverImageUrl: string | null;
  readonly brandColors: Readonly<Record<string, { readonly background: string; readonly foreground: string }>>;
  readonly email: string;
  readonly baseCurrency: string;
  readonly defaultLocale: string;
  readonly shipsFromCountry: string;
  readonly translations: Translations;
}

/** What is small and changes rarely: the shop, its markets, contents and rules. Lists are in their shown order. */
export interface ShopSettings {
  readonly shop: ShopRecord;
  readonly markets: readonly MarketRecord[];
  readonly warehouses: readonly WarehouseRecord[];
  readonly shippingMethods: readonly ShippingMethodRecord[];
  /** Missing: none. */
  readonly deliveryZones?: readonly DeliveryZone[];
  /** Those valid today or later. */
  readonly taxRates: readonly TaxRate[];
  /** The seller as tax offices see it (`taxSettingsOf`); null or missing: nothing is set up. */
  readonly tax?: unknown;
  /** Those that apply by themselves and are not over; what has codes is asked for by code. */
  readonly promotions: readonly Promotion[];
  /** The newest rate of each currency that is still quoted, for orders to keep; missing: none is known. */
  readonly exchangeRates?: readonly (EuroRate & { readonly source: string })[];
  readonly collections: readonly CollectionRecord[];
  readonly menus: readonly MenuRecord[];
  readonly pages: readonly PageRecord[];
  readonly blogs: readonly BlogRecord[];
  /** Newest first. */
  readonly articles: readonly ArticleRecord[];
  readonly policies: readonly PolicyRecord[];
  /** Pins, buries and hidings of collections, whatever is searched in them. */
  readonly collectionRules: readonly RankingRule[];
  /** How orders are routed; null: as the defaults say. */
  readonly routing: RoutingSettings | null;
  /** Into how many lots a variant's stock is split, by its id; a missing one is whole. See commerce/inventory/lots.ts. */
  readonly stockLots: Readonly<Record<string, number>>;
  readonly redirects: readonly { readonly id: number; readonly path: string; readonly target: string }[];
}

/** Reads of the catalogue, each one statement. Rejects when the records cannot be reached. */
export interface Catalogue {
  settings(): Promise<ShopSettings>;
  /** Every product on sale, reduced to what lists, filters and searches look at; at most 20,000, best sellers first. */
  listed(): Promise<readonly ListedProduct[]>;
  /** Products on sale by id; unknown, unpublished and draft ones are absent. */
  products(ids: readonly number[]): Promise<readonly ProductRecord[]>;
}
