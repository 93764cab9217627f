/** Why something of the Storefront API is missing here; the first rule that fits a name decides. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/customer|Customer/, 'Customer accounts: shoppers buy as guests and find their order by its link'],
  [/metaobject|Metaobject/i, 'Metaobjects: typed attributes (metafields) carry such content'],
  [/sellingPlan|SellingPlan|ubscription/, 'Subscriptions: nothing is sold by subscription'],
  [/giftCard|GiftCard/, 'Gift cards: not sold yet'],
  [/ompany|purchasing/, 'Company buyers: not distinguished from other shoppers'],
  [/shopPay|ShopPay|installment|shopify|wallet|socialLogin/i, 'Services of Shopify’s own'],
  [/storeAvailability|locations|near$|pickup/i, 'Pick-up in stores: delivery only for now'],
  [/components|groupedBy|ComponentizableCartLine|parent|instructions|lineComponents/i, 'Bundles: not modelled yet'],
  [/presentation|MediaPresentation|ExternalVideo/, 'Viewers and films hosted elsewhere: media are files of the shop'],
  [/reference|parentResource|parentResource/i, 'References between metafields and things'],
  [/axonomy|ategory/, 'The standard product taxonomy'],
  [/uty|Duty/, 'Import duties'],
  [/comments/, 'Comments on articles'],
];

/** Reason for a missing name such as `Shop.termsOfSale`. */
export function reasonFor(name: string): string {
  return RULES.find(([pattern]) => pattern.test(name))?.[1] ?? 'Not built yet';
}
