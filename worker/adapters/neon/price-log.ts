import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { PriceRuleEvent, PriceRuleRecords, ProductPriceChange } from '../../ports/dynamic-pricing.ts';

const ms = (column: string): SQL => sql.raw(`(extract(epoch from ${column}) * 1000)::bigint`);

/** What rules and staff did to prices, as the records kept it. */
export function priceLog(db: Db) {
  const changes = async (where: SQL, most: number) => {
    const { rows } = await db.execute<{ change: ProductPriceChange }>(sql`
      select json_build_object('id', c.id, 'version', c.version, 'period', c.period, 'variantId', c.variant_id, 'productId', c.product_id, 'productTitle', p.title, 'variantTitle', v.title,
        'fromMinor', c.from_minor, 'toMinor', c.to_minor, 'wantedMinor', c.wanted_minor, 'compareAtMinor', c.compare_at_minor, 'lowestBeforeMinor', c.lowest_before_minor,
        'explanation', c.explanation, 'atMs', ${ms('c.at')}, 'ruleSetId', s.id, 'ruleSetTitle', s.title, 'currency', c.currency) as change
      from price_changes c join variants v on v.id = c.variant_id join products p on p.id = c.product_id join price_rule_sets s on s.id = c.rule_set_id
      where ${where} order by c.id desc limit ${most}`);
    return rows.map((row) => row.change);
  };
  return {
    changes: (setId, most) => changes(sql`c.rule_set_id = ${setId}`, most),
    changesOfProduct: (productId, most) => changes(sql`c.product_id = ${productId}`, most),
    async events(setId, most) {
      const { rows } = await db.execute<{ event: PriceRuleEvent }>(sql`
        select json_build_object('what', e.what, 'actor', e.actor, 'atMs', ${ms('e.at')}) as event from price_rule_events e
        where ${setId === null ? sql`e.rule_set_id is null` : sql`e.rule_set_id = ${setId}`} order by e.id desc limit ${most}`);
      return rows.map((row) => row.event);
    },
    async competitorPrices(productId) {
      const { rows } = await db.execute<{
        price: Awaited<ReturnType<PriceRuleRecords['competitorPrices']>>[number];
      }>(sql`
        select json_build_object('variantId', v.id, 'variantTitle', v.title, 'competitor', c.competitor, 'currency', c.currency, 'amountMinor', c.amount_minor, 'seenAtMs', ${ms('c.seen_at')}) as price
        from competitor_prices c join variants v on v.id = c.variant_id where v.product_id = ${productId} order by v.id, c.currency, c.amount_minor limit 500`);
      return rows.map((row) => row.price);
    },
  } satisfies Partial<PriceRuleRecords>;
}
