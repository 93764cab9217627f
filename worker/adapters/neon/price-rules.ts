import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PriceScope, RuleSetTerms } from '../../../commerce/dynamic-pricing/rule-set.ts';
import type { Simulation } from '../../../commerce/dynamic-pricing/simulate.ts';
import type { Db } from '../../../db/client.ts';
import type { PriceRuleRecords, RuleSetRecord } from '../../ports/dynamic-pricing.ts';
import { pricedVariants, salesPast, salesTakings, salesWeeks } from './price-facts.ts';
import { priceLog } from './price-log.ts';

interface SetRow extends Record<string, unknown> {
  readonly id: string;
  readonly terms: RuleSetTerms;
  readonly version: number;
  readonly status: RuleSetRecord['status'];
  readonly simulation: Simulation | null;
  readonly createdBy: string;
  readonly approvedBy: string | null;
  readonly approvedAtMs: string | null;
  readonly stoppedBy: string | null;
  readonly stoppedAtMs: string | null;
}

const ms = (column: string): SQL => sql.raw(`(extract(epoch from ${column}) * 1000)::bigint`);
const SET = sql`s.id, s.terms, s.version, s.status, s.simulation, s.created_by as "createdBy", s.approved_by as "approvedBy",
  ${ms('s.approved_at')} as "approvedAtMs", s.stopped_by as "stoppedBy", ${ms('s.stopped_at')} as "stoppedAtMs"`;

const numberOrNull = (text: string | null): number | null => (text === null ? null : Number(text));
const setOf = (row: SetRow): RuleSetRecord => ({
  ...row,
  id: Number(row.id),
  approvedAtMs: numberOrNull(row.approvedAtMs),
  stoppedAtMs: numberOrNull(row.stoppedAtMs),
});

const at = (timeMs: number): SQL => sql`${new Date(timeMs).toISOString()}::timestamptz`;
const event = (what: string, actor: string, nowMs: number): SQL =>
  sql`insert into price_rule_events (rule_set_id, what, actor, at) select id, ${what}, ${actor}, ${at(nowMs)} from done`;
const takenRow = z.object({ cursor: z.coerce.number() });

/** Products a scope names, as a condition on `p`. */
export function inScope(scope: PriceScope): SQL {
  switch (scope.kind) {
    case 'all':
      return sql`not p.is_gift_card`;
    case 'products':
      return sql`not p.is_gift_card and p.id in (select jsonb_array_elements_text(${JSON.stringify(scope.ids)}::jsonb)::bigint)`;
    case 'collections':
      return sql`not p.is_gift_card and exists (select 1 from collection_products c where c.product_id = p.id
        and c.collection_id in (select jsonb_array_elements_text(${JSON.stringify(scope.ids)}::jsonb)::bigint))`;
    case 'tags':
      return sql`not p.is_gift_card and p.tags && array(select jsonb_array_elements_text(${JSON.stringify(scope.tags)}::jsonb))`;
  }
}

/** The PriceRuleRecords port over PostgreSQL. */
export function neonPriceRules(db: Db): PriceRuleRecords {
  const sets = async (where: SQL) => {
    const { rows } = await db.execute<SetRow>(
      sql`select ${SET} from price_rule_sets s where ${where} order by s.id desc limit 250`,
    );
    return rows.map(setOf);
  };
  const happened = async (statement: SQL) => (await db.execute(statement)).rows.length > 0;
  return {
    ...lifecycle(db, sets, happened),
    ...rounds(db, sets),
    ...priceLog(db),
    variants: (set, after, most, nowMs) =>
      pricedVariants(db, {
        setId: set.id,
        currency: set.currency,
        nowMs,
        where: sql`${inScope(set.scope)} and v.id > ${after}`,
        most,
      }),
    variantsById: (ids, currency, setId, nowMs) =>
      pricedVariants(db, {
        setId,
        currency,
        nowMs,
        where: sql`v.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint)`,
        most: ids.length,
      }),
    salesWeeks: (currency, fromMs) => salesWeeks(db, currency, at(fromMs)),
    past: (set, days, most, nowMs) =>
      salesPast(db, { currency: set.currency, where: inScope(set.scope), days, most, nowMs }),
    takings: (set, fromMs, liveMs, untilMs) =>
      salesTakings(db, { currency: set.terms.currency, where: inScope(set.terms.scope), fromMs, liveMs, untilMs }),
    async feedCompetitors(fed, nowMs) {
      const { rows } =
        await db.execute(sql`insert into competitor_prices (variant_id, competitor, currency, amount_minor, seen_at)
        select r."variantId", r.competitor, r.currency, r."amountMinor", ${at(nowMs)}
        from jsonb_to_recordset(${JSON.stringify(fed)}::jsonb) as r("variantId" bigint, competitor text, currency text, "amountMinor" bigint) join variants v on v.id = r."variantId"
        on conflict (variant_id, currency, competitor) do update set amount_minor = excluded.amount_minor, seen_at = excluded.seen_at returning 1`);
      return rows.length;
    },
    async estimatedAtMs(currency) {
      const { rows } = await db.execute<{ ms: string }>(
        sql`select ${ms('estimated_at')} as ms from price_elasticities where currency = ${currency} and variant_id = 0`,
      );
      return numberOrNull(rows[0]?.ms ?? null);
    },
    async saveElasticities(currency, prior, of, nowMs) {
      const found = [[0, prior] as const, ...of].map(([id, one]) => ({ id, ...one }));
      await db.batch([
        db.execute(sql`delete from price_elasticities where currency = ${currency}`),
        db.execute(sql`insert into price_elasticities (currency, variant_id, value, standard_error, estimated_at)
          select ${currency}, r.id, r.value, r."standardError", ${at(nowMs)}
          from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as r(id bigint, value double precision, "standardError" double precision)
          on conflict (currency, variant_id) do update set value = excluded.value, standard_error = excluded.standard_error, estimated_at = excluded.estimated_at`),
      ]);
    },
  };
}

type Sets = (where: SQL) => Promise<RuleSetRecord[]>;

function lifecycle(db: Db, sets: Sets, happened: (statement: SQL) => Promise<boolean>) {
  return {
    list: () => sets(sql`true`),
    get: async (id) => (await sets(sql`s.id = ${id}`))[0] ?? null,
    async create(terms, actor, nowMs) {
      const { rows } = await db.execute<{ id: string }>(sql`with done as (
          insert into price_rule_sets (title, currency, terms, created_by, created_at)
          values (${terms.title}, ${terms.currency}, ${JSON.stringify(terms)}::jsonb, ${actor}, ${at(nowMs)}) returning id
        ), said as (${event('created', actor, nowMs)}) select id from done`);
      return Number(rows[0]?.id);
    },
    replace: (id, terms, actor, nowMs) =>
      happened(sql`with done as (
          update price_rule_sets set title = ${terms.title}, currency = ${terms.currency}, terms = ${JSON.stringify(terms)}::jsonb, version = version + 1,
            status = 'draft', simulation = null, approved_by = null, approved_at = null, stopped_by = null, stopped_at = null
          where id = ${id} and status <> 'approved' returning id
        ), said as (${event('changed', actor, nowMs)}) select id from done`),
    saveSimulation: (id, version, simulation) =>
      happened(
        sql`update price_rule_sets set simulation = ${JSON.stringify(simulation)}::jsonb where id = ${id} and version = ${version} returning id`,
      ),
    // Approvals go one at a time by the switch's row, so that two that overlap cannot both pass.
    approve: (id, version, actor, nowMs) =>
      happened(sql`with one as materialized (select 1 from price_rule_switch where id = 1 for update), done as (
          update price_rule_sets s set status = 'approved', approved_by = ${actor}, approved_at = ${at(nowMs)}, stopped_by = null, stopped_at = null
          from one where s.id = ${id} and s.version = ${version} and s.status <> 'approved' and s.simulation is not null
            and s.terms->'customerGroup' = 'null'::jsonb
            and not exists (select 1 from price_rule_sets o where o.status = 'approved' and o.currency = s.currency and o.id <> s.id
              and (o.terms->>'startsAtMs')::bigint < coalesce((s.terms->>'endsAtMs')::bigint, 9223372036854775807)
              and (s.terms->>'startsAtMs')::bigint < coalesce((o.terms->>'endsAtMs')::bigint, 9223372036854775807))
          returning s.id
        ), said as (${event('approved', actor, nowMs)}) select id from done`),
    stop: (id, actor, nowMs) =>
      happened(sql`with done as (
          update price_rule_sets set status = 'stopped', stopped_by = ${actor}, stopped_at = ${at(nowMs)} where id = ${id} and status = 'approved' returning id
        ), said as (${event('stopped', actor, nowMs)}) select id from done`),
    async killSwitch() {
      const { rows } = await db.execute<{ isStopped: boolean; changedBy: string | null; changedAtMs: string | null }>(
        sql`select is_stopped as "isStopped", changed_by as "changedBy", ${ms('changed_at')} as "changedAtMs" from price_rule_switch where id = 1`,
      );
      const row = rows[0];
      return {
        isStopped: row?.isStopped ?? true,
        changedBy: row?.changedBy ?? null,
        changedAtMs: numberOrNull(row?.changedAtMs ?? null),
      };
    },
    async setKillSwitch(isStopped, actor, nowMs) {
      await db.execute(sql`with done as (
          update price_rule_switch set is_stopped = ${isStopped}, changed_by = ${actor}, changed_at = ${at(nowMs)} where id = 1 returning null::bigint as id
        ) ${event(isStopped ? 'everything stopped' : 'everything released', actor, nowMs)}`);
    },
  } satisfies Partial<PriceRuleRecords>;
}

function rounds(db: Db, sets: Sets) {
  return {
    async takeRound(nowMs, period, leaseMs) {
      const { rows } = await db.execute<{ setId: string; cursor: string }>(sql`
        insert into price_rounds as r (rule_set_id, period, leased_until)
        select s.id, ${period}, ${at(nowMs + leaseMs)} from price_rule_sets s
        where s.status = 'approved' and (s.terms->>'startsAtMs')::bigint <= ${nowMs}::bigint and ${nowMs}::bigint < coalesce((s.terms->>'endsAtMs')::bigint, 9223372036854775807)
          and exists (select 1 from price_rule_switch where id = 1 and not is_stopped)
          and not exists (select 1 from price_rounds o where o.rule_set_id = s.id and o.period = ${period} and (o.finished_at is not null or o.leased_until > ${at(nowMs)}))
        order by s.id limit 1
        on conflict (rule_set_id, period) do update set leased_until = excluded.leased_until where r.finished_at is null and r.leased_until <= ${at(nowMs)}
        returning rule_set_id as "setId", cursor`);
      const row = rows[0];
      const [set] = row ? await sets(sql`s.id = ${Number(row.setId)}`) : [];
      return row && set ? { set, ...takenRow.parse(row) } : null;
    },
    async moveRound(setId, period, cursor, nowMs) {
      await db.execute(
        sql`update price_rounds set leased_until = ${at(nowMs)}, ${
          cursor === 'finished' ? sql`finished_at = ${at(nowMs)}` : sql`cursor = greatest(cursor, ${cursor})`
        } where rule_set_id = ${setId} and period = ${period}`,
      );
    },
    async writeChanges(set, currency, period, drafts, nowMs) {
      // Both switches are locked against change until the prices are written: whoever stops waits for that, and nothing follows.
      const { rows } = await db.execute(sql`with live as materialized (
          select s.id from price_rule_sets s join price_rule_switch k on k.id = 1 where s.id = ${set.id} and s.version = ${set.version} and s.status = 'approved' and not k.is_stopped for share
        ), wanted as (
          select w.* from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb) as w("variantId" bigint, "productId" bigint, "baseMinor" bigint, "fromMinor" bigint, "toMinor" bigint,
            "wantedMinor" bigint, "compareAtMinor" bigint, "lowestBeforeMinor" bigint, explanation text)
        ), current as materialized (
          select p.variant_id, p.compare_at_minor from prices p join wanted w on w."variantId" = p.variant_id and p.amount_minor = w."fromMinor" where p.currency = ${currency} for update of p
        ), logged as (
          insert into price_changes (rule_set_id, version, variant_id, product_id, currency, period, from_minor, to_minor, wanted_minor, compare_at_minor, lowest_before_minor, explanation, at)
          select live.id, ${set.version}, w."variantId", w."productId", ${currency}, ${period}, w."fromMinor", w."toMinor", w."wantedMinor", w."compareAtMinor", w."lowestBeforeMinor", w.explanation, ${at(nowMs)}
          from wanted w join current c on c.variant_id = w."variantId" cross join live
          on conflict (rule_set_id, variant_id, period) do nothing returning variant_id, product_id, to_minor, compare_at_minor
        ), written as (
          update prices p set amount_minor = l.to_minor, compare_at_minor = l.compare_at_minor from logged l where p.variant_id = l.variant_id and p.currency = ${currency} returning p.variant_id
        ), based as (
          insert into price_rule_bases as b (rule_set_id, variant_id, base_minor, base_compare_at_minor, last_minor)
          select ${set.id}, l.variant_id, w."baseMinor", c.compare_at_minor, l.to_minor from logged l join wanted w on w."variantId" = l.variant_id join current c on c.variant_id = l.variant_id
          on conflict (rule_set_id, variant_id) do update set last_minor = excluded.last_minor, base_minor = excluded.base_minor,
            base_compare_at_minor = case when b.base_minor = excluded.base_minor then b.base_compare_at_minor else excluded.base_compare_at_minor end
        ), touched as (
          update products set updated_at = ${at(nowMs)} where id in (select product_id from logged)
        ), told as (
          insert into outbox (topic, payload) select 'products.changed', jsonb_build_object('productIds', jsonb_agg(distinct product_id), 'variantIds', '[]'::jsonb,
            'changeId', ${`prices ${set.id} ${period}`}::text) from logged having count(*) > 0
        ) select variant_id from written`);
      return rows.length;
    },
  } satisfies Partial<PriceRuleRecords>;
}
