import { isEmail } from '../../commerce/cart/apply.ts';
import { emailIdentity } from '../../commerce/drops/identity.ts';
import { type BackInStockRecords, type BackInStockRequest, MOST_ARRIVED } from '../ports/back-in-stock.ts';
import type { Catalogue, MarketRecord, ProductRecord, VariantRecord } from '../ports/catalogue.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { PictureAddresses } from '../ports/pictures.ts';
import type { RateLimit } from '../ports/rate-limit.ts';
import { backInStockMail } from './back-in-stock-mail.ts';
import { sellableUnits } from './cart-view.ts';
import type { OrderMailDeps } from './order-mail.ts';

export interface BackInStockDeps {
  readonly backInStock: BackInStockRecords;
  readonly backInStockLimit: RateLimit;
  readonly records: Pick<Catalogue, 'products'>;
  readonly pictures: { readonly addresses: PictureAddresses };
  readonly orderMail: Pick<OrderMailDeps, 'mail' | 'from' | 'origin' | 'shopName'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The shop's markets, as the catalogue remembers them. */
  markets(): Promise<readonly MarketRecord[]>;
}

/** Variants one person can wait for. */
const MOST_PER_PERSON = 30;
/** A mail that was begun this long ago was not sent; one that failed is tried again after it. */
const LOST_AFTER_MS = 10 * 60_000;
const SENT_TOGETHER = 10;
/** Mails of one call: a request may make only so many, and whoever calls has other work. The next minute sends the rest. */
const MOST_MAILS = 200;
/** Pages of MOST_ARRIVED that a round looks through. */
const MOST_PAGES = 50;
const DAY_MS = 86_400_000;
/** The mail's link works for a month; who waits in vain for a year is forgotten. */
const KEPT_MAILED_MS = 30 * DAY_MS;
const KEPT_WAITING_MS = 365 * DAY_MS;

export type AskedBackInStock =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'email' | 'too_often' | 'for_sale' };

/** Whether a variant can be bought in any currency, as far as the records know. */
const isForSale = (variant: VariantRecord): boolean => sellableUnits(variant) !== 0 && variant.prices.length > 0;

/**
 * Notes that somebody wants one mail when a variant can be bought again; asking again changes nothing. Refusals in order: `email` is none, `too_often` from
 * this network or for this address, `for_sale` already. What the records leave out is answered like what they take (see `BackInStockRecords.add`).
 */
export async function askBackInStock(
  deps: BackInStockDeps,
  variant: VariantRecord,
  asked: {
    readonly email: string;
    readonly language: string;
    readonly country: string;
    /** Who sends it, as counts know them; null: not known. */
    readonly network: string | null;
  },
): Promise<AskedBackInStock> {
  const email = asked.email.trim();
  if (!isEmail(email)) return { ok: false, reason: 'email' };
  const person = emailIdentity(email);
  const names = [`person ${person}`, ...(asked.network === null ? [] : [`network ${asked.network}`])];
  const allowed = await Promise.all(names.map((name) => deps.backInStockLimit.allows(name)));
  if (allowed.includes(false)) return { ok: false, reason: 'too_often' };
  if (isForSale(variant)) return { ok: false, reason: 'for_sale' };
  const { language, country } = asked;
  await deps.backInStock.add(
    {
      variantId: variant.id,
      email,
      person,
      language,
      country,
      key: deps.ids.token(),
      requestedAtMs: deps.clock.nowMs(),
    },
    MOST_PER_PERSON,
  );
  return { ok: true };
}

/**
 * How many are told at once of a variant with so many units (null: any number): ten times as many as there are units, so that most who come find some, from
 * 20 to 300. The next are told a minute later, if there are units then; who asked first is told first.
 */
export function waveOf(units: number | null): number {
  return units === null ? 300 : Math.min(300, Math.max(20, units * 10));
}

async function tell(
  deps: BackInStockDeps,
  request: BackInStockRequest,
  sold: Arrival,
  shop: { readonly name: string; readonly markets: readonly MarketRecord[] },
): Promise<void> {
  const { mail, from, origin } = deps.orderMail;
  const market = shop.markets.find((one) => one.countries.includes(request.country));
  await mail.send(
    backInStockMail({
      request,
      ...sold,
      currency: market?.currency ?? null,
      shop: { name: shop.name, origin, from },
      pictures: deps.pictures.addresses,
    }),
  );
}

/** Something that people wait for and that can be bought. */
interface Arrival {
  readonly product: ProductRecord;
  readonly variant: VariantRecord;
}

/** What can really be bought again: the copies of stock cannot tell of bundles and prices. Looks through all, page by page. */
async function arrivalsOf(deps: BackInStockDeps, variantIds: readonly number[] | null): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  let after = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const some = await deps.backInStock.arrived(variantIds, after);
    const products =
      some.length === 0 ? [] : await deps.records.products([...new Set(some.map(({ productId }) => productId))]);
    for (const { variantId, productId } of some) {
      const product = products.find((one) => one.id === productId);
      const variant = product?.variants.find((one) => one.id === variantId);
      if (product && variant && isForSale(variant)) arrivals.push({ product, variant });
    }
    if (some.length < MOST_ARRIVED) break;
    after = some.at(-1)?.variantId ?? after;
  }
  return arrivals;
}

/** The same list begun elsewhere every minute, so that whoever is last once is not last for ever. */
function fromWhoseTurnItIs(arrivals: readonly Arrival[], nowMs: number): readonly Arrival[] {
  const first = Math.floor(nowMs / 60_000) % Math.max(1, arrivals.length);
  return [...arrivals.slice(first), ...arrivals.slice(0, first)];
}

/**
 * Writes to those who wait for variants that can be bought again, a wave per variant; null: of all variants. Each request is mailed once, however often this
 * is called and by how many at a time: it is claimed first, and the mail's name makes a repetition after a crash the same mail. Where there are more mails than
 * one call may send, every variant has its share of them, and who is left out comes first another minute. Answers how many were sent.
 * A mail that fails is tried again ten minutes later and holds up nobody; the failure is thrown once the others are sent. When ten together fail, the service
 * is away: what was not tried is given back at once.
 */
export async function tellBackInStock(deps: BackInStockDeps, variantIds: readonly number[] | null): Promise<number> {
  const arrivals = fromWhoseTurnItIs(await arrivalsOf(deps, variantIds), deps.clock.nowMs());
  if (arrivals.length === 0) return 0;
  const shop = { name: await deps.orderMail.shopName(), markets: await deps.markets() };
  const round: Round = { sent: 0, failure: undefined };
  for (const [place, arrival] of arrivals.entries()) {
    const share = Math.max(1, Math.floor((MOST_MAILS - round.sent) / (arrivals.length - place)));
    const most = Math.min(waveOf(sellableUnits(arrival.variant)), share, MOST_MAILS - round.sent);
    if (most <= 0) break;
    await tellWave(deps, arrival, most, shop, round);
  }
  if (round.failure !== undefined) throw round.failure;
  return round.sent;
}

/** What one call has done so far. */
interface Round {
  sent: number;
  failure: unknown;
}

/** Claims and mails the first who wait for a variant. Throws when nothing at all could be sent. */
async function tellWave(
  deps: BackInStockDeps,
  arrival: Arrival,
  most: number,
  shop: { readonly name: string; readonly markets: readonly MarketRecord[] },
  round: Round,
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const claimed = await deps.backInStock.claim(arrival.variant.id, most, {
    nowMs,
    staleBeforeMs: nowMs - LOST_AFTER_MS,
  });
  for (let at = 0; at < claimed.length; at += SENT_TOGETHER) {
    const some = claimed.slice(at, at + SENT_TOGETHER);
    const outcomes = await Promise.allSettled(some.map((one) => tell(deps, one, arrival, shop)));
    const done = some.filter((_one, place) => outcomes[place]?.status === 'fulfilled').map(({ id }) => id);
    await deps.backInStock.mailed(done, deps.clock.nowMs());
    round.sent += done.length;
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) round.failure ??= failed.reason;
    if (done.length > 0) continue;
    await deps.backInStock.release(claimed.slice(at + SENT_TOGETHER).map(({ id }) => id));
    throw round.failure;
  }
}

/** Forgets whom nothing is owed any more: those mailed a month ago, and those who have waited for a year. */
export function forgetOldRequests(deps: Pick<BackInStockDeps, 'backInStock'>, nowMs: number): Promise<void> {
  return deps.backInStock.prune({ mailedMs: nowMs - KEPT_MAILED_MS, requestedMs: nowMs - KEPT_WAITING_MS, nowMs });
}
