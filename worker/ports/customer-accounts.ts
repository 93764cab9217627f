import type { RecordedAddress } from './orders.ts';

/** A customer who can sign in. */
export interface CustomerAccount {
  readonly id: number;
  /** Lower case. */
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly acceptsMarketing: boolean;
  readonly tags: readonly string[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly isEmailProven: boolean;
}

/** A customer with the hash of the password. */
export interface Credentials {
  readonly customerId: number;
  readonly passwordHash: string;
}

/** An address a customer keeps. */
export interface KeptAddress {
  readonly id: number;
  readonly isDefault: boolean;
  readonly address: RecordedAddress;
}

export interface NewAccount {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly locale: string;
  readonly acceptsMarketing: boolean;
  /** The order whose link was shown; null: none was. */
  readonly orderId: number | null;
}

/** What of a customer is changed; what is missing stays. */
export interface AccountChange {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly phone?: string | null;
  readonly acceptsMarketing?: boolean;
}

/** A hashed token. */
export interface HashedToken {
  readonly sha256: string;
  readonly expiresAtMs: number;
}

/** Accounts of customers: each call is one step that happens whole. */
export interface CustomerAccounts {
  /** Makes an account of an email address, which may have bought as a guest; null: it has one. */
  create(account: NewAccount): Promise<number | null>;
  credentials(email: string): Promise<Credentials | null>;
  /** Null: there is no such token, or it has ended. */
  byToken(sha256: string, nowMs: number): Promise<CustomerAccount | null>;
  addToken(customerId: number, kind: 'access' | 'recovery', token: HashedToken, nowMs: number): Promise<void>;
  removeToken(sha256: string): Promise<boolean>;
  /**
   * Sets a password by a recovery token, which is used up; the mailbox is proven, all other tokens end and `access` begins. False: there is no such token
   * of this customer, or it has ended.
   */
  reset(
    customerId: number,
    recoverySha256: string,
    passwordHash: string,
    access: HashedToken,
    nowMs: number,
  ): Promise<boolean>;
  /** Sets a password; all tokens end and `access` begins. */
  setPassword(customerId: number, passwordHash: string, access: HashedToken): Promise<void>;
  update(customerId: number, change: AccountChange): Promise<void>;
  /** The default one first. */
  addresses(customerId: number): Promise<readonly KeptAddress[]>;
  /** The first is the default. Null: `most` are kept already. */
  addAddress(customerId: number, address: RecordedAddress, most: number): Promise<number | null>;
  /** False: the customer has no such address. */
  changeAddress(customerId: number, id: number, address: RecordedAddress): Promise<boolean>;
  /** Another one becomes the default where the default goes. */
  removeAddress(customerId: number, id: number): Promise<boolean>;
  makeDefault(customerId: number, id: number): Promise<boolean>;
  /** Ids of the orders the customer may see, newest first, at most 250. */
  orderIds(customerId: number): Promise<readonly number[]>;
}

/** Hashes of passwords. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
}
