import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { type RunningTest, SHELVES } from '../../../commerce/recommendations/experiment.ts';
import type { LearnedProduct } from '../../../commerce/recommendations/learn.ts';
import type { Neighbours } from '../../../commerce/recommendations/neighbours.ts';
import type { Controls, Learned } from '../../../commerce/recommendations/recommend.ts';
import { Scorer } from '../../../commerce/recommendations/score.ts';
import type { Db } from '../../../db/client.ts';
import {
  experimentExposures,
  recommendationControls,
  recommendationRuns,
  recommendationSettings,
  recommendations,
  shopperEvents,
} from '../../../db/schema/recommendations.ts';
import type { RecommendationRecords } from '../../ports/recommendations.ts';
import { isForeignKeyViolation } from './sql-state.ts';

/** An isolate's memory bounds what is served from: about 1 kB a product. */
const MOST_PRODUCTS = 5_000;
/** Rows of one insert; its JSON stays far below what one request may carry. */
const TOGETHER = 500;

interface ServedRow {
  readonly products: readonly (readonly [
    id: number,
    related: Pairs,
    together: Pairs,
    trend: number,
    margin: number | null,
  ])[];
  readonly controls: readonly (readonly [productId: number, otherId: number, control: 'pin' | 'block'])[];
  readonly experiment: RunningTest | null;
}
interface HalfRow extends Record<string, unknown> {
  readonly shelf: string | null;
  readonly variant: number;
  readonly exposed: number;
  readonly ordered: number;
}
type InteractionRow = readonly [customer: string, basket: string, item: number, weight: number, atMs: number];
type Pairs = readonly (readonly [number, number])[];

function learnedFrom({ products, controls, experiment }: ServedRow): Learned {
  const indexOf = new Map(products.map(([id], index) => [id, index]));
  const neighbours = (pairs: Pairs): Neighbours => {
    const known = pairs.flatMap(([id, weight]) => {
      const index = indexOf.get(id);
      return index === undefined ? [] : [[index, weight] as const];
    });
    return {
      items: Int32Array.from(known, ([index]) => index),
      weights: Float32Array.from(known, ([, weight]) => weight),
    };
  };
  const shelf = {
    ids: products.map(([id]) => id),
    related: products.map(([, related]) => neighbours(related)),
    together: products.map(([, , together]) => neighbours(together)),
    trend: Float32Array.from(products, ([, , , trend]) => trend),
  };
  const wishes = new Map<number, { pinned: number[]; blocked: Set<number> }>();
  for (const [productId, otherId, control] of controls) {
    const of = wishes.get(productId) ?? { pinned: [], blocked: new Set<number>() };
    wishes.set(productId, of);
    if (control === 'pin') of.pinned.push(otherId);
    else of.blocked.add(otherId);
  }
  return {
    shelf,
    indexOf,
    scorer: new Scorer(shelf),
    marginBps: new Map(products.flatMap(([id, , , , margin]) => (margin === null ? [] : [[id, margin] as const]))),
    controls: wishes satisfies ReadonlyMap<number, Controls>,
    experiment,
  };
}

const rowsOf = (learned: readonly LearnedProduct[]) =>
  JSON.stringify(
    learned.map(({ productId, related, together, trend }) => ({ product_id: productId, related, together, trend })),
  );

/** What is left of a product's cheapest variant's price after its cost, where both are known in one currency. */
const MARGINS = sql`update recommendations r set margin_bps = m.bps from (
    select v.product_id, round(10000 * (1 - sum(v.unit_cost_minor) / nullif(sum(p.amount_minor), 0)))::int as bps
    from variants v join prices p on p.variant_id = v.id and p.currency = v.unit_cost_currency
    where v.unit_cost_minor is not null group by v.product_id) m
  where m.product_id = r.product_id`;

/** The RecommendationRecords port over PostgreSQL. */
export function neonRecommendations(db: Db): RecommendationRecords {
  return {
    async record(events) {
      if (events.length === 0) return;
      const rows = JSON.stringify(
        events.map(({ visitor, kind, productId, atMs }) => ({
          visitor,
          kind,
          id: productId,
          at: new Date(atMs).toISOString(),
        })),
      );
      await db.execute(sql`insert into shopper_events (visitor, at, kind, product_id)
        select e.visitor, e.at, e.kind, e.id from jsonb_to_recordset(${rows}::jsonb) as e(visitor text, at timestamptz, kind shopper_event_kind, id bigint)
        where exists (select from products p where p.id = e.id) on conflict do nothing`);
    },
    async forget(visitor) {
      await db.batch([
        db.delete(shopperEvents).where(eq(shopperEvents.visitor, visitor)),
        db.delete(experimentExposures).where(eq(experimentExposures.visitor, visitor)),
      ]);
    },
    async prune(beforeMs) {
      const before = new Date(beforeMs);
      const [gone] = await db.batch([
        db.execute(
          sql`with gone as (delete from shopper_events where at < ${before.toISOString()}::timestamptz returning 1) select count(*)::int as count from gone`,
        ),
        db.delete(experimentExposures).where(lt(experimentExposures.at, before)),
      ]);
      return Number(gone.rows[0]?.count ?? 0);
    },
    async interactions(sinceMs, most) {
      const since = new Date(sinceMs).toISOString();
      // Lists instead of objects: half the bytes, and memory is what a training is short of.
      const { rows } = await db.execute<{ found: InteractionRow[] }>(sql`select coalesce(json_agg(
          json_build_array(customer, basket, product_id, weight, floor(extract(epoch from at) * 1000)::bigint)), '[]'::json) as found from (
        (select 'o' || hashtextextended(o.email, 0) as customer, 'o' || o.id as basket, l.product_id, 1.0 as weight, o.placed_at as at
          from orders o join order_lines l on l.order_id = o.id
          where o.placed_at >= ${since}::timestamptz and o.cancelled_at is null and l.product_id is not null
          order by o.placed_at desc limit ${most})
        union all
        (select 'v' || e.visitor, 'v' || extract(epoch from date_trunc('day', e.at)), e.product_id, case e.kind when 'order' then 1.0 when 'cart' then 0.5 else 0.15 end, e.at
          from shopper_events e where e.at >= ${since}::timestamptz order by e.at desc limit ${most})
      ) log`);
      return (rows[0]?.found ?? []).map(([customer, basket, item, weight, atMs]) => ({
        customer,
        basket,
        item,
        weight,
        atMs,
      }));
    },
    async publish(learned, run) {
      const inserts = Array.from({ length: Math.ceil(learned.length / TOGETHER) }, (_, part) =>
        db.execute(sql`insert into recommendations (product_id, related, together, trend)
          select r.product_id, r.related, r.together, r.trend
          from jsonb_to_recordset(${rowsOf(learned.slice(part * TOGETHER, (part + 1) * TOGETHER))}::jsonb) as r(product_id bigint, related jsonb, together jsonb, trend real)
          where exists (select from products p where p.id = r.product_id)`),
      );
      await db.batch([
        db.delete(recommendations),
        ...inserts,
        db.execute(MARGINS),
        db.insert(recommendationRuns).values({
          startedAt: new Date(run.startedAtMs),
          finishedAt: new Date(run.finishedAtMs),
          interactions: run.interactions,
          customers: run.customers,
          products: run.products,
        }),
      ]);
    },
    async learned() {
      const { rows } = await db.execute<{ served: ServedRow }>(sql`select json_build_object(
        'products', coalesce((select json_agg(json_build_array(r.product_id, r.related, r.together, r.trend, r.margin_bps)) from
          (select * from recommendations order by trend desc, product_id limit ${MOST_PRODUCTS}) r), '[]'::json),
        'controls', coalesce((select json_agg(json_build_array(c.product_id, c.other_id, c.control) order by c.product_id, c.position, c.other_id) from recommendation_controls c), '[]'::json),
        'experiment', (select json_build_object('name', s.experiment, 'shelves', to_json(s.experiment_shelves)) from recommendation_settings s where s.experiment is not null)) as served`);
      return learnedFrom(rows[0]?.served ?? { products: [], controls: [], experiment: null });
    },
    async lastRun() {
      const [row] = await db.select().from(recommendationRuns).orderBy(desc(recommendationRuns.finishedAt)).limit(1);
      if (!row) return null;
      const { startedAt, finishedAt, interactions, customers, products } = row;
      return {
        startedAtMs: startedAt.getTime(),
        finishedAtMs: finishedAt.getTime(),
        interactions,
        customers,
        products,
      };
    },
    async bought(visitor, most) {
      const rows = await db
        .select({ productId: shopperEvents.productId, times: sql<number>`count(*)::int` })
        .from(shopperEvents)
        .where(and(eq(shopperEvents.visitor, visitor), eq(shopperEvents.kind, 'order')))
        .groupBy(shopperEvents.productId)
        .orderBy(desc(sql`max(${shopperEvents.at})`))
        .limit(most);
      return rows;
    },
    controls: (productId) =>
      db
        .select({
          productId: recommendationControls.productId,
          otherId: recommendationControls.otherId,
          control: recommendationControls.control,
          position: recommendationControls.position,
        })
        .from(recommendationControls)
        .where(eq(recommendationControls.productId, productId))
        .orderBy(asc(recommendationControls.control), asc(recommendationControls.position)),
    async setControls(productId, pinned, blocked, actor) {
      const values = [
        ...pinned.map((otherId, position) => ({ productId, otherId, control: 'pin' as const, position, actor })),
        ...blocked.map((otherId) => ({ productId, otherId, control: 'block' as const, actor })),
      ];
      const clear = db.delete(recommendationControls).where(eq(recommendationControls.productId, productId));
      try {
        if (values.length === 0) await clear;
        else await db.batch([clear, db.insert(recommendationControls).values(values)]);
        return { ok: true };
      } catch (error) {
        if (isForeignKeyViolation(error)) return { ok: false, reason: 'unknown_product' };
        throw error;
      }
    },
    async setExperiment(test, atMs) {
      const set = {
        experiment: test?.name ?? null,
        experimentSince: test === null ? null : new Date(atMs),
        ...(test === null ? {} : { experimentShelves: [...test.shelves] }),
      };
      await db
        .insert(recommendationSettings)
        .values({ id: 1, ...set })
        .onConflictDoUpdate({ target: recommendationSettings.id, set });
    },
    async expose(exposures) {
      if (exposures.length === 0) return;
      await db
        .insert(experimentExposures)
        .values(exposures.map(({ atMs, ...one }) => ({ ...one, at: new Date(atMs) })))
        .onConflictDoNothing();
    },
    async halves(experiment) {
      const { rows } = await db.execute<HalfRow>(sql`
        with seen as (
          select x.shelf, x.variant, x.visitor, case when x.shelf = 'mail'
            then exists (select from orders o join orders later on later.email = o.email and later.placed_at > x.at and later.cancelled_at is null
              where o.id = substr(x.visitor, 7)::bigint)
            else exists (select from shopper_events e where e.visitor = x.visitor and e.kind = 'order' and e.at >= x.at) end as ordered
          from experiment_exposures x where x.experiment = ${experiment})
        select shelf::text, variant, count(*)::int as exposed, count(*) filter (where ordered)::int as ordered from seen group by shelf, variant
        union all
        select null, variant, count(*)::int, count(*) filter (where ordered)::int from (
          select variant, visitor, bool_or(ordered) as ordered from seen where shelf <> 'mail' group by variant, visitor) one group by variant`);
      const half = (shelf: string | null, variant: number) => {
        const row = rows.find((one) => one.shelf === shelf && Number(one.variant) === variant);
        return { exposed: row?.exposed ?? 0, ordered: row?.ordered ?? 0 };
      };
      const both = (shelf: string | null) => ({ control: half(shelf, 0), learned: half(shelf, 1) });
      return {
        visitors: both(null),
        shelves: SHELVES.filter((shelf) => rows.some((one) => one.shelf === shelf)).map((shelf) => ({
          shelf,
          ...both(shelf),
        })),
      };
    },
  };
}
