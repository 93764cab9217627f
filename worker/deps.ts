import { createHash } from 'node:crypto';
import type { StepOutcome } from '../commerce/checkout/settle.ts';
import type { Step } from '../commerce/checkout/steps.ts';
import { emailIdentity } from '../commerce/drops/identity.ts';
import { createDb } from '../db/client.ts';
import { bytesSource, readCsv } from '../db/import/csv-rows.ts';
import { ecbRates } from './adapters/exchange-rates/ecb-rates.ts';
import { localRates } from './adapters/exchange-rates/local-rates.ts';
import { httpMailbox, noMailbox } from './adapters/mail/http-mailbox.ts';
import { neonBackInStock } from './adapters/neon/back-in-stock.ts';
import { neonBundles } from './adapters/neon/bundles.ts';
import { neonCartRecovery } from './adapters/neon/cart-recovery.ts';
import { neonCatalogue } from './adapters/neon/catalogue.ts';
import { neonContentEditor } from './adapters/neon/content-editor.ts';
import { neonCreditLedger } from './adapters/neon/credit-ledger.ts';
import { neonCurrencies } from './adapters/neon/currencies.ts';
import { neonCustomerAccounts } from './adapters/neon/customer-accounts.ts';
import { neonDeliveryBookings } from './adapters/neon/delivery-bookings.ts';
import { neonDeliveryRecords } from './adapters/neon/delivery-records.ts';
import { neonDrops } from './adapters/neon/drops.ts';
import { neonFailedEvents } from './adapters/neon/failed-events.ts';
import { neonIdempotencyKeys } from './adapters/neon/idempotency-keys.ts';
import { neonMailedOrders } from './adapters/neon/mailed-orders.ts';
import { neonOrderRecorder } from './adapters/neon/order-recorder.ts';
import { NeonOrders } from './adapters/neon/orders.ts';
import { neonOutbox } from './adapters/neon/outbox.ts';
import { neonPriceRules } from './adapters/neon/price-rules.ts';
import { NeonProductEditor } from './adapters/neon/product-editor.ts';
import { neonPromotionEditor } from './adapters/neon/promotion-editor.ts';
import { neonPromotionRecords } from './adapters/neon/promotion-records.ts';
import { neonPurchaseOrders } from './adapters/neon/purchase-orders.ts';
import { neonRecommendations } from './adapters/neon/recommendations.ts';
import { neonReplenishment } from './adapters/neon/replenishment.ts';
import { neonRoutingRecords } from './adapters/neon/routing-records.ts';
import { neonSearchCounts } from './adapters/neon/search-counts.ts';
import { neonSearchOutages } from './adapters/neon/search-outages.ts';
import { neonSearchRecords } from './adapters/neon/search-records.ts';
import { neonStockImports, neonStockTargets } from './adapters/neon/stock-imports.ts';
import { neonStockLots } from './adapters/neon/stock-lots.ts';
import { neonStockRecords } from './adapters/neon/stock-records.ts';
import { neonStockTransfers } from './adapters/neon/stock-transfers.ts';
import { neonTaxDocuments } from './adapters/neon/tax-documents.ts';
import { neonTranslations } from './adapters/neon/translations.ts';
import { scryptPasswords } from './adapters/passwords/scrypt-passwords.ts';
import { pdfPrinter } from './adapters/pdf/pdf-printer.ts';
import { cloudflareImages } from './adapters/pictures/cloudflare-images.ts';
import { pictureAddresses } from './adapters/pictures/picture-addresses.ts';
import { pictureOriginals } from './adapters/pictures/picture-originals.ts';
import { hmacQuotes } from './adapters/price-quotes/hmac-quotes.ts';
import { promotionUses } from './adapters/promotion-uses/promotion-uses.ts';
import { edgeRateLimit } from './adapters/rate-limit/edge-rate-limit.ts';
import { saleQueues } from './adapters/sale-queues/sale-queues.ts';
import { hmacTickets } from './adapters/sale-queues/tickets.ts';
import { searchObjects } from './adapters/search-object/search-object.ts';
import { skuObjects } from './adapters/sku-objects/inventory.ts';
import { skuObjectsLive } from './adapters/sku-objects/live-stock.ts';
import { splitInventory } from './adapters/sku-objects/split-inventory.ts';
import { RecordedStaffAuth } from './adapters/staff-auth/staff-auth.ts';
import { StripePayments } from './adapters/stripe/stripe-payments.ts';
import { trainingStore } from './adapters/training-store/training-store.ts';
import { withPlainErrors } from './adapters/typesense/plain-errors.ts';
import { TypesenseSearch } from './adapters/typesense/typesense-search.ts';
import { localVatRegister } from './adapters/vat-register/local-register.ts';
import { viesRegister } from './adapters/vat-register/vies.ts';
import { httpWebhooks } from './adapters/webhooks/http-webhooks.ts';
import { type Config, configFrom } from './config.ts';
import type { Env } from './env.ts';
import type { BackInStockRecords } from './ports/back-in-stock.ts';
import type { Bundles } from './ports/bundles.ts';
import type { CartRecoveryRecords } from './ports/cart-recovery.ts';
import type { Catalogue, MarketRecord, WarehouseRecord } from './ports/catalogue.ts';
import type { Clock, Ids } from './ports/clock.ts';
import type { ContentEditor } from './ports/content-editor.ts';
import type { CreditLedger } from './ports/credit.ts';
import type { CurrencyRecords, RateSource } from './ports/currencies.ts';
import type { CustomerAccounts, Passwords } from './ports/customer-accounts.ts';
import type { DeliveryBookings } from './ports/delivery-bookings.ts';
import type { DeliveryRecords } from './ports/delivery-records.ts';
import type { PriceRuleRecords } from './ports/dynamic-pricing.ts';
import type { FailedEvents } from './ports/failed-events.ts';
import type { IdempotencyKeys } from './ports/idempotency.ts';
import type { Inventory, StockPast } from './ports/inventory.ts';
import type { LiveStock } from './ports/live-stock.ts';
import type { OrderRecords } from './ports/orders.ts';
import type { EventSender, OutboxRecords } from './ports/outbox.ts';
import type { Payments } from './ports/payments.ts';
import type { PictureAddresses } from './ports/pictures.ts';
import type { PriceQuotes } from './ports/price-quotes.ts';
import type { ProductEditor } from './ports/product-editor.ts';
import type { PromotionEditor, PromotionRecords, PromotionUseCounts } from './ports/promotions.ts';
import type { PurchaseOrders } from './ports/purchase-orders.ts';
import type { RateLimit } from './ports/rate-limit.ts';
import type { TrainingStates } from './ports/recommendations.ts';
import type { ReplenishmentRecords } from './ports/replenishment.ts';
import type { RoutingRecords } from './ports/routing-records.ts';
import type { SaleQueues, SaleTickets } from './ports/sale-queues.ts';
import type { Search } from './ports/search.ts';
import type { SearchCounts } from './ports/search-counts.ts';
import type { SearchOutages } from './ports/search-outages.ts';
import type { SearchRecords } from './ports/search-records.ts';
import type { StaffAuth } from './ports/staff.ts';
import type { CsvReader, StockImports, StockTargets } from './ports/stock-imports.ts';
import type { StockLotRecords } from './ports/stock-lots.ts';
import type { StockCopies, StockRecords } from './ports/stock-records.ts';
import type { StockTransfers } from './ports/stock-transfers.ts';
import type { DocumentPrinter, TaxDocuments } from './ports/tax-documents.ts';
import type { Translations } from './ports/translations.ts';
import type { VatRegister } from './ports/vat-register.ts';
import type { WebhookSender } from './ports/webhook-sender.ts';
import { PromotionCodes } from './services/cart-terms.ts';
import { CatalogueCache } from './services/catalogue-cache.ts';
import { CurrentDrops } from './services/current-drops.ts';
import { settingsIn } from './services/index-search.ts';
import { LearnedSearches } from './services/learned-searches.ts';
import { amountText, type OrderMailDeps } from './services/order-mail.ts';
import { performStep } from './services/perform-step.ts';
import { LearnedCache } from './services/recommend.ts';
import { goesWithOrder } from './services/recommend-mail.ts';
import { requestTraining } from './services/recommend-train.ts';
import { searchWithFallback } from './services/search-with-fallback.ts';
import type { PictureDeps } from './services/serve-picture.ts';
import type { ShopLocales } from './services/translate-content.ts';

/** Everything use cases need from outside, put together once per isolate. */
export interface Deps {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly catalogue: CatalogueCache;
  /** The catalogue's records themselves, as of now. */
  readonly records: Catalogue;
  /** Addresses of pictures, and what is served under them. */
  readonly pictures: PictureDeps & { readonly addresses: PictureAddresses };
  readonly search: Search;
  /** What it is made of; no cluster where none is configured. */
  readonly searchEngines: { readonly cluster: Search | null; readonly embedded: Search };
  readonly searchOutages: SearchOutages;
  readonly searchRecords: SearchRecords;
  readonly searchCounts: SearchCounts;
  /** Searches of others that are worth suggesting. */
  readonly learnedSearches: LearnedSearches;
  readonly inventory: Inventory & StockPast;
  readonly liveStock: LiveStock;
  /** Waits. */
  pause(ms: number): Promise<void>;
  readonly saleQueues: SaleQueues;
  readonly saleTickets: SaleTickets;
  readonly priceQuotes: PriceQuotes;
  readonly drops: CurrentDrops;
  /** What recommendations are served from. */
  readonly learned: LearnedCache;
  /** Asks for a training now. */
  requestTraining(): Promise<void>;
  readonly trainingStates: TrainingStates;
  readonly payments: Payments;
  readonly promotionRecords: PromotionRecords;
  readonly promotionEditor: PromotionEditor;
  /** Promotions by code, as an isolate remembers them. */
  readonly promotionCodes: PromotionCodes;
  readonly promotionUses: PromotionUseCounts;
  /** Windows of local delivery. */
  readonly deliveryBookings: DeliveryBookings;
  /** Gift cards and store credit. */
  readonly credit: CreditLedger;
  /** Real chance. */
  randomBytes(count: number): Uint8Array;
  /** Who buys, as counts know them. */
  readonly customerDigest: (email: string) => string;
  readonly orders: OrderRecords;
  readonly products: ProductEditor;
  readonly priceRules: PriceRuleRecords;
  readonly currencies: CurrencyRecords;
  /** Who publishes exchange rates. */
  readonly rateSource: RateSource;
  readonly bundles: Bundles;
  /** Who waits for sold-out variants. */
  readonly backInStock: BackInStockRecords;
  readonly backInStockLimit: RateLimit;
  /** Customers who can sign in. */
  readonly customers: CustomerAccounts;
  readonly passwords: Passwords;
  readonly accountLimit: RateLimit;
  /** SHA-256, lower-case hexadecimal. */
  readonly digest: (text: string) => string;
  readonly setAsideLimit: RateLimit;
  readonly content: ContentEditor;
  readonly translations: Translations;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly stockRecords: StockRecords & StockCopies;
  readonly stockTargets: StockTargets;
  readonly stockImports: StockImports;
  readonly readCsv: CsvReader;
  readonly stockTransfers: StockTransfers;
  readonly routing: RoutingRecords;
  readonly deliveryRecords: DeliveryRecords;
  readonly stockLotRecords: StockLotRecords;
  /** Into how many lots variants are split, as the catalogue remembers it; a missing one is whole. */
  stockLots(): Promise<Readonly<Record<string, number>>>;
  readonly replenishment: ReplenishmentRecords;
  readonly purchaseOrders: PurchaseOrders;
  readonly taxDocuments: TaxDocuments;
  readonly documentPrinter: DocumentPrinter;
  readonly vatRegister: VatRegister;
  /** Country whose calendar invoices are numbered by. */
  sellerCountry(): Promise<string>;
  /** Calls to other systems. */
  readonly webhooks: WebhookSender;
  readonly outbox: OutboxRecords;
  readonly failedEvents: FailedEvents;
  readonly events: EventSender;
  readonly cartRecovery: CartRecoveryRecords;
  /** What mails about orders are made of and sent with. */
  readonly orderMail: OrderMailDeps;
  /** Does one step of a purchase. */
  performStep(step: Step): Promise<StepOutcome>;
  /** Staff sign-in for requests that reached the shop at this origin. */
  staff(origin: string): StaffAuth;
  /** Every warehouse, as the catalogue remembers them. */
  warehouses(): Promise<readonly WarehouseRecord[]>;
  /** Every market, as the catalogue remembers them. */
  markets(): Promise<readonly MarketRecord[]>;
  /** The shop's own currency. */
  baseCurrency(): Promise<string>;
  /** Currencies of the shop's markets without the shop's own. */
  marketCurrencies(): Promise<readonly string[]>;
  /** The languages of the shop and its markets. */
  shopLocales(): Promise<ShopLocales>;
  /** The stock side of a variant; null when it does not exist. */
  stockItem(
    variantId: number,
  ): Promise<{ readonly variantId: number; readonly sku: string | null; readonly tracked: boolean } | null>;
}

/** Milliseconds since 1970 at the beginning of 2026: order numbers count from here. */
const EPOCH_2026_MS = 1_767_225_600_000;

/** The real clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };

/** Real chance. */
export const randomIds: Ids = {
  token: () => crypto.randomUUID().replaceAll('-', ''),
  number: () => (Date.now() - EPOCH_2026_MS) * 4096 + Math.floor(Math.random() * 4096),
};

const QUEUE_BATCH = 100;
/** Named in the mail about an order. */
const MAILED_PRODUCTS = 2;
const known = new WeakMap<Env, Deps>();

/** Refreshing in the background needs a request to live in; reads made here wait instead. */
const withoutBackground = () => undefined;

/** The embedded engine, behind Typesense where the shop has a cluster. */
function searchOf(
  env: Env,
  config: Config,
  searchRecords: SearchRecords,
  outages: SearchOutages,
): Pick<Deps, 'search' | 'searchEngines'> {
  const embedded = searchObjects(env.SEARCH_INDEX, (line, error) => console.error(line, error));
  if (config.TYPESENSE_URL === undefined || config.TYPESENSE_API_KEY === undefined)
    return { search: embedded, searchEngines: { cluster: null, embedded } };
  const cluster = withPlainErrors(
    new TypesenseSearch({
      url: config.TYPESENSE_URL,
      apiKey: config.TYPESENSE_API_KEY,
      prefix: config.TYPESENSE_PREFIX,
      nowMs: systemClock.nowMs,
      report: (line, error) => console.error(line, error),
      settingsOf: async (locale) => settingsIn(await searchRecords.read(), locale),
    }),
  );
  const search = searchWithFallback(cluster, embedded, {
    nowMs: systemClock.nowMs,
    pause: (ms) => scheduler.wait(ms),
    async failed(problem) {
      console.error(`search: the cluster does not answer, the embedded engine does: ${problem}`);
      try {
        await outages.failed(problem, systemClock.nowMs());
      } catch (error) {
        console.error('search: the outage could not be written down', error);
      }
    },
    missed: (productIds) => outages.missed(productIds, systemClock.nowMs()),
  });
  return { search, searchEngines: { cluster, embedded } };
}

/** Pictures of the records in the shop's own sizes. */
function picturesOf(env: Env, config: Config): Deps['pictures'] {
  return {
    addresses: pictureAddresses(config.BETTER_AUTH_SECRET, config.PUBLIC_ORIGIN?.replace(/\/$/, '') ?? null),
    originals: pictureOriginals(env.ASSETS, (url, init) => fetch(url, init)),
    maker: cloudflareImages(env.IMAGES),
    digest: async (bytes) => Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex'),
    log: (line, error) => console.error(line, error),
  };
}

/** The composition root: adapters behind ports, one set per isolate. Throws when a variable is missing or malformed. */
export function createDeps(env: Env): Deps {
  const existing = known.get(env);
  if (existing) return existing;
  const config = configFrom(env);
  const db = createDb(config);
  const records = neonCatalogue(db);
  const catalogue = new CatalogueCache(records, systemClock.nowMs);
  const learned = new LearnedCache(neonRecommendations(db), systemClock.nowMs);
  const products = new NeonProductEditor(db);
  const searchCounts = neonSearchCounts(db);
  const searchRecords = neonSearchRecords(db);
  const searchOutages = neonSearchOutages(db);
  const staff = new Map<string, StaffAuth>();
  // Stock must be sold while the records are away: then every SKU counts as whole.
  const lotsOf = async (variantId: number) => {
    try {
      return (await catalogue.settings(withoutBackground)).stockLots[variantId] ?? 1;
    } catch {
      return 1;
    }
  };
  const inventory = splitInventory(skuObjects({ namespace: env.SKU_INVENTORY }), { namespace: env.SKU_LOT, lotsOf });
  const payments = new StripePayments({
    secretKey: config.STRIPE_SECRET_KEY,
    webhookSecret: config.STRIPE_WEBHOOK_SECRET,
    apiBase: config.STRIPE_API_BASE,
  });
  const orders = new NeonOrders(db);
  const events: EventSender = {
    async send(messages) {
      for (let at = 0; at < messages.length; at += QUEUE_BATCH)
        await env.EVENTS.sendBatch(messages.slice(at, at + QUEUE_BATCH).map((body) => ({ body })));
    },
  };
  const announceOrder = (orderId: number, messageId: number) =>
    void events
      .send([{ topic: 'order.placed', orderId, messageId }])
      .catch((error: unknown) => console.error(`order ${orderId}: left for the outbox to announce`, error));
  const recorder = neonOrderRecorder(db);
  const queues = saleQueues({ namespace: env.SALE_QUEUE });
  const saleTickets = hmacTickets(config.BETTER_AUTH_SECRET);
  const promotionRecords = neonPromotionRecords(db);
  const promoting = {
    promotionUses: promotionUses(env.PROMOTION_USES),
    deliveryBookings: neonDeliveryBookings(db),
    credit: neonCreditLedger(db),
    customerDigest: (email: string) => saleTickets.digest('email', emailIdentity(email)),
  };
  const purchasing = {
    inventory,
    saleQueues: queues,
    payments,
    recorder,
    nowMs: systemClock.nowMs,
    announceOrder,
    ...promoting,
  };
  const deps: Deps = {
    config,
    clock: systemClock,
    ids: randomIds,
    catalogue,
    records,
    pictures: picturesOf(env, config),
    ...searchOf(env, config, searchRecords, searchOutages),
    searchOutages,
    searchRecords,
    searchCounts,
    learnedSearches: new LearnedSearches(searchCounts, systemClock.nowMs),
    inventory,
    liveStock: skuObjectsLive(env.SKU_INVENTORY),
    pause: (ms) => scheduler.wait(ms),
    saleQueues: queues,
    saleTickets,
    priceQuotes: hmacQuotes(config.BETTER_AUTH_SECRET),
    ...promoting,
    promotionRecords,
    promotionEditor: neonPromotionEditor(db),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    promotionCodes: new PromotionCodes(promotionRecords, promoting.promotionUses, systemClock.nowMs),
    drops: new CurrentDrops(neonDrops(db), systemClock.nowMs),
    learned,
    trainingStates: trainingStore(env.TRAINING_STORE),
    requestTraining: () => requestTraining(env.TRAINING, systemClock.nowMs()),
    payments,
    cartRecovery: neonCartRecovery(db),
    orderMail: {
      orders: neonMailedOrders(db),
      mail: config.MAIL_ENDPOINT ? httpMailbox(config.MAIL_ENDPOINT) : noMailbox((line) => console.warn(line)),
      from: config.MAIL_FROM,
      origin: config.PUBLIC_ORIGIN?.replace(/\/$/, '') ?? '',
      shopName: async () => (await catalogue.settings(withoutBackground)).shop.name,
      goesWith: (order) => goesWithOrder({ catalogue, learned, clock: systemClock }, order, MAILED_PRODUCTS),
    },
    performStep: (step) => performStep(purchasing, step),
    orders,
    products,
    priceRules: neonPriceRules(db),
    currencies: neonCurrencies(db),
    rateSource: config.RATES_URL === 'local' ? localRates(systemClock) : ecbRates(config.RATES_URL),
    bundles: neonBundles(db),
    backInStock: neonBackInStock(db),
    backInStockLimit: edgeRateLimit(env.BACK_IN_STOCK_LIMIT),
    customers: neonCustomerAccounts(db),
    passwords: scryptPasswords,
    accountLimit: edgeRateLimit(env.ACCOUNT_LIMIT),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    setAsideLimit: edgeRateLimit(env.SET_ASIDE_LIMIT),
    content: neonContentEditor(db),
    translations: neonTranslations(db),
    idempotencyKeys: neonIdempotencyKeys(db),
    stockRecords: neonStockRecords(db),
    stockTargets: neonStockTargets(db),
    stockImports: neonStockImports(db),
    readCsv: (bytes) => readCsv(bytesSource(bytes)),
    stockTransfers: neonStockTransfers(db),
    routing: neonRoutingRecords(db),
    deliveryRecords: neonDeliveryRecords(db),
    stockLotRecords: neonStockLots(db),
    stockLots: async () => (await catalogue.settings(withoutBackground)).stockLots,
    replenishment: neonReplenishment(db),
    purchaseOrders: neonPurchaseOrders(db),
    taxDocuments: neonTaxDocuments(db),
    documentPrinter: pdfPrinter(amountText),
    vatRegister: config.VIES_API_BASE === 'local' ? localVatRegister() : viesRegister(config.VIES_API_BASE),
    sellerCountry: async () => (await catalogue.settings(withoutBackground)).shop.shipsFromCountry,
    webhooks: httpWebhooks(),
    outbox: neonOutbox(db),
    failedEvents: neonFailedEvents(db),
    events,
    staff(origin) {
      const made =
        staff.get(origin) ??
        new RecordedStaffAuth(db, { secret: config.BETTER_AUTH_SECRET, origin, clock: systemClock });
      if (staff.size < 20) staff.set(origin, made);
      return made;
    },
    warehouses: async () => (await catalogue.settings(withoutBackground)).warehouses,
    markets: async () => (await catalogue.settings(withoutBackground)).markets,
    baseCurrency: async () => (await catalogue.settings(withoutBackground)).shop.baseCurrency,
    async marketCurrencies() {
      const { shop, markets } = await catalogue.settings(withoutBackground);
      return [...new Set(markets.map((one) => one.currency))].filter((one) => one !== shop.baseCurrency).sort();
    },
    async shopLocales() {
      const { shop, markets } = await catalogue.settings(withoutBackground);
      const all = new Set(markets.flatMap((market) => market.languages));
      all.delete(shop.defaultLocale);
      return { primary: shop.defaultLocale, others: [...all].sort() };
    },
    stockItem: (variantId) => products.variant(variantId),
  };
  known.set(env, deps);
  return deps;
}
