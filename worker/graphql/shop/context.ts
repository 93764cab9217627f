import type { Deps } from '../../deps.ts';
import type { Env } from '../../env.ts';
import type { StreamPlace } from '../http/subscription.ts';
import type { ShopLoaders } from './loaders.ts';

/** Where and in which language a request shops; from `@inContext`, falling back to the shop's primary market. */
export interface BuyerContext {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** BCP 47 language, lower case: en, de. */
  readonly language: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Whether shown prices contain tax. */
  readonly taxIncluded: boolean;
  readonly marketHandle: string;
}

/** What every resolver of the shop API receives; made once per request. */
export interface ShopContext {
  readonly env: Env;
  readonly deps: Deps;
  readonly buyer: BuyerContext;
  /** Scheme and host that absolute addresses in answers start with, without a trailing slash. */
  readonly origin: string;
  readonly nowMs: number;
  readonly requestId: string;
  /** Value of the Idempotency-Key header, if sent. */
  readonly idempotencyKey: string | null;
  /** Shopper's address for payment fraud checks and rate limits; null inside the Worker. */
  readonly clientIp: string | null;
  /** Where a subscription's reader is. */
  readonly stream: StreamPlace;
  readonly loaders: ShopLoaders;
  /** Cache tags of the entities an answer was made from, such as product:12; add with `tag()`. */
  readonly tags: Set<string>;
  /** Work that goes on after the answer was sent. */
  waitUntil(work: Promise<unknown>): void;
}
