/** A place in a delivery window, wanted by a purchase. */
export interface WindowBooking {
  readonly orderId: number;
  readonly methodCode: string;
  /** YYYY-MM-DD on the place's calendar. */
  readonly day: string;
  /** Such as 18:00-20:00. */
  readonly hours: string;
  /** Places the window had when the purchase began. */
  readonly capacity: number;
}

/** Nobody answered; the call may be repeated. */
export interface BookingsUnavailable {
  readonly ok: false;
  readonly reason: 'unavailable';
}

/** A place that somebody has, for staff. */
export interface KeptBooking {
  readonly methodCode: string;
  readonly day: string;
  readonly hours: string;
  readonly orderId: number;
  /** Null while the order is not recorded yet. */
  readonly orderNumber: number | null;
  readonly name: string | null;
  readonly address: string | null;
}

/** Exact counts of delivery windows. */
export interface DeliveryBookings {
  /** Takes a place while there is one: of any number at once, no more than the capacity get one. The same key is the same place; one that was given back is full for ever. */
  book(
    key: string,
    booking: WindowBooking,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: 'full' } | BookingsUnavailable>;
  /** Gives a place back, once; a booking that arrives after it takes nothing. */
  giveBack(key: string, booking: WindowBooking): Promise<{ readonly ok: true } | BookingsUnavailable>;
  /** Gives back what an order has, such as when it is cancelled. Rejects when the records cannot be reached. */
  giveBackOrder(orderId: number): Promise<void>;
  /** Places taken per window (`DAY HOURS`) between two days, both included; windows without a row have none. Rejects when the records cannot be reached. */
  taken(methodCode: string, fromDay: string, toDay: string): Promise<ReadonlyMap<string, number>>;
  /** Places that somebody has from a day on, by day and hours; at most 500. Rejects when the records cannot be reached. */
  list(fromDay: string): Promise<readonly KeptBooking[]>;
}
