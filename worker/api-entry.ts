import { createHandlers } from './handlers.ts';

export { Checkout } from '../durable-objects/checkout/checkout.ts';
export { PromotionUses } from '../durable-objects/promotion-uses/promotion-uses.ts';
export { SaleQueue } from '../durable-objects/sale-queue/sale-queue.ts';
export { SearchIndex } from '../durable-objects/search-index/search-index.ts';
export { SkuInventory } from '../durable-objects/sku-inventory/sku-inventory.ts';
export { SkuLot } from '../durable-objects/sku-inventory/sku-lot.ts';
export { TrainingStore } from '../durable-objects/training-store/training-store.ts';
export { TrainRecommendations } from './jobs/train-recommendations.ts';

/** The shop without its pages: what tests of the API and the objects run, with no Astro build. */
export default createHandlers(null);
