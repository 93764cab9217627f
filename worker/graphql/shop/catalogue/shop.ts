import type { MediaRecord, PolicyRecord, ShopRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { CountryCode, CurrencyCode, countryCode, currencyCode } from '../common/enums.ts';
import { Node } from '../common/node.ts';
import { marketPath, translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { MediaImage } from './media.ts';
import { HasMetafields } from './metafields.ts';

const asMedia = (id: number, url: string | null, alt: string): MediaRecord | null =>
  url === null ? null : { id, kind: 'image', url, alt, width: null, height: null, translations: {} };
const words = (
  shop: ShopRecord,
  field: 'description' | 'slogan' | 'short_description',
  original: string,
  ctx: ShopContext,
) => translated(shop.translations, ctx.buyer.language, field, original) || null;

const policyBody = (policy: PolicyRecord, ctx: ShopContext) =>
  translated(policy.translations, ctx.buyer.language, 'body_html', policy.bodyHtml);
const policyTitle = (policy: PolicyRecord, ctx: ShopContext) =>
  translated(policy.translations, ctx.buyer.language, 'title', policy.title);
const policyUrl = (policy: PolicyRecord, ctx: ShopContext) =>
  `${ctx.origin}${marketPath(ctx.buyer.language, ctx.buyer.country)}/policies/${policy.handle}`;

export const ShopPolicy = builder.objectRef<PolicyRecord>('ShopPolicy').implement({
  description: 'Terms the shop publishes.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (policy) => toGid('ShopPolicy', policy.id) }),
    handle: t.exposeString('handle'),
    title: t.string({ resolve: (policy, _args, ctx) => policyTitle(policy, ctx) }),
    body: t.string({ resolve: (policy, _args, ctx) => policyBody(policy, ctx) }),
    url: t.field({ type: 'URL', resolve: (policy, _args, ctx) => policyUrl(policy, ctx) }),
  }),
});

const ShopPolicyWithDefault = builder.objectRef<PolicyRecord>('ShopPolicyWithDefault').implement({
  description: 'Terms that stand even where the merchant wrote none.',
  fields: (t) => ({
    id: t.id({ nullable: true, resolve: (policy) => toGid('ShopPolicy', policy.id) }),
    handle: t.exposeString('handle'),
    title: t.string({ resolve: (policy, _args, ctx) => policyTitle(policy, ctx) }),
    body: t.string({ resolve: (policy, _args, ctx) => policyBody(policy, ctx) }),
    url: t.field({ type: 'URL', resolve: (policy, _args, ctx) => policyUrl(policy, ctx) }),
  }),
});

const BrandColorGroup = builder
  .objectRef<{ readonly background: string; readonly foreground: string }>('BrandColorGroup')
  .implement({
    description: 'Two colours that go together.',
    fields: (t) => ({
      background: t.field({ type: 'Color', nullable: true, resolve: (group) => group.background }),
      foreground: t.field({ type: 'Color', nullable: true, resolve: (group) => group.foreground }),
    }),
  });
const BrandColors = builder.objectRef<ShopRecord>('BrandColors').implement({
  description: 'The brand’s colours.',
  fields: (t) => ({
    primary: t.field({
      type: [BrandColorGroup],
      resolve: (shop) => (shop.brandColors.primary ? [shop.brandColors.primary] : []),
    }),
    secondary: t.field({
      type: [BrandColorGroup],
      resolve: (shop) => (shop.brandColors.secondary ? [shop.brandColors.secondary] : []),
    }),
  }),
});
const Brand = builder.objectRef<ShopRecord>('Brand').implement({
  description: 'How the shop shows itself.',
  fields: (t) => ({
    colors: t.field({ type: BrandColors, resolve: (shop) => shop }),
    coverImage: t.field({
      type: MediaImage,
      nullable: true,
      resolve: (shop) => asMedia(1, shop.coverImageUrl, shop.name),
    }),
    logo: t.field({ type: MediaImage, nullable: true, resolve: (shop) => asMedia(2, shop.logoUrl, shop.name) }),
    squareLogo: t.field({ type: MediaImage, nullable: true, resolve: (shop) => asMedia(3, shop.logoUrl, shop.name) }),
    slogan: t.string({ nullable: true, resolve: (shop, _args, ctx) => words(shop, 'slogan', shop.slogan, ctx) }),
    shortDescription: t.string({
      nullable: true,
      resolve: (shop, _args, ctx) => words(shop, 'short_description', shop.shortDescription, ctx),
    }),
  }),
});

const Domain = builder.objectRef<URL>('Domain').implement({
  description: 'A web address of the shop.',
  fields: (t) => ({
    host: t.string({ resolve: (url) => url.host }),
    sslEnabled: t.boolean({ resolve: (url) => url.protocol === 'https:' }),
    url: t.field({ type: 'URL', resolve: (url) => url.origin }),
  }),
});

const CardBrand = builder.enumType('CardBrand', {
  description: 'Card brands.',
  values: ['AMERICAN_EXPRESS', 'DINERS_CLUB', 'DISCOVER', 'JCB', 'MASTERCARD', 'VISA'] as const,
});
const DigitalWallet = builder.enumType('DigitalWallet', {
  description: 'Wallets.',
  values: ['ANDROID_PAY', 'APPLE_PAY', 'GOOGLE_PAY', 'SHOPIFY_PAY'] as const,
});

export const PaymentSettings = builder.objectRef<ShopRecord>('PaymentSettings').implement({
  description: 'What can be paid with.',
  fields: (t) => ({
    acceptedCardBrands: t.field({
      type: [CardBrand],
      resolve: () => ['VISA', 'MASTERCARD', 'AMERICAN_EXPRESS'] as const,
    }),
    cardVaultUrl: t.field({
      type: 'URL',
      description: 'Where cards are turned into payment methods: at the payment provider, never here.',
      resolve: (_shop, _args, ctx) => ctx.deps.config.STRIPE_API_BASE ?? 'https://api.stripe.com',
    }),
    countryCode: t.field({ type: CountryCode, resolve: (shop) => countryCode(shop.shipsFromCountry) }),
    currencyCode: t.field({ type: CurrencyCode, resolve: (shop) => currencyCode(shop.baseCurrency) }),
    enabledPresentmentCurrencies: t.field({
      type: [CurrencyCode],
      resolve: (_shop, _args, ctx) => [
        ...new Set(ctx.loaders.settings.markets.map((market) => currencyCode(market.currency))),
      ],
    }),
    shopifyPaymentsAccountId: t.string({ nullable: true, resolve: () => null }),
    supportedDigitalWallets: t.field({ type: [DigitalWallet], resolve: () => [] }),
  }),
});

const policy = (ctx: ShopContext, kind: PolicyRecord['kind']) =>
  ctx.loaders.settings.policies.find((one) => one.kind === kind) ?? null;

export const Shop = builder.objectRef<ShopRecord>('Shop').implement({
  description: 'The shop itself.',
  interfaces: [HasMetafields, Node],
  fields: (t) => ({
    id: t.id({ resolve: (shop) => toGid('Shop', shop.id) }),
    name: t.exposeString('name'),
    description: t.string({
      nullable: true,
      resolve: (shop, _args, ctx) => words(shop, 'description', shop.description, ctx),
    }),
    brand: t.field({ type: Brand, nullable: true, resolve: (shop) => shop }),
    moneyFormat: t.string({ resolve: () => '{{amount}}' }),
    paymentSettings: t.field({ type: PaymentSettings, resolve: (shop) => shop }),
    primaryDomain: t.field({ type: Domain, resolve: (_shop, _args, ctx) => new URL(ctx.origin) }),
    shipsToCountries: t.field({
      type: [CountryCode],
      resolve: (_shop, _args, ctx) => [
        ...new Set(ctx.loaders.settings.shippingMethods.flatMap((method) => method.countries.map(countryCode))),
      ],
    }),
    privacyPolicy: t.field({
      type: ShopPolicy,
      nullable: true,
      resolve: (_shop, _args, ctx) => policy(ctx, 'privacy'),
    }),
    refundPolicy: t.field({ type: ShopPolicy, nullable: true, resolve: (_shop, _args, ctx) => policy(ctx, 'refund') }),
    shippingPolicy: t.field({
      type: ShopPolicy,
      nullable: true,
      resolve: (_shop, _args, ctx) => policy(ctx, 'shipping'),
    }),
    termsOfService: t.field({
      type: ShopPolicy,
      nullable: true,
      resolve: (_shop, _args, ctx) => policy(ctx, 'terms_of_service'),
    }),
    termsOfSale: t.field({ type: ShopPolicy, nullable: true, resolve: () => null }),
    contactInformation: t.field({
      type: ShopPolicy,
      nullable: true,
      resolve: (_shop, _args, ctx) => policy(ctx, 'contact_information'),
    }),
    legalNotice: t.field({
      type: ShopPolicy,
      nullable: true,
      resolve: (_shop, _args, ctx) => policy(ctx, 'legal_notice'),
    }),
    subscriptionPolicy: t.field({
      type: ShopPolicyWithDefault,
      nullable: true,
      resolve: (_shop, _args, ctx) => policy(ctx, 'subscription'),
    }),
    customerAccountUrl: t.string({ nullable: true, resolve: () => null }),
  }),
});
