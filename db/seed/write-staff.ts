import { createHash } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { apiTokens, staff, staffAccounts } from '../schema/staff.ts';
import { DEMO_STAFF_EMAIL, DEMO_STAFF_PASSWORD } from './demo/shop.ts';
import type { SeedTransaction } from './seed-context.ts';

/** Gives the demo its staff login, as better-auth's email-and-password account. */
export async function writeStaff(tx: SeedTransaction): Promise<void> {
  await tx
    .insert(staff)
    .values({ id: 'staff_demo', name: 'Wiebke Janssen', email: DEMO_STAFF_EMAIL, emailVerified: true, role: 'admin' });
  await tx.insert(staffAccounts).values({
    id: 'account_demo',
    accountId: 'staff_demo',
    providerId: 'credential',
    userId: 'staff_demo',
    password: await hashPassword(DEMO_STAFF_PASSWORD),
  });
}

/** Lets a token into /admin/graphql, once; only its SHA-256 (hex) is written. */
export async function writeApiToken(tx: SeedTransaction, token: string): Promise<void> {
  const tokenSha256 = createHash('sha256').update(token).digest('hex');
  await tx.insert(apiTokens).values({ name: 'Demo', tokenSha256 }).onConflictDoNothing();
}
