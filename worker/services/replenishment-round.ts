import { budgetPeriodOf } from '../../commerce/replenishment/budget-period.ts';
import { dayOf, dayStartMs, HISTORY_DAYS, warehouseForecasts } from '../../commerce/replenishment/warehouse-levels.ts';
import type { Clock } from '../ports/clock.ts';
import type { PurchaseOrders } from '../ports/purchase-orders.ts';
import type { ReplenishmentRecords, RoundPlace } from '../ports/replenishment.ts';
import { checkCrossings } from './replenishment-alerts.ts';
import { suggestionsFor } from './replenishment-suggestions.ts';

const DAY_MS = 86_400_000;
/** Variants of one portion: their sales of a year fit one answer of the records, their forecasts a fraction of a second. */
const PORTION = 100;
/** Portions of one call; the next minute's call goes on where this one stopped. */
const PORTIONS = 20;
/** Longer than a portion takes; a crash costs this much time. */
const LEASE_MS = 60_000;
/** More warehouses than anybody has. */
const MOST_DRAFTS = 250;

/** What the round works with. */
export interface RoundDeps {
  readonly clock: Clock;
  readonly replenishment: ReplenishmentRecords;
  readonly purchaseOrders: Pick<PurchaseOrders, 'supplier' | 'create' | 'list' | 'approveWithin'>;
}

/** What a call got done. */
export interface RoundProgress {
  readonly forecastVariants: number;
  readonly draftedOrders: number;
  readonly isFinished: boolean;
}

/**
 * The day's round: forecasts every variant that has a supplier, portion by portion, then drafts what is due from each supplier, once per day, and
 * approves drafts as far as the budget goes. Stops after a bounded number of portions and goes on with the next call; two callers never work on one
 * portion, and a portion done twice after a crash changes nothing. Called every minute; on a day that is done it costs one statement.
 */
export async function replenishmentRound(deps: RoundDeps): Promise<RoundProgress> {
  const { clock, replenishment } = deps;
  const day = dayOf(clock.nowMs());
  let place = await replenishment.takeRound(day, clock.nowMs(), LEASE_MS);
  const progress = { forecastVariants: 0, draftedOrders: 0, isFinished: place === null };
  for (let portion = 0; place && portion < PORTIONS; portion += 1) {
    const next = await (place.stage === 'forecast'
      ? forecastPortion(deps, day, place)
      : draftPortion(deps, day, place));
    if (place.stage === 'forecast') progress.forecastVariants += next.done;
    else progress.draftedOrders += next.done;
    if (!(await replenishment.moveRound(day, place, next.place, clock.nowMs(), LEASE_MS))) return progress;
    progress.isFinished = next.place === 'finished';
    place = next.place === 'finished' ? null : next.place;
  }
  if (place) await replenishment.releaseRound(day, clock.nowMs());
  return progress;
}

interface PortionDone {
  readonly done: number;
  readonly place: RoundPlace | 'finished';
}

async function forecastPortion(deps: RoundDeps, day: string, place: RoundPlace): Promise<PortionDone> {
  const { replenishment, clock } = deps;
  const subjects = await replenishment.subjects(place.cursor, PORTION);
  const last = subjects.at(-1);
  if (!last) return { done: 0, place: { stage: 'draft', cursor: 0 } };
  const ids = subjects.map((subject) => subject.variantId);
  const from = dayOf(dayStartMs(day) - HISTORY_DAYS * DAY_MS);
  const to = dayOf(dayStartMs(day) - DAY_MS);
  const [sold, changed] = await Promise.all([
    replenishment.sales(ids, from, to),
    replenishment.stockDays(ids, from, to),
  ]);
  const sales = Map.groupBy(sold, (sale) => sale.variantId);
  const stock = Map.groupBy(changed, (one) => one.variantId);
  const stockOf = (variantId: number) => new Map((stock.get(variantId) ?? []).map((one) => [one.day, one]));
  await replenishment.saveLevels(
    ids,
    subjects.flatMap((subject) =>
      warehouseForecasts(subject, sales.get(subject.variantId) ?? [], day, stockOf(subject.variantId)).map(
        (forecast) => ({
          ...forecast,
          variantId: subject.variantId,
          leadTimeDays: subject.leadTimeDays,
          reviewDays: subject.reviewDays,
          serviceLevelBps: subject.serviceLevelBps,
          computedOn: day,
        }),
      ),
    ),
  );
  // A reorder point that moved can be crossed by stock that did not.
  await checkCrossings(replenishment, ids, clock.nowMs());
  return { done: subjects.length, place: { stage: 'forecast', cursor: last.variantId } };
}

async function draftPortion(deps: RoundDeps, day: string, place: RoundPlace): Promise<PortionDone> {
  const [supplierId] = await deps.replenishment.supplierIds(place.cursor, 1);
  if (supplierId === undefined) return { done: 0, place: 'finished' };
  let drafted = 0;
  for (const suggestion of await suggestionsFor(deps, supplierId)) {
    const { created } = await deps.purchaseOrders.create({
      supplierId,
      warehouseId: suggestion.warehouseId,
      currency: suggestion.supplier.currency,
      note: '',
      lines: suggestion.lines.map(({ position: _, ...line }) => line),
      createdBy: 'system',
      nowMs: deps.clock.nowMs(),
      identity: { draftedOn: day },
    });
    if (created) drafted += 1;
  }
  await approveDrafts(deps, day, supplierId);
  return { done: drafted, place: { stage: 'draft', cursor: supplierId } };
}

/** Approves the day's drafts of a supplier as far as the budget goes, oldest first. */
async function approveDrafts(deps: RoundDeps, day: string, supplierId: number): Promise<void> {
  const settings = await deps.replenishment.settings();
  const supplier = await deps.purchaseOrders.supplier(supplierId);
  if (!settings.autoApprove || !supplier) return;
  const { items } = await deps.purchaseOrders.list({
    statuses: ['draft'],
    supplierId,
    limit: MOST_DRAFTS,
    beforeId: null,
  });
  for (const order of [...items].reverse()) {
    // Below the supplier's minimum nobody would take it: a person decides.
    if (order.draftedOn !== day || order.totalMinor < supplier.minimumOrderMinor) continue;
    const nowMs = deps.clock.nowMs();
    await deps.purchaseOrders.approveWithin(
      order.id,
      {
        period: budgetPeriodOf(nowMs, settings.budgetPeriod),
        currency: settings.budgetCurrency,
        mostMinor: settings.budgetMinor,
      },
      nowMs,
    );
  }
}
