import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, findBreakingChanges, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { adminSchema } from '../../worker/graphql/admin/schema.ts';
import { shopSchema } from '../../worker/graphql/shop/schema.ts';
import { differences, missing, referenceSchema } from '../support/storefront-reference.ts';

/** What the shop API has beyond the Storefront API, on purpose. */
const OURS: ReadonlySet<string> = new Set([
  'ProductConnection.totalCount',
  'Query.deliveryPromises',
  'Query.pickupPoints',
  'Customer.isEmailProven',
  'CustomerCreateFromOrderPayload',
  'Mutation.customerCreateFromOrder',
  'DeliveryPromise',
  'TranslatedHandle',
  ...['Article', 'Blog', 'Collection', 'Page', 'Product'].map((type) => `${type}.translatedHandles`),
  'Query.orderByStatusKey',
  'OrderStatus',
  'OrderStatusLine',
  'OrderStatusShipment',
  'OrderStatusAddress',
  'BackInStockForgetPayload',
  'BackInStockRequestInput',
  'BackInStockRequestPayload',
  'BackInStockUserError',
  'BackInStockUserErrorCode',
  'Mutation.backInStockForget',
  'Mutation.backInStockRequestCreate',
  'ProductVariant.drop',
  'Query.drop',
  'Query.dropTicket',
  'Mutation.dropJoin',
  'Mutation.dropLeave',
  ...['arrivesFrom', 'arrivesTo', 'location', 'readyAt', 'window', 'windows'].map(
    (field) => `CartDeliveryOption.${field}`,
  ),
  'CartDeliveryGroup.pickupPoints',
  'DeliveryPickupPoint',
  'DeliveryWindow',
  ...['openingHours', 'pickupInstructions', 'timeZone'].map((field) => `Location.${field}`),
  'Order.delivery',
  'OrderDelivery',
  'StoreHours',
  'Cart.priceReasons',
  ...['BaseCartLine', 'CartLine', 'ComponentizableCartLine'].flatMap((type) => [
    `${type}.priceHold`,
    `${type}.priceChange`,
  ]),
  'CartLineInput.priceQuote',
  'CartLinePriceChange',
  'CartLinePriceHold',
  'CartPriceChangesAcceptPayload',
  'CartErrorCode.TAX_NUMBER_NOT_REGISTERED',
  'CartErrorCode.TAX_NUMBER_UNKNOWN_COUNTRY',
  'CartErrorCode.TAX_NUMBER_WRONG_CHECK_DIGIT',
  'CartErrorCode.TAX_NUMBER_WRONG_FORM',
  'CartWarningCode.PRICE_CHANGED',
  'Mutation.cartPriceChangesAccept',
  'Mutation.priceQuoteCreate',
  'PriceQuote',
  'PriceQuoteCreatePayload',
  'Query.priceQuote',
  'CartBuyerIdentity.isTaxNumberVerified',
  'CartBuyerIdentity.taxNumber',
  'CartTaxNumberUpdatePayload',
  'Mutation.cartTaxNumberUpdate',
  'InventoryChange',
  'PriceReason',
  'PriceReasonOutcome',
  'ProductRecommendation',
  'ProductVariant.arrivesAt',
  'ProductVariant.nextArrivalAt',
  'ProductVariant.stockedAs',
  'Product.lowestPriceBefore',
  'ProductVariant.lowestPriceBefore',
  'Query.boughtTogether',
  'Query.buyAgain',
  'Query.forYou',
  'Query.goesWith',
  'Query.recommendationTestShelves',
  'Query.searchHelp',
  'Query.trending',
  'RecommendationReason',
  'RecommendationShelf',
  'SearchBrand',
  'SearchHelp',
  'StockedPart',
  'Subscription',
  'Drop',
  'DropJoinInput',
  'DropJoinPayload',
  'DropLeavePayload',
  'DropStatus',
  'DropTicket',
  'DropTicketStatus',
  'DropUserError',
  'DropUserErrorCode',
]);

const docs = path.join(import.meta.dirname, '../../docs');
const committed = (name: string) => readFileSync(path.join(docs, 'schema', `${name}.graphql`), 'utf8');

test('every type of the same name has the same fields, arguments and nullability as the reference', () => {
  expect(differences(shopSchema, referenceSchema(), OURS)).toEqual([]);
});

test('the page on what is missing lists exactly what is missing', () => {
  const page = readFileSync(path.join(docs, 'storefront-api.md'), 'utf8');
  const listed = [...page.matchAll(/^- `(.+)`$/gm)].map((match) => match[1]).sort();
  expect(listed, 'run npm run docs:storefront').toEqual(missing(shopSchema, referenceSchema()));
});

test.each([
  ['shop', shopSchema],
  ['admin', adminSchema],
] as const)('the %s schema has no undeclared change', (name, schema) => {
  const before = buildSchema(committed(name));
  expect(findBreakingChanges(before, schema), 'breaking: declare it by running npm run docs:storefront').toEqual([]);
  expect(printSchema(schema), 'run npm run docs:storefront').toBe(committed(name).trimEnd());
});
