import type { DropEnd } from './drop.ts';

/** A drop is over; sent by its queue once, or again until it was taken. */
export interface DropEnded {
  readonly topic: 'drop.ended';
  readonly dropId: number;
  readonly variantId: number;
  readonly end: DropEnd;
  readonly endedAtMs: number;
  /** Units bought until then; purchases that had claimed a ticket may still add to it. */
  readonly sold: number;
}
