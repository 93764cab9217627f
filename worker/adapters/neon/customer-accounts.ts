import { and, desc, eq, gt, gte, isNotNull, or, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { customerAccounts as accounts, customerTokens as tokens } from '../../../db/schema/accounts.ts';
import { addresses, customers } from '../../../db/schema/orders.ts';
import type { CustomerAccounts, HashedToken } from '../../ports/customer-accounts.ts';

const isoOf = (ms: number) => new Date(ms).toISOString();
const NOTHING_TOLD = { firstName: null, lastName: null, phone: null, tags: [] } as const;
/** Orders one account shows. */
const MOST_ORDERS = 250;

/** The CustomerAccounts port over PostgreSQL; each call is one statement or one batch. */
export function neonCustomerAccounts(db: Db): CustomerAccounts {
  const tokenRow = (customerId: number, kind: 'access' | 'recovery', { sha256, expiresAtMs }: HashedToken) => ({
    sha256,
    customerId,
    kind,
    expiresAt: new Date(expiresAtMs),
  });
  const own = (customerId: number, id: number) => and(eq(addresses.customerId, customerId), eq(addresses.id, id));
  return {
    async create(one) {
      const order = one.orderId === null ? sql`'{}'::bigint[]` : sql`array[${one.orderId}::bigint]`;
      const { rows } = await db.execute<{ id: string }>(sql`with person as (
          insert into customers (email, first_name, last_name, phone, locale, accepts_marketing)
          values (${one.email}, ${one.firstName}, ${one.lastName}, ${one.phone}, ${one.locale}, ${one.acceptsMarketing})
          on conflict (email) do update set updated_at = now() returning id)
        insert into customer_accounts (customer_id, password_hash, order_ids)
          select id, ${one.passwordHash}, ${order} from person on conflict (customer_id) do nothing returning customer_id as id`);
      return rows[0] ? Number(rows[0].id) : null;
    },
    async credentials(email) {
      const [row] = await db
        .select({ customerId: accounts.customerId, passwordHash: accounts.passwordHash })
        .from(accounts)
        .innerJoin(customers, eq(customers.id, accounts.customerId))
        .where(eq(customers.email, email));
      return row ?? null;
    },
    async byToken(sha256, nowMs) {
      const [row] = await db
        .select({ customer: customers, provenAt: accounts.emailProvenAt })
        .from(tokens)
        .innerJoin(accounts, eq(accounts.customerId, tokens.customerId))
        .innerJoin(customers, eq(customers.id, tokens.customerId))
        .where(and(eq(tokens.sha256, sha256), eq(tokens.kind, 'access'), gt(tokens.expiresAt, new Date(nowMs))));
      if (!row) return null;
      const { id, email, firstName, lastName, phone, acceptsMarketing, tags, createdAt, updatedAt } = row.customer;
      const isEmailProven = row.provenAt !== null;
      // What is known of a guest belongs to the owner of the mailbox, whoever made the account.
      const told = isEmailProven ? { firstName, lastName, phone, tags } : NOTHING_TOLD;
      const times = { createdAtMs: createdAt.getTime(), updatedAtMs: updatedAt.getTime() };
      return { id, email, acceptsMarketing, isEmailProven, ...told, ...times };
    },
    async addToken(customerId, kind, token, nowMs) {
      await db.batch([
        db.execute(
          sql`delete from customer_tokens where customer_id = ${customerId} and expires_at < ${isoOf(nowMs)}::timestamptz`,
        ),
        db.insert(tokens).values(tokenRow(customerId, kind, token)),
      ]);
    },
    async removeToken(sha256) {
      return (await db.delete(tokens).where(eq(tokens.sha256, sha256)).returning({ kind: tokens.kind })).length > 0;
    },
    async reset(customerId, recovery, passwordHash, access, nowMs) {
      const { rows } = await db.execute<{ id: string }>(sql`with
        used as (delete from customer_tokens where sha256 = ${recovery} and kind = 'recovery' and customer_id = ${customerId}
          and expires_at > ${isoOf(nowMs)}::timestamptz returning customer_id),
        ended as (delete from customer_tokens t using used where t.customer_id = used.customer_id and t.sha256 <> ${recovery}),
        begun as (insert into customer_tokens (sha256, customer_id, kind, expires_at)
          select ${access.sha256}, customer_id, 'access', ${isoOf(access.expiresAtMs)}::timestamptz from used)
        update customer_accounts a set password_hash = ${passwordHash}, email_proven_at = coalesce(a.email_proven_at, ${isoOf(nowMs)}::timestamptz)
          from used where a.customer_id = used.customer_id returning a.customer_id as id`);
      return rows.length > 0;
    },
    async setPassword(customerId, passwordHash, access) {
      await db.batch([
        db.update(accounts).set({ passwordHash }).where(eq(accounts.customerId, customerId)),
        db.delete(tokens).where(eq(tokens.customerId, customerId)),
        db.insert(tokens).values(tokenRow(customerId, 'access', access)),
      ]);
    },
    async update(customerId, change) {
      await db
        .update(customers)
        .set({ ...change, updatedAt: sql`now()` })
        .where(eq(customers.id, customerId));
    },
    async addresses(customerId) {
      return (
        db
          .select({ id: addresses.id, isDefault: addresses.isDefault, address: addresses.address })
          .from(addresses)
          .innerJoin(accounts, eq(accounts.customerId, addresses.customerId))
          // Those of before belong to the owner of the mailbox.
          .where(
            and(
              eq(addresses.customerId, customerId),
              or(isNotNull(accounts.emailProvenAt), gte(addresses.createdAt, accounts.createdAt)),
            ),
          )
          .orderBy(desc(addresses.isDefault), desc(addresses.id))
      );
    },
    async addAddress(customerId, address, most) {
      // The account's row is the lock: two at once are counted one after the other.
      const { rows } = await db.execute<{ id: string }>(sql`with
        account as (select customer_id from customer_accounts where customer_id = ${customerId} for update),
        known as (select count(*) as n from addresses where customer_id = (select customer_id from account))
        insert into addresses (customer_id, address, is_default)
          select customer_id, ${JSON.stringify(address)}::jsonb, (select n from known) = 0 from account where (select n from known) < ${most}::int
          returning id`);
      return rows[0] ? Number(rows[0].id) : null;
    },
    async changeAddress(customerId, id, address) {
      const rows = await db
        .update(addresses)
        .set({ address })
        .where(own(customerId, id))
        .returning({ id: addresses.id });
      return rows.length > 0;
    },
    async removeAddress(customerId, id) {
      const [gone] = await db.batch([
        db.delete(addresses).where(own(customerId, id)).returning({ id: addresses.id }),
        db.execute(sql`update addresses set is_default = true where id = (select max(id) from addresses where customer_id = ${customerId})
          and not exists (select 1 from addresses where customer_id = ${customerId} and is_default)`),
      ]);
      return gone.length > 0;
    },
    async makeDefault(customerId, id) {
      const { rows } = await db.execute<{ id: string }>(sql`update addresses set is_default = (id = ${id})
        where customer_id = ${customerId} and exists (select 1 from addresses where id = ${id} and customer_id = ${customerId}) returning id`);
      return rows.length > 0;
    },
    async orderIds(customerId) {
      const { rows } = await db.execute<{
        id: string;
      }>(sql`select o.id from orders o join customer_accounts a on a.customer_id = o.customer_id
        where o.customer_id = ${customerId} and (a.email_proven_at is not null or o.id = any(a.order_ids))
        order by o.placed_at desc, o.id desc limit ${MOST_ORDERS}`);
      return rows.map((row) => Number(row.id));
    },
  };
}
