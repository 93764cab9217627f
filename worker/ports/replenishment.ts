/** The shop's choices about replenishment. Money in minor units of `budgetCurrency`. */
export interface ReplenishmentSettings {
  readonly serviceLevelBps: number;
  readonly holdingCostBps: number;
  readonly autoApprove: boolean;
  readonly budgetMinor: number;
  readonly budgetCurrency: string;
  readonly budgetPeriod: 'week' | 'month';
  /** Empty: nobody is written to. */
  readonly alertEmail: string;
  /** Empty: nothing is called. */
  readonly webhookUrl: string;
  readonly webhookSecret: string;
}

/** Where the round of a day stands; `cursor` is the last variant (or supplier) that is done. */
export interface RoundPlace {
  readonly stage: 'forecast' | 'draft';
  readonly cursor: number;
}

/** A variant to be forecast, with the terms it is delivered on. */
export interface ForecastSubject {
  readonly variantId: number;
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  readonly reviewDays: number;
  readonly serviceLevelBps: number;
  /** Warehouses that stock it. */
  readonly warehouseIds: readonly number[];
}

/** Units of a variant sold from a warehouse on a day (UTC, `2026-11-24`). */
export interface DaySales {
  readonly variantId: number;
  readonly warehouseId: number;
  readonly day: string;
  readonly units: number;
}

/** Stock of a variant on a day on which it changed: see `DayStock`. */
export interface StockDay {
  readonly variantId: number;
  readonly day: string;
  readonly most: number;
  readonly last: number;
}

/** A forecast and what follows from it. */
export interface LevelRecord {
  readonly variantId: number;
  readonly warehouseId: number;
  readonly method: string;
  readonly wape: number | null;
  readonly dailyMean: number;
  readonly dailySpread: number;
  readonly leadTimeDays: number;
  readonly reviewDays: number;
  readonly serviceLevelBps: number;
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly computedOn: string;
}

/** What there is and what is on its way of an item in a warehouse, beside its forecast. */
export interface PositionRecord extends LevelRecord {
  readonly supplierId: number;
  readonly leadTimeSpreadDays: number;
  /** Sellable, less what is owed. */
  readonly sellable: number;
  /** Announced to the stock objects (incoming), and in orders that are not announced yet. */
  readonly onOrder: number;
  readonly packSize: number;
  readonly minimumQuantity: number;
  readonly costMinor: number;
}

/** Stock of a variant in a warehouse beside its reorder point. */
export interface CrossingFacts {
  readonly variantId: number;
  readonly warehouseId: number;
  readonly available: number;
  readonly reorderPoint: number;
  /** Ledger sequence the stock is of. */
  readonly sequence: number;
  readonly openAlertId: number | null;
}

/** Told or to be told: stock fell to its reorder point. */
export interface AlertRecord {
  readonly id: number;
  readonly variantId: number;
  readonly warehouseId: number;
  readonly available: number;
  readonly reorderPoint: number;
  readonly raisedAtMs: number;
  readonly resolvedAtMs: number | null;
  readonly mailedAtMs: number | null;
  readonly hookedAtMs: number | null;
  readonly sku: string | null;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly warehouseName: string;
}

/**
 * Forecasts, alerts and the daily round as the records keep them. Every call may be repeated. Rejects when the records cannot be reached.
 */
export interface ReplenishmentRecords {
  settings(): Promise<ReplenishmentSettings>;
  saveSettings(settings: ReplenishmentSettings): Promise<void>;
  /** What automatic approval has spent in a period. */
  spent(period: string): Promise<number>;

  /**
   * Takes the round of a day for `leaseMs`, beginning it when nobody has. Null when it is finished or somebody else has it.
   */
  takeRound(day: string, nowMs: number, leaseMs: number): Promise<RoundPlace | null>;
  /** Moves the round on, keeping it for `leaseMs` more; false when it was not where the caller thought: somebody else moved it. */
  moveRound(
    day: string,
    from: RoundPlace,
    to: RoundPlace | 'finished',
    nowMs: number,
    leaseMs: number,
  ): Promise<boolean>;
  /** Gives the round back, so that the next comer need not wait for the lease to end. */
  releaseRound(day: string, nowMs: number): Promise<void>;
  /** Day of the newest finished round; null when there was none. */
  lastRound(): Promise<string | null>;
  /** Makes the round of a day start over, forecasts first. */
  restartRound(day: string, nowMs: number): Promise<void>;

  /** Variants that have a supplier, ascending by id, after one. */
  subjects(afterVariantId: number, limit: number): Promise<readonly ForecastSubject[]>;
  /** Sales of variants from a day to another, both included: order lines that were not cancelled, and sales recorded from elsewhere. */
  sales(variantIds: readonly number[], fromDay: string, toDay: string): Promise<readonly DaySales[]>;
  /** Days on which the stock of variants changed, as the ledger's copy tells, both ends included. */
  stockDays(variantIds: readonly number[], fromDay: string, toDay: string): Promise<readonly StockDay[]>;
  /** Writes forecasts; levels of these variants in warehouses not named are removed. */
  saveLevels(variantIds: readonly number[], levels: readonly LevelRecord[]): Promise<void>;
  /** Forecasts of a variant, ascending by warehouse. */
  levels(variantId: number): Promise<readonly LevelRecord[]>;
  /** Ids of active suppliers, ascending, after one. */
  supplierIds(afterSupplierId: number, limit: number): Promise<readonly number[]>;
  /** Items of a supplier in every warehouse that has a forecast of them. */
  positions(supplierId: number): Promise<readonly PositionRecord[]>;

  /** Stock of variants beside their reorder points, only where there is one. */
  crossings(variantIds: readonly number[]): Promise<readonly CrossingFacts[]>;
  /**
   * Opens alerts, each only if none is open and the stock still is of the given sequence, and leaves one `stock.low` message of all that were opened.
   * Answers the ids opened.
   */
  raise(crossings: readonly CrossingFacts[], nowMs: number): Promise<readonly number[]>;
  /** Closes open alerts, each only if the stock still is of the given sequence. */
  resolve(crossings: readonly CrossingFacts[], nowMs: number): Promise<void>;
  alerts(query: {
    readonly openOnly: boolean;
    readonly limit: number;
    readonly beforeId: number | null;
  }): Promise<{ readonly items: readonly AlertRecord[]; readonly hasNextPage: boolean }>;
  openAlerts(): Promise<number>;
  alertsById(ids: readonly number[]): Promise<readonly AlertRecord[]>;
  /** Notes that alerts were told by mail or webhook. */
  markTold(ids: readonly number[], by: 'mail' | 'webhook', nowMs: number): Promise<void>;
}
