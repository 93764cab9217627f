import type { ShippingMethod } from '../../commerce/shipping/delivery-options.ts';
import type { DeliveryTerms } from '../../commerce/shipping/delivery-terms.ts';
import type { PickupTerms } from '../../commerce/shipping/pickup.ts';
import type { DeliveryZone } from '../../commerce/shipping/zones.ts';

/** A way of delivery as it is written. */
export type MethodWrite = Omit<ShippingMethod, 'terms'> & { readonly terms: DeliveryTerms };

/** `not_found`: there is none to change; `taken`: another one has the name or code; `in_use`: ways of delivery lead there. */
export type DeliveryWritten =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly reason: 'not_found' | 'taken' | 'in_use' };

/** Zones, ways of delivery and counters as staff change them; each change is written to the event log with who did it. Rejects when the records cannot be reached. */
export interface DeliveryRecords {
  /** Writes a new zone (id null) or changes one; ways that lead there get its countries. */
  saveZone(id: number | null, zone: Omit<DeliveryZone, 'id'>, actor: string): Promise<DeliveryWritten>;
  removeZone(id: number, actor: string): Promise<DeliveryWritten>;
  saveMethod(id: number | null, method: MethodWrite, actor: string): Promise<DeliveryWritten>;
  removeMethod(id: number, actor: string): Promise<DeliveryWritten>;
  /** Null: nothing is collected there any more; what was set up stays for the next time. */
  savePickup(warehouseId: number, terms: PickupTerms | null, actor: string): Promise<DeliveryWritten>;
}
