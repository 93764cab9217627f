import { eq, type SQL, sql } from 'drizzle-orm';
import type { SellingSignals } from '../../../commerce/search/document.ts';
import { DEFAULT_RANKING, type RankingRule, type SignalWeights } from '../../../commerce/search/ranking-rules.ts';
import type { Db } from '../../../db/client.ts';
import { searchRules, searchSettings, searchSynonyms } from '../../../db/schema/search.ts';
import type { RuleDraft, SearchRecords, SynonymRecord } from '../../ports/search-records.ts';

interface RuleRow {
  readonly id: number;
  readonly kind: RankingRule['kind'];
  readonly query: string | null;
  readonly collectionId: number | null;
  readonly productIds: readonly number[];
  readonly valueName: string | null;
  readonly value: string | null;
  readonly factorPercent: number;
  readonly position: number;
  readonly startsAt: string | Date | null;
  readonly endsAt: string | Date | null;
}

/** Units sold count half after so many days. */
const HALF_LIFE_DAYS = 30;
/** Views that a conversion is mixed with, at the shop's usual 2 %, so that one lucky view proves nothing. */
const PRIOR_VIEWS = 50;
const PRIOR_ORDERS = 1;

const moment = (value: string | Date | null): number | null => (value === null ? null : new Date(value).getTime());

const ruleFrom = (row: RuleRow): RankingRule => ({
  id: row.id,
  kind: row.kind,
  query: row.query,
  collectionId: row.collectionId,
  productIds: row.productIds,
  valueName: row.valueName,
  value: row.value,
  factor: row.factorPercent / 100,
  position: row.position,
  startsAtMs: moment(row.startsAt),
  endsAtMs: moment(row.endsAt),
});

const columnsOf = (rule: RuleDraft) => ({
  kind: rule.kind,
  query: rule.query,
  collectionId: rule.collectionId,
  productIds: [...rule.productIds],
  valueName: rule.valueName,
  value: rule.value,
  factorPercent: Math.round(rule.factor * 100),
  position: rule.position,
  startsAt: rule.startsAtMs === null ? null : new Date(rule.startsAtMs),
  endsAt: rule.endsAtMs === null ? null : new Date(rule.endsAtMs),
});

/** Search rules in Postgres. */
export function neonSearchRecords(db: Db): SearchRecords {
  return {
    async read() {
      const { rows } = await db.execute<{
        rules: readonly RuleRow[];
        synonyms: readonly SynonymRecord[];
        settings: { readonly weights: SignalWeights; readonly halfLife: number } | null;
      }>(sql`select
        coalesce((select json_agg(json_build_object('id', r.id, 'kind', r.kind, 'query', r.query, 'collectionId', r.collection_id, 'productIds', r.product_ids, 'valueName', r.value_name,
          'value', r.value, 'factorPercent', r.factor_percent, 'position', r.position, 'startsAt', r.starts_at, 'endsAt', r.ends_at) order by r.id) from search_rules r), '[]'::json) as rules,
        coalesce((select json_agg(json_build_object('id', s.id, 'locale', s.locale, 'line', s.line) order by s.id) from search_synonyms s), '[]'::json) as synonyms,
        (select json_build_object('weights', w.weights, 'halfLife', w.newness_half_life_days) from search_settings w where w.id = 1) as settings`);
      const row = rows[0];
      return {
        ranking: {
          weights: row?.settings?.weights ?? DEFAULT_RANKING.weights,
          newnessHalfLifeDays: row?.settings?.halfLife ?? DEFAULT_RANKING.newnessHalfLifeDays,
          rules: (row?.rules ?? []).map(ruleFrom),
        },
        synonyms: row?.synonyms ?? [],
      };
    },
    async saveRule(id, rule) {
      const columns = columnsOf(rule);
      const saved =
        id === null
          ? await db.insert(searchRules).values(columns).returning()
          : await db.update(searchRules).set(columns).where(eq(searchRules.id, id)).returning();
      return saved[0] ? ruleFrom(saved[0]) : null;
    },
    async deleteRule(id) {
      return (await db.delete(searchRules).where(eq(searchRules.id, id)).returning({ id: searchRules.id })).length > 0;
    },
    async saveSynonyms(id, locale, line) {
      const saved =
        id === null
          ? await db.insert(searchSynonyms).values({ locale, line }).returning()
          : await db.update(searchSynonyms).set({ locale, line }).where(eq(searchSynonyms.id, id)).returning();
      return saved[0] ?? null;
    },
    async deleteSynonyms(id) {
      const gone = await db
        .delete(searchSynonyms)
        .where(eq(searchSynonyms.id, id))
        .returning({ id: searchSynonyms.id });
      return gone.length > 0;
    },
    async saveWeights({ weights, newnessHalfLifeDays }) {
      const values = { id: 1, weights, newnessHalfLifeDays };
      await db.insert(searchSettings).values(values).onConflictDoUpdate({ target: searchSettings.id, set: values });
    },
    async signals(productIds) {
      if (productIds.length === 0) return new Map();
      const ids = `{${productIds.filter((id) => Number.isSafeInteger(id)).join(',')}}`;
      return signalsOf(db, sql`p.id = any(${ids}::bigint[])`);
    },
    signalsOfShare: (share, shares) =>
      signalsOf(db, sql`p.status = 'active' and p.published_at <= now() and p.id % ${shares}::int = ${share}::int`),
  };
}

/** How products sell, of those that a condition on `p` takes. What a unit costs is said with the variant, else by its suppliers. */
async function signalsOf(db: Db, condition: SQL): Promise<ReadonlyMap<number, SellingSignals>> {
  const { rows } = await db.execute<{
    id: number | string;
    units: number | string;
    views: number | string;
    orders: number | string;
    margin: number | string | null;
  }>(sql`select p.id,
    coalesce((select sum(l.quantity * power(2, -extract(epoch from now() - o.placed_at) / 86400 / ${HALF_LIFE_DAYS}::int))
      from order_lines l join orders o on o.id = l.order_id join variants v on v.id = l.variant_id where v.product_id = p.id and o.cancelled_at is null), 0)
    + coalesce((select sum(d.units * power(2, -(current_date - d.day)::float8 / ${HALF_LIFE_DAYS}::int)) from sales_days d join variants v on v.id = d.variant_id where v.product_id = p.id), 0) as units,
    (select count(*) from shopper_events e where e.product_id = p.id and e.kind = 'view') as views,
    (select count(*) from shopper_events e where e.product_id = p.id and e.kind = 'order') as orders,
    (select avg(1 - c.cost::float8 / nullif(r.amount_minor, 0)) from variants v cross join lateral (
        select v.unit_cost_minor as cost, v.unit_cost_currency as currency where v.unit_cost_minor is not null
        union all select i.cost_minor, u.currency from supplier_items i join suppliers u on u.id = i.supplier_id
          where i.variant_id = v.id and v.unit_cost_minor is null) c
      join prices r on r.variant_id = v.id and r.currency = c.currency where v.product_id = p.id) as margin
    from products p where ${condition}`);
  return new Map(
    rows.map((row) => {
      const views = Number(row.views);
      const margin = row.margin === null ? null : Number(row.margin);
      return [
        Number(row.id),
        {
          popularity: Number(row.units),
          ...(views > 0 ? { conversion: (Number(row.orders) + PRIOR_ORDERS) / (views + PRIOR_VIEWS) } : {}),
          ...(margin === null ? {} : { margin: Math.max(0, Math.min(1, margin)) }),
        },
      ] as const;
    }),
  );
}
