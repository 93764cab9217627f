import { type CharmRule, isCharmRule } from '../../commerce/currency/convert.ts';
import { parseDecimal } from '../../commerce/money/money.ts';
import { type CurrencyDeps, unsetCurrency } from './currency-terms.ts';

/** Bounds of a margin in basis points: a tenth of the rate to twice the rate. */
export const MARGIN_LIMITS = { least: -9_000, most: 10_000 } as const;
const MOST_ENDINGS = 20;

/** A change of a currency's terms; what is absent stays. */
export interface CurrencyInput {
  readonly currency: string;
  readonly isConverted?: boolean | null | undefined;
  readonly marginBps?: number | null | undefined;
  /** Decimal amounts: prices end like one of `endings` within every `every`. Null: as the rate has it. */
  readonly ending?: { readonly every: string; readonly endings: readonly string[] } | null | undefined;
}

export type CurrencyOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly field: readonly string[]; readonly message: string };

/** A charm rule of decimal amounts in a currency, or what is wrong with it. */
function readEnding(
  ending: { readonly every: string; readonly endings: readonly string[] },
  currency: string,
): { readonly ok: true; readonly charm: CharmRule } | Extract<CurrencyOutcome, { ok: false }> {
  const refuse = (message: string, ...field: string[]) =>
    ({ ok: false, field: ['input', 'ending', ...field], message }) as const;
  const every = parseDecimal(ending.every, currency);
  if (!every || every.amountMinor <= 0) return refuse(`must be an amount in ${currency} above 0.`, 'every');
  if (ending.endings.length === 0 || ending.endings.length > MOST_ENDINGS)
    return refuse(`must be 1 to ${MOST_ENDINGS} amounts.`, 'endings');
  const endings = ending.endings.map((one) => parseDecimal(one, currency)?.amountMinor ?? -1);
  const charm = { everyMinor: every.amountMinor, endingsMinor: [...new Set(endings)].sort((a, b) => a - b) };
  if (!isCharmRule(charm)) return refuse(`must be amounts in ${currency} from 0 to below ${ending.every}.`, 'endings');
  return { ok: true, charm };
}

/**
 * Changes how a currency's prices follow the shop's own; its converted prices are due from then on. Refusals in order: the shop's own currency, a currency
 * of no market, a margin out of bounds, an ending that cannot be followed.
 */
export async function editCurrency(deps: CurrencyDeps, input: CurrencyInput, actor: string): Promise<CurrencyOutcome> {
  const { currency } = input;
  const refuse = (field: string, message: string) => ({ ok: false, field: ['input', field], message }) as const;
  if (currency === (await deps.baseCurrency()))
    return refuse('currencyCode', 'is the shop’s own currency: its prices are what the others are made from.');
  if (!(await deps.marketCurrencies()).includes(currency))
    return refuse('currencyCode', `${currency} is the currency of no market.`);
  const known = (await deps.currencies.settings()).find((one) => one.currency === currency) ?? unsetCurrency(currency);
  const marginBps = input.marginBps ?? known.marginBps;
  if (!Number.isSafeInteger(marginBps) || marginBps < MARGIN_LIMITS.least || marginBps > MARGIN_LIMITS.most)
    return refuse('marginBasisPoints', `must lie between ${MARGIN_LIMITS.least} and ${MARGIN_LIMITS.most}.`);
  let charm = known.charm;
  if (input.ending === null) charm = null;
  else if (input.ending !== undefined) {
    const read = readEnding(input.ending, currency);
    if (!read.ok) return read;
    charm = read.charm;
  }
  await deps.currencies.save(
    { currency, isConverted: input.isConverted ?? known.isConverted, marginBps, charm },
    actor,
    deps.clock.nowMs(),
  );
  return { ok: true };
}
