import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { CurrencyRecords, DuePrice, FixedPrice } from '../../ports/currencies.ts';

/** A variant's price that an approved rule set of its currency moved last; the rule set works from the converted one and is not talked over. */
const MOVED_BY_RULE = sql`exists (select from price_rule_bases b join price_rule_sets s on s.id = b.rule_set_id
  where b.variant_id = own.variant_id and s.status = 'approved' and s.currency = own.currency and b.last_minor = own.amount_minor)`;

const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;

/** The part of the CurrencyRecords port that reads and writes prices. */
export function convertedPrices(db: Db) {
  return {
    async duePrices({ base, currency, terms, after, most, productIds }) {
      const inProducts =
        productIds === null
          ? sql`true`
          : sql`v.product_id in (select jsonb_array_elements_text(${json(productIds)})::bigint)`;
      const { rows } = await db.execute<{
        price: DuePrice;
      }>(sql`select json_build_object('variantId', v.id, 'productId', v.product_id, 'fromMinor', base.amount_minor,
          'fromCompareAtMinor', base.compare_at_minor, 'nowMinor', own.amount_minor, 'nowCompareAtMinor', own.compare_at_minor) as price
        from prices base join variants v on v.id = base.variant_id join products p on p.id = v.product_id and not p.is_gift_card
          left join prices own on own.variant_id = base.variant_id and own.currency = ${currency}
        where base.currency = ${base} and base.variant_id > ${after} and ${inProducts}
          and (own.variant_id is null or own.conversion is not null and not ${MOVED_BY_RULE} and (
            own.conversion - 'amountMinor' - 'compareAtMinor' is distinct from
              ${json(terms)} || jsonb_build_object('fromMinor', base.amount_minor, 'fromCompareAtMinor', base.compare_at_minor)
            or (own.conversion->>'amountMinor')::bigint <> own.amount_minor
            or (own.conversion->>'compareAtMinor')::bigint is distinct from own.compare_at_minor))
        order by base.variant_id limit ${most}`);
      return rows.map((row) => row.price);
    },
    async writePrices(base, currency, prices, change) {
      const wanted = prices.map(({ variantId, productId, nowMinor, nowCompareAtMinor, ...conversion }) => ({
        variantId,
        productId,
        isChanged: conversion.amountMinor !== nowMinor || conversion.compareAtMinor !== nowCompareAtMinor,
        conversion,
      }));
      const { rows } = await db.execute<{ productId: string }>(sql`with wanted as (
          select w."variantId", w."productId", w."isChanged", w.conversion, (w.conversion->>'amountMinor')::bigint as amount, (w.conversion->>'compareAtMinor')::bigint as compare
          from jsonb_to_recordset(${json(wanted)}) as w("variantId" bigint, "productId" bigint, "isChanged" boolean, conversion jsonb)
        ), fresh as (
          select w.* from wanted w join prices b on b.variant_id = w."variantId" and b.currency = ${base} and b.amount_minor = (w.conversion->>'fromMinor')::bigint
            and b.compare_at_minor is not distinct from (w.conversion->>'fromCompareAtMinor')::bigint for share of b
        ), written as (
          insert into prices as r (variant_id, currency, amount_minor, compare_at_minor, conversion)
          select "variantId", ${currency}, amount, compare, conversion from fresh order by "variantId"
          on conflict (variant_id, currency) do update set amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor, conversion = excluded.conversion
            where r.conversion is not null
          returning variant_id
        ), changed as (
          select distinct w."productId" as id from wanted w join written on written.variant_id = w."variantId" where w."isChanged"
        ), touched as (
          update products set updated_at = now() where id in (select id from changed)
        ), told as (
          insert into outbox (topic, payload) select 'products.changed', jsonb_build_object('productIds', jsonb_agg(id), 'variantIds', '[]'::jsonb, 'changeId', ${change.id}::text)
          from changed where ${change.isTold}::boolean having count(*) > 0
        ) select id as "productId" from changed order by id`);
      return rows.map((row) => Number(row.productId));
    },
    async fixedPrices(currency, base, after, most) {
      const { rows } = await db.execute<{
        price: FixedPrice;
      }>(sql`select json_build_object('variantId', v.id, 'productId', p.id, 'productTitle', p.title, 'variantTitle', v.title, 'sku', v.sku,
          'amountMinor', r.amount_minor, 'compareAtMinor', r.compare_at_minor, 'baseMinor', b.amount_minor) as price
        from prices r join variants v on v.id = r.variant_id join products p on p.id = v.product_id left join prices b on b.variant_id = v.id and b.currency = ${base}
        where r.currency = ${currency} and r.conversion is null and r.variant_id > ${after} order by r.variant_id limit ${most}`);
      return rows.map((row) => row.price);
    },
    async priceCounts() {
      const { rows } = await db.execute<{
        currency: string;
        fixed: number;
        converted: number;
      }>(sql`select currency, count(*) filter (where conversion is null)::int as fixed,
        count(conversion)::int as converted from prices group by currency order by currency`);
      return rows;
    },
    async release(currency, variantIds) {
      const { rows } = await db.execute(sql`with released as (
          update prices set conversion = '{}'::jsonb where currency = ${currency} and conversion is null
            and variant_id in (select jsonb_array_elements_text(${json(variantIds)})::bigint) returning variant_id
        ), due as (update currency_settings set version = version + 1 where currency = ${currency} and exists (select from released))
        select variant_id from released`);
      return rows.length;
    },
  } satisfies Partial<CurrencyRecords>;
}
