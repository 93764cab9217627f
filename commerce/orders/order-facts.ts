/** What the order rules need to know of a recorded order; amounts are minor units of the order's one currency. */
export interface OrderFacts {
  readonly id: number;
  readonly currency: string;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly shippingMinor: number;
  /** Of lines and delivery together; missing: delivery was not taxed. */
  readonly taxMinor?: number;
  readonly taxIncluded: boolean;
  readonly isCancelled: boolean;
  readonly lines: readonly OrderLineFacts[];
  readonly fulfilments: readonly FulfilmentFacts[];
}

/** One line with what happened to it so far. */
export interface OrderLineFacts {
  readonly id: number;
  readonly variantId: number | null;
  readonly quantity: number;
  readonly fulfilledQuantity: number;
  readonly refundedQuantity: number;
  /** Those of the refunded units that had not been shipped and never will be. */
  readonly cancelledQuantity: number;
  /** quantity x unit price - discount, before tax where tax is added on top. */
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly requiresShipping: boolean;
  /** Warehouses its units were committed in; they sum to the quantity (fewer for untracked goods). */
  readonly allocations: readonly WarehouseQuantity[];
}

/** Units of one warehouse. */
export interface WarehouseQuantity {
  readonly warehouseId: number;
  readonly quantity: number;
}

/** A shipment that left. */
export interface FulfilmentFacts {
  readonly id: number;
  readonly warehouseId: number;
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number }[];
}

/** A refused act on an order: the field that was wrong and the rule it broke. */
export interface OrderRefusal {
  readonly ok: false;
  readonly field: readonly string[];
  readonly message: string;
}
