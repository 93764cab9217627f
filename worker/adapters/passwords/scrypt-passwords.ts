import { hashPassword, verifyPassword } from 'better-auth/crypto';
import type { Passwords } from '../../ports/customer-accounts.ts';

/** Hashes by scrypt with better-auth's parameters (N 16384, r 16), the same that staff passwords have. */
export const scryptPasswords: Passwords = {
  hash: (password) => hashPassword(password),
  verify: (password, hash) => verifyPassword({ password, hash }),
};
