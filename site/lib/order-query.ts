import type { MoneyV2 } from './format.ts';
import { shopDocument } from './graphql.ts';
import type { InMarket } from './queries.ts';
import type { DeliveryMethodType, MailingAddress, SelectedOption, ShopImage, Store } from './shapes.ts';

export interface OrderAnswer {
  readonly node: {
    readonly __typename: string;
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly processedAt: string;
    readonly canceledAt: string | null;
    readonly financialStatus: string | null;
    readonly fulfillmentStatus: string;
    readonly subtotalPrice: MoneyV2 | null;
    readonly totalPrice: MoneyV2;
    readonly totalShippingPrice: MoneyV2;
    readonly totalTax: MoneyV2 | null;
    readonly totalRefunded: MoneyV2;
    readonly shippingAddress:
      | (Omit<MailingAddress, 'provinceCode' | 'countryCode'> & {
          readonly name: string | null;
          readonly province: string | null;
          readonly countryCodeV2: string | null;
        })
      | null;
    /** Null for orders of before there was a choice. */
    readonly delivery: {
      readonly methodType: DeliveryMethodType;
      readonly arrivesFrom: string | null;
      readonly arrivesTo: string | null;
      readonly expectedReadyAt: string | null;
      readonly readyAt: string | null;
      readonly pickupCode: string | null;
      readonly location: Store | null;
      readonly window: { readonly startsAt: string; readonly endsAt: string; readonly timeZone: string } | null;
    } | null;
    readonly lineItems: {
      readonly nodes: readonly {
        readonly title: string;
        readonly quantity: number;
        readonly discountedTotalPrice: MoneyV2;
        readonly variant: {
          readonly image: ShopImage | null;
          readonly selectedOptions: readonly SelectedOption[];
          readonly product: { readonly id: string; readonly handle: string };
        } | null;
      }[];
    };
    readonly successfulFulfillments:
      | readonly {
          readonly trackingCompany: string | null;
          readonly trackingInfo: readonly { readonly number: string | null; readonly url: string | null }[];
        }[]
      | null;
  } | null;
}

const money = 'amount currencyCode';

/** An order for whoever holds its id and key: gid://shopify/Order/1001?key=SECRET. */
export const orderDocument = shopDocument<OrderAnswer, InMarket & { readonly id: string }>(`query OrderStatus(
  $country: CountryCode!, $language: LanguageCode!, $id: ID!
) @inContext(country: $country, language: $language) {
  node(id: $id) {
    __typename
    ... on Order {
      id name email processedAt canceledAt financialStatus fulfillmentStatus
      subtotalPrice { ${money} } totalPrice { ${money} } totalShippingPrice { ${money} } totalTax { ${money} } totalRefunded { ${money} }
      shippingAddress { name firstName lastName company address1 address2 city zip province: provinceCode countryCodeV2 phone }
      delivery { methodType arrivesFrom arrivesTo expectedReadyAt readyAt pickupCode window { startsAt endsAt timeZone }
        location { name timeZone pickupInstructions address { address1 zip city countryCode } openingHours { weekdays from to } } }
      lineItems(first: 100) { nodes {
        title quantity discountedTotalPrice { ${money} }
        variant { image { url altText width height } selectedOptions { name value } product { id handle } }
      } }
      successfulFulfillments(first: 20) { trackingCompany trackingInfo { number url } }
    }
  }
}`);
