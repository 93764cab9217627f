import type { Checkout } from '../durable-objects/checkout/checkout.ts';
import type { PromotionUses } from '../durable-objects/promotion-uses/promotion-uses.ts';
import type { SaleQueue } from '../durable-objects/sale-queue/sale-queue.ts';
import type { SearchIndex } from '../durable-objects/search-index/search-index.ts';
import type { SkuInventory } from '../durable-objects/sku-inventory/sku-inventory.ts';
import type { SkuLot } from '../durable-objects/sku-inventory/sku-lot.ts';
import type { TrainingStore } from '../durable-objects/training-store/training-store.ts';
import type { EventMessage } from './jobs/messages.ts';
import type { TrainingRequest } from './services/recommend-train.ts';

/** Bindings of wrangler.toml; text variables are read through `configFrom`. */
export interface Env {
  readonly ASSETS: Fetcher;
  /** Cloudflare Images; without it pictures are served as they are. */
  readonly IMAGES?: ImagesBinding;
  /** Counts who asks to be told of things that are back; without it nobody is slowed down. */
  readonly BACK_IN_STOCK_LIMIT?: RateLimit;
  readonly ACCOUNT_LIMIT?: RateLimit;
  /** Counts who has units set aside before buying; without it nobody is slowed down. */
  readonly SET_ASIDE_LIMIT?: RateLimit;
  readonly SKU_INVENTORY: DurableObjectNamespace<SkuInventory>;
  readonly SKU_LOT: DurableObjectNamespace<SkuLot>;
  readonly SALE_QUEUE: DurableObjectNamespace<SaleQueue>;
  readonly SEARCH_INDEX: DurableObjectNamespace<SearchIndex>;
  readonly PROMOTION_USES: DurableObjectNamespace<PromotionUses>;
  readonly CHECKOUT: DurableObjectNamespace<Checkout>;
  readonly EVENTS: Queue<EventMessage>;
  readonly TRAINING: Workflow<TrainingRequest>;
  readonly TRAINING_STORE: DurableObjectNamespace<TrainingStore>;
}
