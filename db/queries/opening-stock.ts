import { type SQL, sql } from 'drizzle-orm';
import type { OpeningStock, StockPolicy } from '../../commerce/inventory/contract.ts';
import { OPENING_REFERENCE } from '../../commerce/inventory/state.ts';
import type { Expectation, SellingTerms } from '../../commerce/inventory/supply.ts';
import type { Db } from '../client.ts';

type Row = {
  id: string | number;
  tracked: boolean;
  policy: string;
  sequence: string | number;
  levels: OpeningStock['levels'];
  commitments: OpeningStock['commitments'];
  terms: SellingTerms | null;
  expected: readonly Expectation[];
};

/**
 * What the records know of a variant's stock, in one statement; null when there is no such variant. Sold and unshipped
 * units are added up from the ledger's copy, so that an object that lost its storage can still ship its orders; limits and
 * arrivals are the last ones the copy tells of.
 */
export async function openingStock(db: Db, variantId: number): Promise<OpeningStock | null> {
  return (await openingsOf(db, sql`v.id = ${variantId}`)).get(variantId) ?? null;
}

/** The same of those of many variants that have no ledger yet, as far as the records know: nobody has asked for their stock so far. */
export function unopenedStocks(db: Db, variantIds: readonly number[]): Promise<ReadonlyMap<number, OpeningStock>> {
  return openingsOf(
    db,
    sql`v.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(variantIds)}::jsonb))
      and not exists (select from stock_ledger l where l.variant_id = v.id)`,
  );
}

async function openingsOf(db: Db, which: SQL): Promise<ReadonlyMap<number, OpeningStock>> {
  const answer = await db.execute(sql`
    select v.id, v.tracked, v.inventory_policy as policy,
      greatest(
        coalesce((select max(l.sequence) from stock_ledger l where l.variant_id = v.id), 0),
        coalesce((select max(s.sequence) from stock_levels s where s.variant_id = v.id), 0)
      ) as sequence,
      coalesce((
        select json_agg(json_build_object('warehouseId', s.warehouse_id, 'onHand', s.on_hand, 'held', s.held,
          'committed', s.committed, 'incoming', s.incoming, 'safetyStock', s.safety_stock) order by s.warehouse_id)
        from stock_levels s where s.variant_id = v.id
      ), '[]'::json) as levels,
      coalesce((
        select json_agg(json_build_object('reference', c.reference, 'warehouseId', c.warehouse_id, 'quantity', c.quantity)
          order by c.reference, c.warehouse_id)
        from (
          select l.reference, l.warehouse_id, sum((l.delta ->> 'committed')::int)::int as quantity
          from stock_ledger l
          where l.variant_id = v.id and l.reference is not null and l.reference <> ${OPENING_REFERENCE} and l.delta ? 'committed'
          group by l.reference, l.warehouse_id
          having sum((l.delta ->> 'committed')::int) > 0
        ) c
      ), '[]'::json) as commitments,
      (
        select l.details -> 'terms' from stock_ledger l where l.variant_id = v.id and l.details ? 'terms'
        order by l.sequence desc limit 1
      ) as terms,
      coalesce((
        select json_agg(e.expected) from (
          select distinct on (l.details #> '{expected,reference}', l.details #> '{expected,warehouseId}')
            l.details -> 'expected' as expected
          from stock_ledger l where l.variant_id = v.id and l.details ? 'expected'
          order by l.details #> '{expected,reference}', l.details #> '{expected,warehouseId}', l.sequence desc
        ) e where (e.expected ->> 'quantity')::int > 0
      ), '[]'::json) as expected
    from variants v where ${which}`);
  return new Map(rowsOf(answer).map((row) => [Number(row.id), openingOf(row)]));
}

function openingOf(row: Row): OpeningStock {
  const { sequence, levels, commitments, terms, expected } = row;
  return {
    policy: policyOf(row),
    sequence: Number(sequence),
    levels,
    commitments,
    ...(terms ? { terms } : {}),
    ...(expected.length > 0 ? { expected } : {}),
  };
}

function rowsOf(answer: { readonly rows: readonly unknown[] }): Row[] {
  return answer.rows.filter(isRow);
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && 'tracked' in row && 'levels' in row && Array.isArray(row.levels);
}

function policyOf(row: Row): StockPolicy {
  if (!row.tracked) return 'untracked';
  return row.policy === 'continue' ? 'continue' : 'deny';
}
