import { createGateway, platformCache, type RenderPage } from './app.ts';
import { createDeps } from './deps.ts';
import type { Env } from './env.ts';
import { consume } from './jobs/consume.ts';
import { createConsumers } from './jobs/consumers.ts';
import { drainOutbox } from './jobs/drain-outbox.ts';
import { FAILED_QUEUE, keepFailed } from './jobs/keep-failed.ts';
import type { EventMessage } from './jobs/messages.ts';
import { forgetOldRequests, tellBackInStock } from './services/back-in-stock.ts';
import { convertDue } from './services/convert-prices.ts';
import { fetchWhenDue } from './services/fetch-rates.ts';
import { runStockImport } from './services/import-stock.ts';
import { buildMissingSearch, refreshSignals } from './services/index-search.ts';
import { dayBefore } from './services/learned-searches.ts';
import { priceRound } from './services/price-round.ts';
import { requestTraining } from './services/recommend-train.ts';
import { settleRefund } from './services/refund-order.ts';
import { settlePurchaseOrders } from './services/replenishment-orders.ts';
import { replenishmentRound } from './services/replenishment-round.ts';
import { watchSearchCluster } from './services/search-outage.ts';

/** A refund whose provider call may have been lost is asked for again after this. */
const UNSETTLED_MS = 60_000;

/** When recommendations are trained, as wrangler.toml says it. */
const NIGHTLY = '17 3 * * *';

/** Counts of searches are compared with last year's. */
const SEARCHES_KEPT_DAYS = 400;

/** Chunks of waiting stock imports that a round writes, where nobody else does. */
const CHUNKS_PER_ROUND = 20;

/** Does every step, in their order: one that fails holds up none of the others. Rejects with the first failure once all were tried. */
async function eachStep(steps: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  const failures: unknown[] = [];
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step();
    } catch (error) {
      console.error(`round: ${name} failed`, error);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** The Worker's handlers over a gateway: requests, queue batches, and the minute's rounds. */
export function createHandlers(renderPage: RenderPage | null) {
  const gateway = createGateway(renderPage);
  return {
    fetch: (request, env, ctx) => gateway.app.fetch(request, env, ctx),
    async queue(batch, env, ctx) {
      const deps = createDeps(env);
      if (batch.queue === FAILED_QUEUE) return keepFailed(batch, deps.failedEvents, deps.clock.nowMs());
      await consume(
        batch,
        createConsumers(deps, (tags) => gateway.purge(tags, platformCache(ctx))),
      );
    },
    async scheduled(controller, env) {
      const deps = createDeps(env);
      if (controller.cron === NIGHTLY) {
        await eachStep({
          'old requests': () => forgetOldRequests(deps, controller.scheduledTime),
          'old searches': () => deps.searchCounts.prune(dayBefore(controller.scheduledTime, SEARCHES_KEPT_DAYS)),
          training: () => requestTraining(env.TRAINING, controller.scheduledTime),
        });
        return;
      }
      await eachStep({
        outbox: () => drainOutbox(deps.outbox, deps.events, (line) => console.error(line)),
        refunds: async () => {
          for (const { orderId, refundId } of await deps.orders.unsettledRefunds(deps.clock.nowMs() - UNSETTLED_MS))
            await settleRefund(deps, orderId, refundId);
        },
        'idempotency keys': () => deps.idempotencyKeys.removeExpired(),
        'stock imports': () => runStockImport(deps, null, CHUNKS_PER_ROUND),
        'purchase orders': () => settlePurchaseOrders(deps, (line, error) => console.error(line, error)),
        replenishment: () => replenishmentRound(deps),
        'exchange rates': () => fetchWhenDue(deps),
        conversion: () => convertDue(deps),
        pricing: () => priceRound(deps),
        'missing indexes': () => buildMissingSearch(deps),
        'search cluster': () => watchSearchCluster(deps),
        signals: () => refreshSignals(deps, controller.scheduledTime),
        'back in stock': () => tellBackInStock(deps, null),
      });
    },
  } satisfies ExportedHandler<Env, EventMessage>;
}
