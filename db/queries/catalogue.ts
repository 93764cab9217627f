import { type SQL, sql } from 'drizzle-orm';
import { AUTOMATIC_PROMOTIONS, promotionJson } from './promotions.ts';

/** Translations of a row as `{locale: {field: value}}`; `{}` when there are none. */
const translated = (type: string, id: string): SQL =>
  sql.raw(`coalesce((select json_object_agg(locale, fields) from (
    select t.locale, json_object_agg(t.key, t.value) as fields from translations t where t.resource_type = '${type}' and t.resource_id = ${id} group by t.locale) by_locale), '{}'::json)`);

/** A list of JSON objects from a sub-select; `[]` when it is empty. */
const list = (object: SQL, rest: SQL): SQL => sql`coalesce((select json_agg(${object}) from ${rest}), '[]'::json)`;

const metafieldsOf = (owner: string, id: string): SQL =>
  sql`coalesce((select json_agg(json_build_object('id', m.id, 'namespace', m.namespace, 'key', m.key, 'type', m.type, 'value', m.value, 'createdAt', m.created_at, 'updatedAt', m.updated_at, 'translations', ${translated('metafield', 'm.id')}) order by m.id)
    from metafields m where m.owner_type = ${sql.raw(`'${owner}'`)} and m.owner_id = ${sql.raw(id)}), '[]'::json)`;

const onSale = sql.raw(`p.status = 'active' and p.published_at is not null and p.published_at <= now()`);

/** Sellable units of a variant over all warehouses, from the stock projection. */
const availableOf = (variant: string): SQL =>
  sql.raw(
    `coalesce((select sum(greatest(0, s.on_hand - s.held - s.committed - s.safety_stock)) from stock_levels s where s.variant_id = ${variant}), 0)::int`,
  );

/** The same of a variant that may be a bundle: as many as its scarcest part allows; parts that sell beyond stock do not limit it. */
const sellableOf = (variant: string): SQL =>
  sql`coalesce((select min(case when not cv.tracked or cv.inventory_policy = 'continue' then 1000000 else ${availableOf('vc.component_id')} / vc.quantity end)
    from variant_components vc join variants cv on cv.id = vc.component_id where vc.bundle_id = ${sql.raw(variant)}), ${availableOf(variant)})::int`;

/** What a bundle is made of; `[]` for any other variant. */
const componentsOf = (variant: string): SQL =>
  sql`coalesce((select json_agg(json_build_object('variantId', cv.id, 'productId', cp.id, 'quantity', vc.quantity, 'sku', cv.sku, 'productTitle', cp.title,
      'variantTitle', cv.title, 'optionValues', cv.option_values, 'translations', ${translated('product', 'cp.id')}, 'tags', cp.tags, 'weightGrams', cv.weight_grams,
      'imageUrl', (select m.url from media m where m.product_id = cp.id and m.kind = 'image' order by m.id = cv.media_id desc nulls last, m.position limit 1),
      'requiresShipping', cv.requires_shipping, 'tracked', cv.tracked, 'inventoryPolicy', cv.inventory_policy,
      'prices', coalesce((select json_agg(json_build_object('currency', cr.currency, 'amountMinor', cr.amount_minor, 'compareAtMinor', cr.compare_at_minor)) from prices cr where cr.variant_id = cv.id), '[]'::json),
      'available', ${availableOf('cv.id')}, 'levels', ${levelsOf('cv.id')}) order by vc.position, vc.component_id)
    from variant_components vc join variants cv on cv.id = vc.component_id join products cp on cp.id = cv.product_id where vc.bundle_id = ${sql.raw(variant)}), '[]'::json)`;

/** Sellable units per warehouse that keeps a variant, with the units a day its newest forecast expects. */
const levelsOf = (variant: string): SQL =>
  sql.raw(`coalesce((select json_agg(json_build_object('warehouseId', s.warehouse_id,
      'available', greatest(0, s.on_hand - s.held - s.committed - s.safety_stock), 'dailyDemand', f.daily_mean) order by s.warehouse_id)
    from stock_levels s left join replenishment_levels f on f.variant_id = s.variant_id and f.warehouse_id = s.warehouse_id where s.variant_id = ${variant}), '[]'::json)`);

/**
 * Lowest price of the 30 days before a reduced price began (article 6a of Directive 98/6/EC); null where nothing is reduced or nothing was asked before. It
 * stays as it is until the price changes, so it can be kept with the product.
 */
const LOWEST_BEFORE = sql`case when r.compare_at_minor > r.amount_minor then (select min(h.amount_minor) from price_history h,
    (select max(x.at) as began from price_history x where x.variant_id = r.variant_id and x.currency = r.currency) now_on
  where h.variant_id = r.variant_id and h.currency = r.currency and h.at < now_on.began and h.at >= coalesce((select max(y.at) from price_history y
    where y.variant_id = r.variant_id and y.currency = r.currency and y.at <= now_on.began - interval '30 days'), '-infinity')) end`;

/** Whole products on sale by id, one JSON object a row; ids is an expression of type bigint[]. */
export const PRODUCTS = (ids: SQL): SQL => sql`
  select json_build_object(
    'id', p.id, 'handle', p.handle, 'title', p.title, 'descriptionHtml', p.description_html, 'vendor', p.vendor, 'productType', p.product_type,
    'category', p.category, 'tags', p.tags, 'isGiftCard', p.is_gift_card, 'seoTitle', p.seo_title, 'seoDescription', p.seo_description,
    'publishedAt', p.published_at, 'createdAt', p.created_at, 'updatedAt', p.updated_at,
    'options', coalesce((select json_agg(json_build_object('id', o.id, 'name', o.name, 'translations', ${translated('option', 'o.id')},
        'values', coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name, 'swatchColor', x.swatch_color, 'swatchImageUrl', x.swatch_image_url, 'translations', ${translated('option_value', 'x.id')}) order by x.position)
          from product_option_values x where x.option_id = o.id), '[]'::json)) order by o.position) from product_options o where o.product_id = p.id), '[]'::json),
    'variants', coalesce((select json_agg(json_build_object('id', v.id, 'sku', v.sku, 'barcode', v.barcode, 'title', v.title, 'optionValues', v.option_values, 'weightGrams', v.weight_grams,
        'requiresShipping', v.requires_shipping, 'taxable', v.taxable, 'taxClass', nullif(v.tax_class, 'standard'), 'tracked', v.tracked, 'inventoryPolicy', v.inventory_policy, 'mediaId', v.media_id,
        'prices', coalesce((select json_agg(json_build_object('currency', r.currency, 'amountMinor', r.amount_minor, 'compareAtMinor', r.compare_at_minor, 'lowestBeforeMinor', ${LOWEST_BEFORE}) order by r.currency) from prices r where r.variant_id = v.id), '[]'::json),
        'available', ${sellableOf('v.id')}, 'levels', ${levelsOf('v.id')}, 'beyond', (select json_build_object('kind', b.kind, 'units', b.units, 'arrivesAt', b.arrives_at) from stock_beyond b where b.variant_id = v.id),
        'components', ${componentsOf('v.id')}, 'metafields', ${metafieldsOf('variant', 'v.id')}) order by v.position) from variants v where v.product_id = p.id), '[]'::json),
    'media', coalesce((select json_agg(json_build_object('id', m.id, 'kind', m.kind, 'url', m.url, 'alt', m.alt, 'width', m.width, 'height', m.height, 'translations', ${translated('media', 'm.id')}) order by m.position) from media m where m.product_id = p.id), '[]'::json),
    'metafields', ${metafieldsOf('product', 'p.id')},
    'collectionIds', coalesce((select json_agg(c.collection_id order by c.collection_id) from collection_products c where c.product_id = p.id), '[]'::json),
    'translations', ${translated('product', 'p.id')}
  ) as product
  from products p where p.id = any(${ids}) and ${onSale}`;

/** Every product on sale as lists look at it, one JSON object a row, best sellers first. */
export const LISTED_PRODUCTS: SQL = sql`
  select json_build_object(
    'id', p.id, 'handle', p.handle, 'title', p.title, 'vendor', p.vendor, 'productType', p.product_type, 'category', p.category, 'tags', p.tags, 'unitsSold', p.units_sold,
    'createdAt', p.created_at, 'updatedAt', p.updated_at, 'publishedAt', p.published_at,
    'handles', (select json_object_agg(t.locale, t.value) from translations t where t.resource_type = 'product' and t.resource_id = p.id and t.key = 'handle'),
    'titles', coalesce((select json_object_agg(t.locale, t.value) from translations t where t.resource_type = 'product' and t.resource_id = p.id and t.key = 'title'), '{}'::json),
    'collections', coalesce((select json_agg(json_build_object('id', c.collection_id, 'position', c.position)) from collection_products c where c.product_id = p.id), '[]'::json),
    'attributes', coalesce((select json_object_agg(m.namespace || '.' || m.key, m.value) from metafields m where m.owner_type = 'product' and m.owner_id = p.id), '{}'::json),
    'words', coalesce((select json_object_agg(locale, words) from (
        select t.locale, json_object_agg(x.name, t.value) as words from (
          select o.id, o.name, 'option'::translatable as kind from product_options o where o.product_id = p.id
          union all select y.id, y.name, 'option_value'::translatable from product_option_values y join product_options o on o.id = y.option_id where o.product_id = p.id
        ) x join translations t on t.resource_type = x.kind and t.resource_id = x.id and t.key = 'name' group by t.locale) by_locale), '{}'::json),
    'types', coalesce((select json_object_agg(t.locale, t.value) from translations t where t.resource_type = 'product' and t.resource_id = p.id and t.key = 'product_type'), '{}'::json),
    'swatches', coalesce((select json_object_agg(y.name, y.swatch_color) from product_option_values y join product_options o on o.id = y.option_id where o.product_id = p.id and y.swatch_color is not null), '{}'::json),
    'variants', coalesce((select json_agg(json_build_object('id', v.id, 'sku', v.sku,
        'available', (not v.tracked or ${sellableOf('v.id')} > 0 or coalesce((select b.kind <> 'none' from stock_beyond b where b.variant_id = v.id), v.inventory_policy = 'continue')),
        'options', coalesce((select json_object_agg(o.name, v.option_values[o.position]) from product_options o where o.product_id = p.id and v.option_values[o.position] is not null), '{}'::json),
        'prices', coalesce((select json_object_agg(r.currency, r.amount_minor) from prices r where r.variant_id = v.id), '{}'::json)) order by v.position) from variants v where v.product_id = p.id), '[]'::json)
  ) as product
  from products p where ${onSale} order by p.units_sold desc, p.id limit 20000`;

const content = (alias: string): SQL =>
  sql.raw(
    `'id', ${alias}.id, 'handle', ${alias}.handle, 'title', ${alias}.title, 'seoTitle', ${alias}.seo_title, 'seoDescription', ${alias}.seo_description`,
  );

/** Rates that are valid today or later, a day's grace for other time zones; what was valid before stays in the table for orders of that time. */
const CURRENT_TAX_RATES = sql`tax_rates x where (x.valid_to is null or x.valid_to > current_date - 1) and not exists (select from tax_rates n where n.country = x.country
  and n.region = x.region and n.postcodes = x.postcodes and n.tax_class = x.tax_class and n.valid_from > x.valid_from and n.valid_from < current_date - 1 and n.valid_to is null)`;

/** Everything that is small and changes rarely, as one JSON object. */
export const SETTINGS: SQL = sql`
  select json_build_object(
    'shop', (select json_build_object('id', s.id, 'name', s.name, 'description', s.description, 'slogan', s.slogan, 'shortDescription', s.short_description, 'logoUrl', s.logo_url, 'coverImageUrl', s.cover_image_url,
      'brandColors', s.brand_colors, 'email', s.email, 'baseCurrency', s.base_currency, 'defaultLocale', s.default_locale, 'shipsFromCountry', s.ships_from_country, 'translations', ${translated('shop', 's.id')}) from shop s order by s.id limit 1),
    'markets', ${list(sql`json_build_object('id', m.id, 'handle', m.handle, 'name', m.name, 'countries', m.countries, 'currency', m.currency, 'languages', m.languages, 'taxIncluded', m.tax_included, 'isPrimary', m.is_primary) order by m.id`, sql`markets m`)},
    'warehouses', ${list(sql`json_build_object('id', w.id, 'code', w.code, 'name', w.name, 'address1', w.address1, 'city', w.city, 'zip', w.zip, 'country', w.country, 'latitude', w.latitude, 'longitude', w.longitude, 'isActive', w.is_active, 'offersPickup', w.offers_pickup, 'pickup', w.pickup, 'timeZone', w.time_zone, 'priority', w.priority) order by w.priority, w.id`, sql`warehouses w`)},
    'shippingMethods', ${list(sql`json_build_object('id', h.id, 'code', h.code, 'title', h.title, 'description', h.description, 'countries', h.countries, 'rates', h.rates, 'terms', h.terms, 'minDays', h.min_days, 'maxDays', h.max_days, 'position', h.position, 'translations', ${translated('shipping_method', 'h.id')}) order by h.position, h.id`, sql`shipping_methods h`)},
    'deliveryZones', ${list(sql`json_build_object('id', z.id, 'name', z.name, 'places', z.places) order by z.position, z.id`, sql`delivery_zones z`)},
    'taxRates', ${list(
      sql`json_strip_nulls(json_build_object('country', x.country, 'region', x.region, 'title', x.title, 'rateBps', x.rate_bps, 'taxClass', x.tax_class, 'postcodes', nullif(x.postcodes, ''),
      'validFrom', x.valid_from, 'validTo', x.valid_to)) order by x.country, x.region, x.tax_class, x.valid_from, x.source = 'manual', x.id`,
      CURRENT_TAX_RATES,
    )},
    'tax', (select t.settings from tax_settings t where t.id = 1),
    'promotions', ${list(sql`${promotionJson(false)} order by p.priority desc, p.id`, AUTOMATIC_PROMOTIONS)},
    'exchangeRates', ${list(
      sql`json_build_object('day', e.day, 'currency', e.currency, 'rate', e.rate::text, 'source', e.source) order by e.currency`,
      sql`(select distinct on (currency) * from exchange_rates where day > (select max(day) from exchange_rates) - 15 order by currency, day desc) e`,
    )},
    'collections', ${list(
      sql`json_build_object('id', c.id, 'handle', c.handle, 'title', c.title, 'descriptionHtml', c.description_html, 'imageUrl', c.image_url, 'imageAlt', c.image_alt, 'imageWidth', c.image_width, 'imageHeight', c.image_height,
      'seoTitle', c.seo_title, 'seoDescription', c.seo_description, 'defaultSort', c.default_sort, 'updatedAt', c.updated_at, 'translations', ${translated('collection', 'c.id')}) order by c.position, c.id`,
      sql`collections c where c.published_at <= now()`,
    )},
    'collectionRules', ${list(
      sql`json_build_object('id', r.id, 'kind', r.kind, 'query', null, 'collectionId', r.collection_id, 'productIds', r.product_ids, 'valueName', r.value_name, 'value', r.value, 'factor', r.factor_percent / 100.0,
      'position', r.position, 'startsAtMs', floor(extract(epoch from r.starts_at) * 1000)::bigint, 'endsAtMs', floor(extract(epoch from r.ends_at) * 1000)::bigint) order by r.id`,
      sql`search_rules r where r.collection_id is not null and r.query is null and r.kind <> 'boost'`,
    )},
    'menus', ${list(
      sql`json_build_object('id', m.id, 'handle', m.handle, 'title', m.title, 'items', coalesce((select json_agg(json_build_object('id', i.id, 'parentId', i.parent_id, 'title', i.title, 'type', i.type, 'resourceId', i.resource_id, 'url', i.url, 'translations', ${translated('menu_item', 'i.id')}) order by i.position, i.id) from menu_items i where i.menu_id = m.id), '[]'::json)) order by m.id`,
      sql`menus m`,
    )},
    'pages', ${list(sql`json_build_object(${content('g')}, 'bodyHtml', g.body_html, 'createdAt', g.created_at, 'updatedAt', g.updated_at, 'translations', ${translated('page', 'g.id')}) order by g.id`, sql`pages g where g.published_at <= now()`)},
    'blogs', ${list(sql`json_build_object(${content('b')}, 'translations', ${translated('blog', 'b.id')}) order by b.id`, sql`blogs b`)},
    'articles', ${list(
      sql`json_build_object(${content('a')}, 'blogId', a.blog_id, 'authorName', a.author_name, 'bodyHtml', a.body_html, 'excerptHtml', a.excerpt_html, 'imageUrl', a.image_url, 'imageAlt', a.image_alt, 'imageWidth', a.image_width, 'imageHeight', a.image_height,
      'tags', a.tags, 'publishedAt', a.published_at, 'translations', ${translated('article', 'a.id')}) order by a.published_at desc, a.id desc`,
      sql`articles a where a.published_at <= now()`,
    )},
    'policies', ${list(sql`json_build_object('id', y.id, 'kind', y.kind, 'handle', y.handle, 'title', y.title, 'bodyHtml', y.body_html, 'translations', ${translated('policy', 'y.id')}) order by y.id`, sql`policies y`)},
    'routing', (select s.routing from shop s order by s.id limit 1),
    'stockLots', coalesce((select s.stock_lots from shop s order by s.id limit 1), '{}'::jsonb),
    'redirects', ${list(sql`json_build_object('id', u.id, 'path', u.path, 'target', u.target) order by u.id`, sql`url_redirects u`)}
  ) as settings`;
