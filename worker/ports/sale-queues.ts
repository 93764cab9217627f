import type { DropEnd, DropStatus, DropTerms } from '../../commerce/drops/drop.ts';
import type {
  ClaimRequest,
  Gate,
  JoinRefusal,
  JoinRequest,
  Outcome,
  Place,
  QueueFigures,
} from '../../commerce/drops/sale-queue.ts';

/** The queue could not be reached. Nothing is known to have happened: ask the same again. */
export interface QueueUnavailable {
  readonly ok: false;
  readonly reason: 'unavailable';
}

/** The drop or ticket is not there (any more). */
export interface GoneDrop {
  readonly ok: false;
  readonly reason: 'gone';
}

export type JoinAnswer = { readonly ok: true; readonly number: number; readonly place: Place } | JoinRefusal | GoneDrop;
export type PlaceAnswer = { readonly ok: true; readonly place: Place } | GoneDrop;

/** A drop for its merchant, and for the page that sells it. */
export interface DropView {
  readonly terms: DropTerms;
  readonly status: DropStatus;
  readonly end: DropEnd | null;
  readonly endedAtMs: number | null;
  readonly figures: QueueFigures;
}

/** `other_drop`: another drop of the variant is not over yet. */
export type OpenAnswer =
  | { readonly ok: true; readonly drop: DropView }
  | { readonly ok: false; readonly reason: 'other_drop'; readonly dropId: number };

/** Which ticket of which drop. */
export interface TicketName {
  readonly dropId: number;
  readonly number: number;
}

/** A purchase's question, with the ticket it has; null: none. */
export interface PurchaseClaim extends Omit<ClaimRequest, 'number'> {
  readonly ticket: TicketName | null;
}

/**
 * The fair queues of variants, each decided by its own SaleQueue object. Every call may be repeated. Never throws for an unreachable object: it answers
 * `unavailable`. What each does and refuses is in commerce/drops/sale-queue.ts.
 */
export interface SaleQueues {
  /** Begins a drop, once. */
  open(terms: DropTerms): Promise<OpenAnswer | QueueUnavailable>;
  /** The variant's present or last drop. */
  view(variantId: number): Promise<{ readonly ok: true; readonly drop: DropView | null } | QueueUnavailable>;
  join(variantId: number, dropId: number, request: JoinRequest): Promise<JoinAnswer | QueueUnavailable>;
  place(variantId: number, ticket: TicketName): Promise<PlaceAnswer | QueueUnavailable>;
  leave(variantId: number, ticket: TicketName): Promise<{ readonly ok: true } | QueueUnavailable>;
  /** Whether a purchase could take units now; changes nothing. `open`: the variant is not sold by queue. */
  check(variantId: number, claim: PurchaseClaim): Promise<Gate | QueueUnavailable>;
  claim(variantId: number, claim: PurchaseClaim, purchase: string): Promise<Gate | QueueUnavailable>;
  settle(
    variantId: number,
    ticket: TicketName,
    purchase: string,
    outcome: Outcome,
  ): Promise<{ readonly ok: true } | QueueUnavailable>;
  /** Ends a drop now; null when the variant has another one or none. */
  stop(
    variantId: number,
    dropId: number,
  ): Promise<{ readonly ok: true; readonly drop: DropView | null } | QueueUnavailable>;
}

/** A ticket's name with the variant it is for. */
export interface SignedTicket extends TicketName {
  readonly variantId: number;
}

/** Signs what shoppers carry, so that nobody can make a ticket or read an address out of what is kept. */
export interface SaleTickets {
  /** The ticket as its holder carries it: letters, digits and `-`. */
  sign(ticket: SignedTicket): string;
  /** The ticket in a token; null for any that was not signed here. */
  read(token: string): SignedTicket | null;
  /** What stands for an email, device secret or network address in a variant's queue. */
  digest(kind: 'email' | 'device' | 'network', value: string): string;
}
