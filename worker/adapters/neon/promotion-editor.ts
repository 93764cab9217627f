import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { promotionJson } from '../../../db/queries/promotions.ts';
import type { PromotionEditor, PromotionRecord, PromotionWrite } from '../../ports/promotions.ts';
import { isUniqueViolation } from './sql-state.ts';

/** One statement's share of many codes: a parameter of about half a megabyte. */
const CODES_AT_ONCE = 20_000;

const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;
const moment = (ms: number | null): SQL => sql`${ms === null ? null : new Date(ms).toISOString()}::timestamptz`;

function columns(write: PromotionWrite): readonly (readonly [string, SQL])[] {
  const { limits } = write;
  return [
    ['title', sql`${write.title}`],
    ['is_automatic', sql`${write.isAutomatic}::boolean`],
    ['is_active', sql`${write.isActive}::boolean`],
    ['starts_at', moment(write.startsAtMs)],
    ['ends_at', moment(write.endsAtMs)],
    ['priority', sql`${write.priority}::int`],
    ['combines_with', json(write.combinesWith)],
    ['exclusion_group', sql`${write.exclusionGroup}::text`],
    ['conditions', json(write.conditions)],
    ['actions', json(write.actions)],
    ['usage_limit', sql`${limits.uses}::int`],
    ['per_code_limit', sql`${limits.perCode}::int`],
    ['per_customer_limit', sql`${limits.perCustomer}::int`],
    ['budget_minor', sql`${limits.budget?.amountMinor ?? null}::bigint`],
    ['budget_currency', sql`${limits.budget?.currency ?? null}::char(3)`],
  ];
}

/** Promotions in Postgres over the Neon driver. */
export function neonPromotionEditor(db: Db): PromotionEditor {
  const read = async (rest: SQL): Promise<PromotionRecord[]> => {
    const { rows } = await db.execute<{
      promotion: PromotionRecord;
      is_automatic: boolean;
      code_count: string;
      first_code: string | null;
      created_ms: string;
    }>(sql`select ${promotionJson(false)} as promotion, p.is_automatic, (extract(epoch from p.created_at) * 1000)::bigint as created_ms,
        (select count(*) from promotion_codes c where c.promotion_id = p.id) as code_count,
        (select c.code from promotion_codes c where c.promotion_id = p.id order by c.id limit 1) as first_code
      from promotions p ${rest}`);
    return rows.map((row) => ({
      ...row.promotion,
      isAutomatic: row.is_automatic,
      codeCount: Number(row.code_count),
      firstCode: row.first_code,
      createdAtMs: Number(row.created_ms),
    }));
  };
  const insertCodes = (id: SQL, codes: readonly string[], onTaken: SQL): SQL =>
    sql`insert into promotion_codes (promotion_id, code) select ${id}, x.code from jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) as x(code) ${onTaken}`;
  return {
    list({ text, beforeId, limit }) {
      const older = beforeId === null ? sql`true` : sql`p.id < ${beforeId}`;
      const like =
        text === null
          ? sql`true`
          : sql`(p.title ilike ${`%${text.replace(/[%_\\]/g, '\\$&')}%`} or exists (select 1 from promotion_codes c where c.promotion_id = p.id and c.code = ${text.toUpperCase()}))`;
      return read(sql`where ${older} and ${like} order by p.id desc limit ${limit}`);
    },
    async byId(id) {
      return (await read(sql`where p.id = ${id}`))[0] ?? null;
    },
    async save(id, write, codes) {
      const all = columns(write);
      const names = sql.raw(all.map(([name]) => name).join(', '));
      const values = sql.join(
        all.map(([, value]) => value),
        sql`, `,
      );
      const row =
        id === null
          ? sql`insert into promotions (${names}) values (${values}) returning id`
          : sql`update promotions set (${names}, updated_at) = row(${values}, now()) where id = ${id} returning id`;
      try {
        const { rows } = await db.execute<{ id: string }>(
          sql`with saved as (${row}), coded as (insert into promotion_codes (promotion_id, code)
              select saved.id, x.code from saved, jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) as x(code)) select id from saved`,
        );
        return rows[0] ? { ok: true, id: Number(rows[0].id) } : { ok: false, reason: 'not_found' };
      } catch (error) {
        if (isUniqueViolation(error)) return { ok: false, reason: 'code_taken' };
        throw error;
      }
    },
    async addCodes(id, codes) {
      let added = 0;
      for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
        const portion = codes.slice(at, at + CODES_AT_ONCE);
        const { rowCount } = await db.execute(
          insertCodes(sql`${id}::bigint`, portion, sql`on conflict (code) do nothing`),
        );
        added += rowCount ?? 0;
      }
      return added;
    },
    async codes(id, afterId, limit) {
      const { rows } = await db.execute<{ id: string; code: string; uses: number }>(
        sql`select id, code, uses from promotion_codes where promotion_id = ${id} and id > ${afterId} order by id limit ${limit}`,
      );
      return rows.map((row) => ({ ...row, id: Number(row.id) }));
    },
    async remove(id) {
      const { rows } = await db.execute(sql`delete from promotions where id = ${id} returning id`);
      return rows.length > 0;
    },
  };
}
