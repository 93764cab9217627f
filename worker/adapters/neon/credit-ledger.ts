import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { CreditAccount, CreditLedger } from '../../ports/credit.ts';
import { isUniqueViolation } from './sql-state.ts';

type AccountJson = CreditAccount & { readonly codeHash: string };

const ACCOUNT =
  sql.raw(`json_build_object('id', a.id, 'kind', a.kind, 'lastCharacters', a.last_characters, 'customerId', a.customer_id, 'currency', a.currency,
  'initialMinor', a.initial_minor, 'balanceMinor', a.balance_minor, 'isActive', a.is_active, 'expiresAtMs', (extract(epoch from a.expires_at) * 1000)::bigint,
  'note', a.note, 'createdAtMs', (extract(epoch from a.created_at) * 1000)::bigint, 'codeHash', a.code_hash) as account`);

const bigints = (ids: readonly number[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint)`;
const moment = (ms: number | null): SQL => sql`${ms === null ? null : new Date(ms).toISOString()}::timestamptz`;

/** The ledger in Postgres over the Neon driver: every movement is one statement, so it and the balance change together or not at all. */
export function neonCreditLedger(db: Db): CreditLedger {
  const accounts = async (rest: SQL): Promise<AccountJson[]> => {
    const { rows } = await db.execute<{ account: AccountJson }>(sql`select ${ACCOUNT} from credit_accounts a ${rest}`);
    return rows.map((row) => row.account);
  };
  const kindOf = async (key: string): Promise<string | null> => {
    const { rows } = await db.execute<{ kind: string }>(sql`select kind from ledger_transactions where key = ${key}`);
    return rows[0]?.kind ?? null;
  };
  /** Does a movement that must happen once: whoever loses the race for its key learns that it happened. */
  async function once(statement: SQL): Promise<readonly Record<string, unknown>[] | null> {
    try {
      return (await db.execute(statement)).rows;
    } catch (error) {
      if (isUniqueViolation(error)) return null;
      throw error;
    }
  }
  return {
    async byCodeHashes(hashes) {
      if (hashes.length === 0) return [];
      return accounts(
        sql`where a.code_hash = any(array(select jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb)))`,
      );
    },
    async byIds(ids) {
      if (ids.length === 0) return new Map();
      return new Map((await accounts(sql`where a.id = any(${bigints(ids)})`)).map((one) => [one.id, one]));
    },
    list({ kind, lastCharacters, beforeId, limit }) {
      const like = lastCharacters === null ? sql`true` : sql`a.last_characters = ${lastCharacters}`;
      const older = beforeId === null ? sql`true` : sql`a.id < ${beforeId}`;
      return accounts(
        sql`where a.kind = ${kind}::credit_kind and ${like} and ${older} order by a.id desc limit ${limit}`,
      );
    },
    async movements(accountId) {
      const { rows } = await db.execute<{
        id: string;
        kind: string;
        amount: string;
        order_id: string | null;
        actor: string;
        at: string;
      }>(
        sql`select e.id, t.kind, e.amount_minor as amount, t.order_id, t.actor, (extract(epoch from t.created_at) * 1000)::bigint as at
          from ledger_entries e join ledger_transactions t on t.id = e.transaction_id where e.account_id = ${accountId} order by e.id desc limit 250`,
      );
      return rows.map((row) => ({
        id: Number(row.id),
        kind: row.kind,
        amountMinor: Number(row.amount),
        orderId: row.order_id === null ? null : Number(row.order_id),
        actor: row.actor,
        createdAtMs: Number(row.at),
      }));
    },
    async open({ kind, codeHash, lastCharacters, customerId, currency, amountMinor, expiresAtMs, note, actor }) {
      const rows = await once(sql`with opened as (
          insert into credit_accounts (kind, code_hash, last_characters, customer_id, currency, initial_minor, balance_minor, expires_at, note)
          values (${kind}::credit_kind, ${codeHash}, ${lastCharacters}, ${customerId}::bigint, ${currency}, ${amountMinor}::bigint, ${amountMinor}::bigint,
            ${moment(expiresAtMs)}, ${note}) returning *
        ), moved as (
          insert into ledger_transactions (key, kind, actor) select 'issue:' || opened.id, 'issue', ${actor} from opened returning id
        ), entries as (
          insert into ledger_entries (transaction_id, side, account_id, amount_minor, currency)
          select moved.id, x.side, case when x.side = 'credit' then opened.id end, x.amount, opened.currency from moved, opened,
            (values ('credit', ${amountMinor}::bigint), ('issued', -${amountMinor}::bigint)) as x(side, amount)
        ) select ${ACCOUNT} from opened a`);
      const account = rows?.[0]?.account as CreditAccount | undefined;
      return account ? { ok: true, account } : { ok: false, reason: 'known' };
    },
    async debit({ accountId, key, amountMinor, currency, orderId }) {
      const rows = await once(sql`with debited as (
          update credit_accounts set balance_minor = balance_minor - ${amountMinor}::bigint, updated_at = now()
          where id = ${accountId} and balance_minor >= ${amountMinor}::bigint and is_active and currency = ${currency}
            and (expires_at is null or expires_at > now()) and not exists (select 1 from ledger_transactions where key = ${key}) returning id
        ), moved as (
          insert into ledger_transactions (key, kind, order_id, actor) select ${key}, 'redeem', ${orderId}::bigint, 'shopper' from debited returning id
        ), entries as (
          insert into ledger_entries (transaction_id, side, account_id, amount_minor, currency)
          select moved.id, x.side, case when x.side = 'credit' then ${accountId}::bigint end, x.amount, ${currency} from moved,
            (values ('credit', -${amountMinor}::bigint), ('orders', ${amountMinor}::bigint)) as x(side, amount)
        ) select id from moved`);
      if (rows && rows.length > 0) return { ok: true };
      const known = await kindOf(key);
      if (known === null) return { ok: false, reason: 'not_enough' };
      const { rows: undone } = await db.execute(sql`select 1 from ledger_transactions where key = ${`${key}:undo`}`);
      return known === 'redeem' && undone.length === 0 ? { ok: true } : { ok: false, reason: 'undone' };
    },
    async undo(key) {
      // The first statement bars a debit that is still on its way; the second gives back one that came first.
      await once(
        sql`insert into ledger_transactions (key, kind, actor) values (${key}, 'void', 'system') on conflict (key) do nothing`,
      );
      await once(sql`with made as (
          select t.id, t.order_id from ledger_transactions t where t.key = ${key} and t.kind = 'redeem'
            and not exists (select 1 from ledger_transactions where key = ${`${key}:undo`})
        ), moved as (
          insert into ledger_transactions (key, kind, order_id, actor) select ${`${key}:undo`}, 'undo', order_id, 'system' from made returning id
        ), entries as (
          insert into ledger_entries (transaction_id, side, account_id, amount_minor, currency)
          select moved.id, e.side, e.account_id, -e.amount_minor, e.currency from moved, made, ledger_entries e where e.transaction_id = made.id
        )
        update credit_accounts a set balance_minor = a.balance_minor - e.amount_minor, updated_at = now()
        from moved, made, ledger_entries e where e.transaction_id = made.id and e.account_id = a.id returning a.id`);
    },
    async credit({ accountId, key, kind, amountMinor, orderId, actor }) {
      const side = kind === 'refund' ? 'orders' : 'issued';
      await once(sql`with moved as (
          insert into ledger_transactions (key, kind, order_id, actor) select ${key}, ${kind}, ${orderId}::bigint, ${actor}
          where not exists (select 1 from ledger_transactions where key = ${key}) returning id
        ), credited as (
          update credit_accounts set balance_minor = balance_minor + ${amountMinor}::bigint, updated_at = now() from moved
          where credit_accounts.id = ${accountId} returning credit_accounts.id, currency, moved.id as transaction_id
        ) insert into ledger_entries (transaction_id, side, account_id, amount_minor, currency)
          select c.transaction_id, x.side, case when x.side = 'credit' then c.id end, x.amount, c.currency from credited c,
            (values ('credit', ${amountMinor}::bigint), (${side}, -${amountMinor}::bigint)) as x(side, amount)`);
    },
    async update(id, { isActive, note, expiresAtMs }) {
      const { rows } = await db.execute<{ account: CreditAccount }>(sql`update credit_accounts a set updated_at = now(),
          is_active = coalesce(${isActive ?? null}::boolean, a.is_active),
          note = case when ${note !== undefined}::boolean then ${note ?? null} else a.note end,
          expires_at = case when ${expiresAtMs !== undefined}::boolean then ${moment(expiresAtMs ?? null)} else a.expires_at end
        where a.id = ${id} returning ${ACCOUNT}`);
      return rows[0]?.account ?? null;
    },
  };
}
