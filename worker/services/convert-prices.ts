import { convertPrice } from '../../commerce/currency/price-conversion.ts';
import type { ConvertedPrice, DuePrice } from '../ports/currencies.ts';
import { type CurrencyDeps, type CurrencyState, currencyStates } from './currency-terms.ts';

/** Prices of one statement. */
const PORTION = 500;
/** Portions of a currency in one call; the next minute's call goes on. */
const PORTIONS = 20;

/** A due price as it is to be; none where the result could not be counted exactly. */
function made(due: DuePrice, base: string, state: CurrencyState): ConvertedPrice[] {
  if (!state.terms) return [];
  const { fromMinor, fromCompareAtMinor, ...rest } = due;
  try {
    const from = { currency: base, amountMinor: fromMinor, compareAtMinor: fromCompareAtMinor };
    return [{ ...rest, ...convertPrice(from, state.setting.currency, state.terms) }];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Makes one portion of a currency's due prices; answers where to go on, null when none is left, and the products whose prices changed. */
async function portion(
  deps: CurrencyDeps,
  base: string,
  state: CurrencyState,
  query: { readonly after: number; readonly productIds: readonly number[] | null; readonly isTold: boolean },
): Promise<{ readonly next: number | null; readonly productIds: readonly number[] }> {
  const { setting, terms } = state;
  if (!terms) return { next: null, productIds: [] };
  const { after, productIds, isTold } = query;
  const due = await deps.currencies.duePrices({
    base,
    currency: setting.currency,
    terms,
    after,
    most: PORTION,
    productIds,
  });
  const last = due.at(-1);
  const prices = due.flatMap((one) => made(one, base, state));
  const id = `${setting.currency} ${terms.day} ${deps.clock.nowMs()} ${after}`;
  const changed =
    prices.length > 0 ? await deps.currencies.writePrices(base, setting.currency, prices, { id, isTold }) : [];
  return { next: last && due.length === PORTION ? last.variantId : null, productIds: changed };
}

/**
 * Goes through the prices of currencies whose rates or terms changed, a bounded number a call. A price set by hand stays; so do all prices of a currency
 * whose rate is out of date: it stays due until there is one. Doing it again changes nothing. Where nothing is due it costs one statement. Answers how many
 * products got another price.
 */
export async function convertDue(deps: CurrencyDeps): Promise<number> {
  const due = await deps.currencies.due();
  if (due.length === 0) return 0;
  const [base, states] = await Promise.all([deps.baseCurrency(), currencyStates(deps)]);
  let changed = 0;
  for (const { currency, version } of due) {
    const state = states.find((one) => one.setting.currency === currency);
    // A market that is gone has no prices to keep up.
    if (!state) await deps.currencies.settled(currency, version);
    if (!state?.terms) continue;
    let next: number | null = 0;
    for (let at = 0; at < PORTIONS && next !== null; at += 1) {
      const done: Awaited<ReturnType<typeof portion>> = await portion(deps, base, state, {
        after: next,
        productIds: null,
        isTold: true,
      });
      changed += done.productIds.length;
      next = done.next;
    }
    if (next === null) await deps.currencies.settled(currency, version);
  }
  return changed;
}

/** Brings the converted prices of products up to date after they were written; whoever calls tells caches and search. */
export async function convertProducts(deps: CurrencyDeps, productIds: readonly number[]): Promise<void> {
  if (productIds.length === 0) return;
  const settings = await deps.currencies.settings();
  if (!settings.some((one) => one.isConverted)) return;
  const [base, states] = await Promise.all([deps.baseCurrency(), currencyStates(deps)]);
  for (const state of states) {
    if (!state.setting.isConverted) continue;
    let next: number | null = 0;
    while (next !== null) {
      const done: Awaited<ReturnType<typeof portion>> = await portion(deps, base, state, {
        after: next,
        productIds,
        isTold: false,
      });
      next = done.next;
    }
  }
}
