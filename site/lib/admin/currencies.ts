import type { AmountText } from './format.ts';
import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

/** A currency as its admin page asks for it. */
export interface AdminCurrency {
  readonly currencyCode: string;
  readonly baseCurrencyCode: string;
  readonly enabled: boolean;
  readonly marginBasisPoints: number;
  readonly ending: { readonly every: string; readonly endings: readonly string[] } | null;
  readonly rate: string | null;
  readonly rateDay: string | null;
  readonly rateSource: string | null;
  readonly problem: string | null;
  readonly fixedPrices: number;
  readonly convertedPrices: number;
  readonly preview: AmountText | null;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/** Sales of a currency as the page asks for them. */
export interface AdminCurrencySales {
  readonly currencyCode: string;
  readonly orders: number;
  readonly total: AmountText;
  readonly refunded: AmountText;
  readonly baseTotal: AmountText;
  readonly baseRefunded: AmountText;
  readonly withoutRate: number;
}

/** A price set by hand, next to what it would be. */
export interface AdminFixedPrice {
  readonly variantId: string;
  readonly productId: string;
  readonly title: string;
  readonly variantTitle: string;
  readonly sku: string | null;
  readonly price: AmountText;
  readonly basePrice: AmountText | null;
  readonly convertedPrice: AmountText | null;
}

/** Everything the page of all currencies shows. */
export interface CurrenciesAnswer {
  readonly currencySettings: readonly AdminCurrency[];
  readonly exchangeRateStatus: {
    readonly checkedAt: string | null;
    readonly updatedAt: string | null;
    readonly problem: string | null;
  };
  readonly salesByCurrency: readonly AdminCurrencySales[];
}

const MONEY = '{ amount currencyCode }';

export const CURRENCIES_QUERY = `query Currencies($price: Decimal!, $from: DateTime!, $until: DateTime!) {
  currencySettings {
    currencyCode baseCurrencyCode enabled marginBasisPoints ending { every endings } rate rateDay rateSource problem fixedPrices convertedPrices preview(price: $price) ${MONEY} changedBy changedAt
  }
  exchangeRateStatus { checkedAt updatedAt problem }
  salesByCurrency(from: $from, until: $until) { currencyCode orders total ${MONEY} refunded ${MONEY} baseTotal ${MONEY} baseRefunded ${MONEY} withoutRate }
}`;

export const FIXED_PRICES_QUERY = `query FixedPrices($currency: String!, $after: String) {
  fixedPrices(currencyCode: $currency, first: 50, after: $after) {
    nodes { variantId productId title variantTitle sku price ${MONEY} basePrice ${MONEY} convertedPrice ${MONEY} }
    pageInfo { hasNextPage endCursor }
  }
}`;

const UPDATE =
  'mutation Update($input: CurrencySettingInput!) { currencySettingUpdate(input: $input) { userErrors { field message } } }';
const REFRESH = 'mutation Refresh { exchangeRatesRefresh { ratesAdded ratesChanged userErrors { field message } } }';
const RELEASE =
  'mutation Release($currency: String!, $ids: [ID!]!) { fixedPricesRelease(currencyCode: $currency, variantIds: $ids) { released userErrors { field message } } }';

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** Percent with at most two decimals as basis points; null for anything else. */
export function basisPoints(percent: string): number | null {
  const match = /^([-−]?)(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(percent.replace(/\s*%$/, ''));
  if (!match) return null;
  const points = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '' || points === 0 ? points : -points;
}

/** Basis points as percent: 250 -> "2.5". */
export const percentText = (points: number): string => String(points / 100);

/** Saves the terms of one currency from its form. */
export async function saveCurrency(page: AdminPageContext, form: FormData): Promise<ActResult> {
  const currencyCode = text(form, 'currency');
  const marginBasisPoints = basisPoints(text(form, 'margin'));
  if (marginBasisPoints === null)
    return { ok: false, problems: [`The margin of ${currencyCode} is a percentage with at most two decimals.`] };
  const every = text(form, 'every');
  const endings = text(form, 'endings')
    .split(/[\s;]+/)
    .filter(Boolean);
  const answer = await askAdmin<{ currencySettingUpdate: { userErrors: readonly UserError[] } | null }>(page, UPDATE, {
    input: {
      currencyCode,
      enabled: form.get('enabled') === 'on',
      marginBasisPoints,
      ending: every === '' && endings.length === 0 ? null : { every, endings },
    },
  });
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.currencySettingUpdate?.userErrors ?? [];
  return errors.length > 0
    ? { ok: false, problems: sentences(errors).map((one) => `${currencyCode}, ${one}`) }
    : { ok: true, done: `${currencyCode} saved. Its converted prices follow.` };
}

/** Asks for rates now. */
export async function refreshRates(page: AdminPageContext): Promise<ActResult> {
  const answer = await askAdmin<{
    exchangeRatesRefresh: { ratesAdded: number; ratesChanged: number; userErrors: readonly UserError[] } | null;
  }>(page, REFRESH, {});
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const payload = answer.data.exchangeRatesRefresh;
  if (!payload || payload.userErrors.length > 0) return { ok: false, problems: sentences(payload?.userErrors ?? []) };
  const news = payload.ratesAdded + payload.ratesChanged;
  return { ok: true, done: news === 0 ? 'The rates are up to date.' : `${news} new rates.` };
}

/** Lets the ticked prices follow the rate again. */
export async function releasePrices(page: AdminPageContext, currency: string, form: FormData): Promise<ActResult> {
  const ids = form.getAll('variant').filter((one) => typeof one === 'string');
  if (ids.length === 0) return { ok: false, problems: ['Tick the prices that should follow the rate again.'] };
  const answer = await askAdmin<{
    fixedPricesRelease: { released: number; userErrors: readonly UserError[] } | null;
  }>(page, RELEASE, { currency, ids });
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const payload = answer.data.fixedPricesRelease;
  if (!payload || payload.userErrors.length > 0) return { ok: false, problems: sentences(payload?.userErrors ?? []) };
  return {
    ok: true,
    done: `${payload.released} ${payload.released === 1 ? 'price follows' : 'prices follow'} the rate again.`,
  };
}
