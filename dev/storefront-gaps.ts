/** Why something of the Storefront API is missing here; the first rule that fits a name decides. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^CartBuyerIdentity\.preferences/, 'Preferences of buyers known from other shops'],
  [/shopPay|ShopPay|wallet|socialLogin|multipass/i, 'Services of Shopify’s own'],
  [
    /customer|Customer/,
    'Customer accounts: email addresses that change, invitations, longer sessions, and carts that name their customer',
  ],
  [/metaobject|Metaobject/i, 'Metaobjects: typed attributes (metafields) carry such content'],
  [/sellingPlan|SellingPlan/, 'Subscriptions: nothing is sold by subscription'],
  [/ompany|purchasing/, 'Company buyers: not distinguished from other shoppers'],
  [/\.components|\.groupedBy|lineComponents/, 'Bundles: not modelled yet'],
  [/GenericFile/, 'Files other than media: typed attributes point to things of the shop'],
  [/parentResource/, 'The way back from an attribute to its owner: whoever asks for the attribute came from there'],
  [/axonomy|\.category/, 'The standard product taxonomy: products have a type and collections'],
  [
    /^ProductFilter\.variantMetafield/,
    'Filters by an attribute of a variant: attributes that filter belong to products',
  ],
  [/^Article\.comments/, 'Comments on articles'],
  [/^Cart\w+DiscountAllocation$/, 'Discounts without a code: not modelled yet'],
  [/^(Order|OrderConnection|OrderLineItem|Fulfillment)\./, 'Details of orders that only customer accounts show'],
];

/** Reason for a missing name such as `Shop.termsOfSale`; a name no rule knows has none, which the test refuses. */
export function reasonFor(name: string): string {
  const reason = RULES.find(([pattern]) => pattern.test(name))?.[1];
  if (reason === undefined)
    throw new Error(`${name} is missing from the shop API: add it, or say why in dev/storefront-gaps.ts`);
  return reason;
}
