import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { WRITE_RATES } from '../../../db/queries/exchange-rates.ts';
import type { CurrencyRecords, CurrencySales, CurrencySetting, KnownRate } from '../../ports/currencies.ts';
import { convertedPrices } from './converted-prices.ts';

const at = (timeMs: number): SQL => sql`${new Date(timeMs).toISOString()}::timestamptz`;
const ms = (column: string): SQL => sql.raw(`(extract(epoch from ${column}) * 1000)::bigint`);
const numberOrNull = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
/** Rows of one statement. */
const PORTION = 5_000;

interface FetchRow extends Record<string, unknown> {
  readonly triedAtMs: string | null;
  readonly succeededAtMs: string | null;
  readonly problem: string | null;
}

/** The CurrencyRecords port over PostgreSQL. */
export function neonCurrencies(db: Db): CurrencyRecords {
  return {
    ...convertedPrices(db),
    ...fetches(db),
    async settings() {
      const { rows } = await db.execute<{
        setting: CurrencySetting;
      }>(sql`select json_build_object('currency', currency, 'isConverted', is_converted,
        'marginBps', margin_bps, 'charm', charm, 'changedBy', changed_by, 'changedAtMs', ${ms('changed_at')}) as setting from currency_settings order by currency`);
      return rows.map((row) => row.setting);
    },
    async save({ currency, isConverted, marginBps, charm }, actor, nowMs) {
      await db.execute(sql`insert into currency_settings as s (currency, is_converted, margin_bps, charm, changed_by, changed_at)
        values (${currency}, ${isConverted}, ${marginBps}, ${charm === null ? null : JSON.stringify(charm)}::jsonb, ${actor}, ${at(nowMs)})
        on conflict (currency) do update set is_converted = excluded.is_converted, margin_bps = excluded.margin_bps, charm = excluded.charm,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = s.version + 1`);
    },
    async ratesSince(day) {
      const { rows } = await db.execute<{
        rate: KnownRate;
      }>(sql`select json_build_object('day', day, 'currency', currency, 'rate', rate::text, 'source', source) as rate
        from exchange_rates where day >= ${day}::date order by day, currency`);
      return rows.map((row) => row.rate);
    },
    async writeRates(rates, source) {
      const once = [...new Map(rates.map((one) => [`${one.day} ${one.currency}`, one])).values()];
      const total = { added: 0, changed: 0 };
      for (let from = 0; from < once.length; from += PORTION) {
        const { rows } = await db.execute<{ added: number; changed: number }>(
          WRITE_RATES(sql`${JSON.stringify(once.slice(from, from + PORTION))}`, sql`${source}`),
        );
        total.added += rows[0]?.added ?? 0;
        total.changed += rows[0]?.changed ?? 0;
      }
      return { ...total, same: once.length - total.added - total.changed };
    },
    async sales(fromMs, untilMs) {
      const { rows } = await db.execute<{
        sales: CurrencySales;
      }>(sql`select json_build_object('currency', o.currency, 'orders', count(*),
          'totalMinor', sum(o.total_minor), 'refundedMinor', coalesce(sum(o.refunded_minor), 0), 'baseTotalMinor', coalesce(sum(o.base_total_minor), 0),
          'baseRefundedMinor', coalesce(sum(r.base), 0), 'withoutRate', count(*) filter (where o.base_total_minor is null)) as sales
        from orders o left join lateral (select sum(f.base_amount_minor) as base from refunds f where f.order_id = o.id and f.status <> 'failed') r on true
        where o.placed_at >= ${at(fromMs)} and o.placed_at < ${at(untilMs)} and o.financial_status not in ('pending', 'voided')
        group by o.currency order by sum(o.base_total_minor) desc nulls last, o.currency`);
      return rows.map((row) => row.sales);
    },
  };
}

function fetches(db: Db) {
  return {
    async takeFetch(nowMs, leaseMs) {
      const { rows } =
        await db.execute(sql`insert into rate_fetches as f (id, next_at) values (1, ${at(nowMs + leaseMs)})
        on conflict (id) do update set next_at = excluded.next_at where f.next_at <= ${at(nowMs)} returning 1`);
      return rows.length > 0;
    },
    async endFetch({ nowMs, nextMs, problem }) {
      await db.execute(sql`insert into rate_fetches as f (id, next_at, tried_at, succeeded_at, problem)
        values (1, ${at(nextMs)}, ${at(nowMs)}, ${problem === null ? at(nowMs) : sql`null`}, ${problem})
        on conflict (id) do update set next_at = excluded.next_at, tried_at = excluded.tried_at, problem = excluded.problem,
          succeeded_at = coalesce(excluded.succeeded_at, f.succeeded_at)`);
    },
    async lastFetch() {
      const { rows } = await db.execute<FetchRow>(
        sql`select ${ms('tried_at')} as "triedAtMs", ${ms('succeeded_at')} as "succeededAtMs", problem from rate_fetches where id = 1`,
      );
      const row = rows[0];
      return {
        triedAtMs: numberOrNull(row?.triedAtMs),
        succeededAtMs: numberOrNull(row?.succeededAtMs),
        problem: row?.problem ?? null,
      };
    },
    async due() {
      const { rows } = await db.execute<{ currency: string; version: number }>(
        sql`select currency, version from currency_settings where is_converted and settled_version < version order by currency`,
      );
      return rows;
    },
    async settled(currency, version) {
      await db.execute(
        sql`update currency_settings set settled_version = greatest(settled_version, ${version}) where currency = ${currency}`,
      );
    },
  } satisfies Partial<CurrencyRecords>;
}
