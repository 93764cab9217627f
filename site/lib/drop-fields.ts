/** What a page asks of a drop. */
export const dropFields = 'status joinsFrom opensAt closesAt limitPerCustomer buyingWindowSeconds now';

/** A drop as a page shows it. */
export interface Drop {
  readonly status: 'UPCOMING' | 'JOINING' | 'OPEN' | 'SOLD_OUT' | 'CLOSED' | 'STOPPED';
  readonly joinsFrom: string;
  readonly opensAt: string;
  readonly closesAt: string | null;
  readonly limitPerCustomer: number;
  readonly buyingWindowSeconds: number;
  /** The shop's clock when it answered. */
  readonly now: string;
}
