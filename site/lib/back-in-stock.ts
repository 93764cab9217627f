import type { MoneyV2 } from './format.ts';
import { ask, shopDocument } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import type { BackInStockMessages } from './messages/back-in-stock.ts';
import type { InMarket } from './queries.ts';
import type { SelectedOption, ShopImage } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

/** What a request is about. */
export interface AwaitedVariant {
  readonly id: string;
  readonly availableForSale: boolean;
  readonly image: ShopImage | null;
  readonly price: MoneyV2;
  readonly selectedOptions: readonly SelectedOption[];
  readonly product: { readonly title: string; readonly handle: string };
}

export type BackInStockProblem = keyof BackInStockMessages['problems'];

const variantDocument = shopDocument<{ readonly node: AwaitedVariant | null }, InMarket & { readonly id: string }>(
  `query Awaited($country: CountryCode!, $language: LanguageCode!, $id: ID!) @inContext(country: $country, language: $language) {
  node(id: $id) { ... on ProductVariant { id availableForSale image { url altText width height } price { amount currencyCode } selectedOptions { name value } product { title handle } } }
}`,
);
const requestDocument = shopDocument<
  {
    readonly backInStockRequestCreate: {
      readonly noted: boolean;
      readonly userErrors: readonly { readonly code: string }[];
    } | null;
  },
  InMarket & { readonly input: { readonly variantId: string; readonly email: string } }
>(
  `mutation Tell($country: CountryCode!, $language: LanguageCode!, $input: BackInStockRequestInput!) @inContext(country: $country, language: $language) {
  backInStockRequestCreate(input: $input) { noted userErrors { code } }
}`,
);
const forgetDocument = shopDocument<
  { readonly backInStockForget: { readonly removed: number } | null },
  { readonly key: string }
>('mutation Forget($key: String!) { backInStockForget(key: $key) { removed } }');

/** A variant by its number; null when there is none on sale or the shop does not answer. */
export async function readAwaited(shop: ShopLocals, variant: string): Promise<AwaitedVariant | null> {
  if (!/^[1-9]\d{0,14}$/.test(variant)) return null;
  const id = `gid://shopify/ProductVariant/${variant}`;
  const answer = await ask(shop.access, variantDocument, { ...inContextOf(shop.market), id });
  return answer.ok ? answer.data.node : null;
}

const isProblem = (code: string): code is BackInStockProblem => ['INVALID', 'TOO_MANY_REQUESTS'].includes(code);

/** Asks for the mail. Null when it will come (or the variant can be bought by now), else why not. */
export async function requestMail(
  shop: ShopLocals,
  variantId: string,
  email: string,
): Promise<BackInStockProblem | null> {
  const input = { variantId, email };
  const answer = await ask(shop.access, requestDocument, { ...inContextOf(shop.market), input });
  if (!answer.ok) return 'UNAVAILABLE';
  const { noted = false, userErrors = [] } = answer.data.backInStockRequestCreate ?? {};
  const code = userErrors[0]?.code ?? '';
  if (noted || code === 'AVAILABLE') return null;
  return isProblem(code) ? code : 'UNAVAILABLE';
}

/** Has everything forgotten of who got the mail with this key; false when the shop did not answer. */
export async function forgetMe(shop: ShopLocals, key: string): Promise<boolean> {
  const answer = await ask(shop.access, forgetDocument, { key });
  return answer.ok && answer.data.backInStockForget !== null;
}
