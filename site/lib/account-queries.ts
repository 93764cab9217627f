import type { AccessToken } from './account-session.ts';
import type { AddressInput } from './cart-queries.ts';
import type { MoneyV2 } from './format.ts';
import { shopDocument } from './graphql.ts';
import type { InMarket } from './queries.ts';
import type { MailingAddress, ShopImage } from './shapes.ts';

const head = '$country: CountryCode!, $language: LanguageCode!';
const inContext = '@inContext(country: $country, language: $language)';
const errors = 'customerUserErrors { code field message }';
const token = 'customerAccessToken { accessToken expiresAt }';

/** Why the API refused a change of an account. */
export interface CustomerUserError {
  readonly code: string | null;
  readonly field: readonly string[] | null;
  readonly message: string;
}

/** What a change of an account answers; the token where it makes a new one. */
export interface CustomerPayload {
  readonly customerAccessToken?: AccessToken | null;
  readonly customerUserErrors: readonly CustomerUserError[];
}

interface Changed {
  readonly payload: CustomerPayload | null;
}

/** Makes a token out of email address and password. */
export const signInDocument = shopDocument<
  Changed,
  { readonly input: { readonly email: string; readonly password: string } }
>(`mutation SignIn($input: CustomerAccessTokenCreateInput!) {
  payload: customerAccessTokenCreate(input: $input) { ${token} ${errors} }
}`);

/** Ends a token. */
export const signOutDocument = shopDocument<
  { readonly customerAccessTokenDelete: { readonly deletedAccessToken: string | null } | null },
  { readonly token: string }
>(
  'mutation SignOut($token: String!) { customerAccessTokenDelete(customerAccessToken: $token) { deletedAccessToken } }',
);

/** What an account is made of. */
export interface NewCustomer {
  readonly email: string;
  readonly password: string;
  readonly acceptsMarketing: boolean;
}

/** Makes an account; what it says of an address that has one already is for the API to decide. */
export const createCustomerDocument = shopDocument<Changed, InMarket & { readonly input: NewCustomer }>(
  `mutation CreateCustomer(${head}, $input: CustomerCreateInput!) ${inContext} {
  payload: customerCreate(input: $input) { ${errors} }
}`,
);

/** Makes an account of an order's email address; the order's link is the proof. */
export const fromOrderDocument = shopDocument<
  Changed,
  InMarket & { readonly orderId: string; readonly password: string; readonly acceptsMarketing: boolean }
>(`mutation FromOrder(${head}, $orderId: ID!, $password: String!, $acceptsMarketing: Boolean) ${inContext} {
  payload: customerCreateFromOrder(orderId: $orderId, password: $password, acceptsMarketing: $acceptsMarketing) { ${token} ${errors} }
}`);

/** Asks for the mail with the link to a new password. */
export const recoverDocument = shopDocument<Changed, InMarket & { readonly email: string }>(
  `mutation Recover(${head}, $email: String!) ${inContext} { payload: customerRecover(email: $email) { ${errors} } }`,
);

/** Sets a new password by the token of such a mail. */
export const resetDocument = shopDocument<
  Changed,
  { readonly id: string; readonly input: { readonly password: string; readonly resetToken: string } }
>(`mutation Reset($id: ID!, $input: CustomerResetInput!) {
  payload: customerReset(id: $id, input: $input) { ${token} ${errors} }
}`);

/** What of a customer can be changed; what is left out stays. */
export interface CustomerChange {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string | null;
  readonly acceptsMarketing?: boolean;
  readonly password?: string;
}

/** Changes the customer; a new password brings a new token and ends the others. */
export const updateCustomerDocument = shopDocument<
  Changed,
  { readonly token: string; readonly customer: CustomerChange }
>(`mutation UpdateCustomer($token: String!, $customer: CustomerUpdateInput!) {
  payload: customerUpdate(customerAccessToken: $token, customer: $customer) { ${token} ${errors} }
}`);

/** An address as accounts keep it; province and country as codes or names. */
export type KeptAddressInput = Omit<AddressInput, 'provinceCode' | 'countryCode'> & {
  readonly province?: string;
  readonly country: string;
};

export const addressCreateDocument = shopDocument<
  Changed & { readonly payload: { readonly customerAddress: { readonly id: string } | null } | null },
  { readonly token: string; readonly address: KeptAddressInput }
>(`mutation AddressCreate($token: String!, $address: MailingAddressInput!) {
  payload: customerAddressCreate(customerAccessToken: $token, address: $address) { customerAddress { id } ${errors} }
}`);

export const addressUpdateDocument = shopDocument<
  Changed,
  { readonly token: string; readonly id: string; readonly address: KeptAddressInput }
>(`mutation AddressUpdate($token: String!, $id: ID!, $address: MailingAddressInput!) {
  payload: customerAddressUpdate(customerAccessToken: $token, id: $id, address: $address) { ${errors} }
}`);

export const addressDeleteDocument = shopDocument<Changed, { readonly token: string; readonly id: string }>(
  `mutation AddressDelete($token: String!, $id: ID!) {
  payload: customerAddressDelete(customerAccessToken: $token, id: $id) { ${errors} }
}`,
);

export const addressDefaultDocument = shopDocument<Changed, { readonly token: string; readonly id: string }>(
  `mutation AddressDefault($token: String!, $id: ID!) {
  payload: customerDefaultAddressUpdate(customerAccessToken: $token, addressId: $id) { ${errors} }
}`,
);

/** An address of the account. */
export interface KeptAddress extends MailingAddress {
  readonly id: string;
}

/** An order as the list shows it. */
export interface AccountOrder {
  readonly id: string;
  readonly name: string;
  readonly processedAt: string;
  readonly canceledAt: string | null;
  readonly financialStatus: string | null;
  readonly fulfillmentStatus: string;
  readonly statusUrl: string;
  readonly totalPrice: MoneyV2;
  readonly lineItems: {
    readonly nodes: readonly {
      readonly title: string;
      readonly quantity: number;
      readonly variant: {
        readonly id: string;
        readonly availableForSale: boolean;
        readonly image: ShopImage | null;
      } | null;
    }[];
  };
}

/** Who is signed in, with all that the account's page shows. */
export interface Account {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly acceptsMarketing: boolean;
  /** Until then orders of before are not shown. */
  readonly isEmailProven: boolean;
  readonly defaultAddress: { readonly id: string } | null;
  readonly addresses: { readonly nodes: readonly KeptAddress[] };
  readonly orders: { readonly nodes: readonly AccountOrder[] };
}

const address =
  'id firstName lastName company address1 address2 city zip provinceCode countryCode: countryCodeV2 phone';
const money = 'amount currencyCode';

/** The whole account. */
export const accountDocument = shopDocument<
  { readonly customer: Account | null },
  InMarket & { readonly token: string }
>(`query Account(${head}, $token: String!) ${inContext} {
  customer(customerAccessToken: $token) {
    id email firstName lastName phone acceptsMarketing isEmailProven
    defaultAddress { id }
    addresses(first: 50) { nodes { ${address} } }
    orders(first: 50, sortKey: PROCESSED_AT, reverse: true) { nodes {
      id name processedAt canceledAt financialStatus fulfillmentStatus statusUrl totalPrice { ${money} }
      lineItems(first: 50) { nodes { title quantity variant { id availableForSale image { url altText width height } } } }
    } }
  }
}`);

/** Who buys: what the checkout fills in. */
export interface Buyer {
  readonly email: string | null;
  readonly defaultAddress: KeptAddress | null;
}
export const buyerOfDocument = shopDocument<{ readonly customer: Buyer | null }, { readonly token: string }>(
  `query BuyerOf($token: String!) { customer(customerAccessToken: $token) { email defaultAddress { ${address} } } }`,
);
