import { type SQL, sql } from 'drizzle-orm';

/**
 * A promotion in the words of its rules (commerce/promotions/promotion.ts), from rows `p` and, for one with codes, `c`. Times are milliseconds, so that
 * the JSON is the value.
 */
export function promotionJson(withCode: boolean): SQL {
  const code = withCode ? 'c.code' : 'null';
  const ofCode = withCode ? 'c.uses' : '0';
  const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;
  return sql.raw(`json_build_object('id', p.id, 'title', p.title, 'code', ${code}, 'isActive', p.is_active, 'startsAtMs', ${ms('p.starts_at')},
    'endsAtMs', ${ms('p.ends_at')}, 'priority', p.priority, 'combinesWith', p.combines_with, 'exclusionGroup', p.exclusion_group,
    'conditions', p.conditions, 'actions', p.actions,
    'limits', json_build_object('uses', p.usage_limit, 'perCode', p.per_code_limit, 'perCustomer', p.per_customer_limit,
      'budget', case when p.budget_minor is not null then json_build_object('amountMinor', p.budget_minor, 'currency', p.budget_currency) end),
    'usage', json_build_object('uses', p.uses, 'ofCode', ${ofCode}, 'ofCustomer', 0, 'spentMinor', p.spent_minor, 'before', p.uses_before))`);
}

/** Automatic promotions that are on and not over, as rows of `promotion`. */
export const AUTOMATIC_PROMOTIONS: SQL = sql`promotions p where p.is_automatic and p.is_active and (p.ends_at is null or p.ends_at > now())`;

/** The promotions of codes (upper case), one row of JSON a code; unknown codes are absent. */
export const PROMOTIONS_BY_CODE = (codes: readonly string[]): SQL =>
  sql`select ${promotionJson(true)} as promotion from promotion_codes c join promotions p on p.id = c.promotion_id
    where c.code = any(array(select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))) and not p.is_automatic`;
