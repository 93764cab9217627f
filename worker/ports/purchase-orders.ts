import type { PurchaseOrderStatus } from '../../commerce/replenishment/purchase-order.ts';

/** A supplier's terms. Money in minor units of `currency`. */
export interface SupplierTerms {
  readonly name: string;
  readonly email: string;
  readonly currency: string;
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  readonly reviewDays: number;
  readonly minimumOrderMinor: number;
  readonly orderCostMinor: number;
  readonly isActive: boolean;
}
export interface SupplierRecord extends SupplierTerms {
  readonly id: number;
  readonly itemCount: number;
}

/** What a supplier sells us of a variant; null terms are the supplier's or the shop's. */
export interface SupplierItemTerms {
  readonly variantId: number;
  readonly supplierSku: string | null;
  readonly packSize: number;
  readonly minimumQuantity: number;
  readonly costMinor: number;
  readonly leadTimeDays: number | null;
  readonly leadTimeSpreadDays: number | null;
  readonly serviceLevelBps: number | null;
}
export interface SupplierItemRecord extends SupplierItemTerms, VariantNames {
  readonly supplierId: number;
}

/** How a variant is called. */
export interface VariantNames {
  readonly variantId: number;
  readonly productId: number;
  readonly sku: string | null;
  readonly productTitle: string;
  readonly variantTitle: string;
}

export interface PurchaseOrderLineRecord extends VariantNames {
  readonly id: number;
  readonly quantity: number;
  readonly receivedQuantity: number;
  readonly costMinor: number;
  readonly packSize: number;
  readonly reason: string;
}

export interface PurchaseOrderRecord {
  readonly id: number;
  readonly supplierId: number;
  readonly supplierName: string;
  readonly warehouseId: number;
  readonly status: PurchaseOrderStatus;
  readonly currency: string;
  readonly totalMinor: number;
  readonly note: string;
  readonly draftedOn: string | null;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly approvedBy: string | null;
  readonly approvedAtMs: number | null;
  /** Budget period it was approved from; null: approved by a person, or not. */
  readonly budgetPeriod: string | null;
  readonly orderedAtMs: number | null;
  readonly expectedAtMs: number | null;
  readonly receivedAtMs: number | null;
  readonly cancelledAtMs: number | null;
  /** Whether a change is still on its way to the stock objects. */
  readonly isSettling: boolean;
  readonly lines: readonly PurchaseOrderLineRecord[];
}

/** A line to be ordered. */
export interface WantedLine {
  readonly variantId: number;
  readonly quantity: number;
  readonly costMinor: number;
  readonly packSize: number;
  readonly reason: string;
}

/** An order to be made. */
export interface NewPurchaseOrder {
  readonly supplierId: number;
  readonly warehouseId: number;
  readonly currency: string;
  readonly note: string;
  /** At least one, each variant once. */
  readonly lines: readonly WantedLine[];
  readonly createdBy: string;
  readonly nowMs: number;
  /** What makes a repetition find the order instead of making a second: the day of a round, or a call's key. */
  readonly identity: { readonly draftedOn: string } | { readonly key: string };
}

/** What is awaited under a version of an order. */
export interface Awaited {
  readonly purchaseOrderId: number;
  readonly warehouseId: number;
  readonly expectedAtMs: number | null;
  readonly version: number;
  readonly isTold: boolean;
  readonly lines: readonly { readonly lineId: number; readonly variantId: number; readonly quantity: number }[];
}

/** Goods that arrived and that their stock object has not taken yet. */
export interface OpenReceipt {
  readonly receiptId: number;
  readonly purchaseOrderId: number;
  readonly lineId: number;
  readonly variantId: number;
  readonly warehouseId: number;
  readonly quantity: number;
  readonly actor: string;
}

/** A change of an order's state; refused when the order is elsewhere by now. */
export type StateChange =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not_found' }
  | { readonly ok: false; readonly reason: 'wrong_status'; readonly status: PurchaseOrderStatus }
  /** Receipts are still on their way to the stock objects: try again. */
  | { readonly ok: false; readonly reason: 'settling' };

/** Suppliers and orders to them. Rejects when the records cannot be reached. */
export interface PurchaseOrders {
  suppliers(): Promise<readonly SupplierRecord[]>;
  supplier(id: number): Promise<SupplierRecord | null>;
  /** Null id: makes one. Refusals in order: not_found, name_taken. */
  saveSupplier(
    id: number | null,
    terms: SupplierTerms,
  ): Promise<
    { readonly ok: true; readonly id: number } | { readonly ok: false; readonly reason: 'not_found' | 'name_taken' }
  >;
  /** Items of a supplier, ascending by product and variant. */
  items(supplierId: number): Promise<readonly SupplierItemRecord[]>;
  /** Adds or changes items; one that another supplier had moves here. Unknown variants are answered, nothing is written then. */
  saveItems(
    supplierId: number,
    items: readonly SupplierItemTerms[],
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly unknownVariantIds: readonly number[] }>;
  removeItems(supplierId: number, variantIds: readonly number[]): Promise<void>;

  /** Makes an order in draft, or finds the one its identity made before (`created: false`). */
  create(order: NewPurchaseOrder): Promise<{ readonly id: number; readonly created: boolean }>;
  byIds(ids: readonly number[]): Promise<ReadonlyMap<number, PurchaseOrderRecord>>;
  /** Newest first. */
  list(query: {
    readonly statuses: readonly PurchaseOrderStatus[];
    readonly supplierId: number | null;
    readonly limit: number;
    readonly beforeId: number | null;
  }): Promise<{ readonly items: readonly PurchaseOrderRecord[]; readonly hasNextPage: boolean }>;
  count(statuses: readonly PurchaseOrderStatus[]): Promise<number>;

  /** Replaces the lines of a draft. Lines must not be empty. */
  setLines(id: number, lines: readonly WantedLine[], note: string | null, nowMs: number): Promise<StateChange>;
  approve(id: number, actor: string, nowMs: number): Promise<StateChange>;
  /**
   * Approves a draft and takes its total from the period's budget in one step: however many do it at once, the period's sum never exceeds the budget.
   */
  approveWithin(
    id: number,
    budget: { readonly period: string; readonly currency: string; readonly mostMinor: number },
    nowMs: number,
  ): Promise<StateChange | { readonly ok: false; readonly reason: 'over_budget' }>;
  /** Approved -> ordered; its lines are awaited from now on. */
  order(id: number, expectedAtMs: number, nowMs: number): Promise<StateChange>;
  /** Changes when an ordered one is expected. */
  reschedule(id: number, expectedAtMs: number, nowMs: number): Promise<StateChange>;
  /** What was not received is not awaited any more; money that came from a budget goes back for what will not come. */
  cancel(id: number, nowMs: number): Promise<StateChange>;
  /**
   * Records goods that arrived: all lines or none. The same key answers `repeated` and changes nothing.
   * Refusals in order: not_found, (repeated), wrong_status, settling (its lines were not announced yet), too_many.
   */
  receive(
    id: number,
    key: string,
    lines: readonly { readonly lineId: number; readonly quantity: number }[],
    actor: string,
    nowMs: number,
  ): Promise<
    | { readonly ok: true; readonly repeated: boolean }
    | Exclude<StateChange, { readonly ok: true }>
    | { readonly ok: false; readonly reason: 'too_many' }
  >;

  /** Orders with something the stock objects have not been told. */
  unsettled(limit: number): Promise<readonly number[]>;
  awaited(id: number): Promise<Awaited | null>;
  markTold(id: number, version: number): Promise<void>;
  openReceipts(id: number): Promise<readonly OpenReceipt[]>;
  markApplied(id: number, receiptIds: readonly number[], nowMs: number): Promise<void>;
}
