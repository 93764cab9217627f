/** What a merchant agreed to when putting a variant on sale at a moment. Moments in milliseconds since 1970. */
export interface DropTerms {
  readonly dropId: number;
  readonly variantId: number;
  /** From then on tickets are given out. */
  readonly joinsFromMs: number;
  /** From then on buyers are admitted. */
  readonly opensAtMs: number;
  /** Then it ends, sold out or not; null: when it is sold out or stopped. */
  readonly closesAtMs: number | null;
  readonly units: number;
  /** Most units one customer can have, over all tickets and orders of the drop. */
  readonly perCustomer: number;
  /** How long an admitted buyer may take until the purchase is begun. */
  readonly windowMs: number;
  /** Most buyers admitted in a second; null: as many as there are units. */
  readonly admitPerSecond: number | null;
  /** Most tickets of one network address; null: any number. */
  readonly perNetwork: number | null;
}

export type DropEnd = 'sold_out' | 'closed' | 'stopped';

/** `upcoming`: no tickets yet. `joining`: tickets, nobody is admitted. `open`: buyers are admitted. */
export type DropStatus = 'upcoming' | 'joining' | 'open' | DropEnd;

/**
 * `buying`: a purchase has claimed it and decides. `lapsed`: its window passed unused. Tickets of a drop that ended keep the status they had; those that were
 * waiting or admitted are over.
 */
export type TicketStatus = 'waiting' | 'admitted' | 'buying' | 'bought' | 'lapsed' | 'left';

/** One place in the queue. */
export interface Ticket {
  /** 1, 2, 3 ... in the order of arrival: the order of the queue. */
  readonly number: number;
  /** Digest of who it belongs to. */
  readonly identity: string;
  /** Whether `identity` is of an email, which the purchase must have too; else it is of a device. */
  readonly isEmail: boolean;
  /** Digest of the secret of the device that joined. */
  readonly device: string;
  /** Digest of the network address; null where unknown. */
  readonly network: string | null;
  /** Units asked for. */
  readonly quantity: number;
  status: TicketStatus;
  /** Units it may buy; 0 before it is admitted. */
  granted: number;
  /** Until when the purchase must have begun. */
  untilMs: number | null;
  /** The purchase that claimed it. */
  purchase: string | null;
  /** Digest of the email that bought or is buying. */
  buyer: string | null;
  /** Units being bought or bought. */
  taken: number;
}

/** A drop's status by its times; `end` wins. */
export function statusAt(
  terms: Pick<DropTerms, 'joinsFromMs' | 'opensAtMs' | 'closesAtMs'>,
  end: DropEnd | null,
  nowMs: number,
): DropStatus {
  if (end) return end;
  if (terms.closesAtMs !== null && nowMs >= terms.closesAtMs) return 'closed';
  if (nowMs >= terms.opensAtMs) return 'open';
  return nowMs >= terms.joinsFromMs ? 'joining' : 'upcoming';
}

const MOST_UNITS = 1_000_000;
const DAY_MS = 86_400_000;

/** Why terms make no drop. */
export interface TermsProblem {
  readonly field:
    | 'opensAt'
    | 'joinsFrom'
    | 'closesAt'
    | 'units'
    | 'limitPerCustomer'
    | 'buyingWindowSeconds'
    | 'admitPerSecond'
    | 'ticketsPerNetwork';
  readonly rule: string;
}

const isWhole = (value: number, from: number, to: number): boolean =>
  Number.isSafeInteger(value) && value >= from && value <= to;

/** Everything wrong with the terms of a new drop, in the order of the fields. */
export function termsProblems(terms: Omit<DropTerms, 'dropId' | 'variantId'>, nowMs: number): TermsProblem[] {
  const problems: TermsProblem[] = [];
  const check = (isRight: boolean, field: TermsProblem['field'], rule: string) => {
    if (!isRight) problems.push({ field, rule });
  };
  check(terms.opensAtMs <= nowMs + 365 * DAY_MS, 'opensAt', 'must lie within a year.');
  check(terms.joinsFromMs <= terms.opensAtMs, 'joinsFrom', 'must not lie after opensAt.');
  check(
    terms.closesAtMs === null || terms.closesAtMs > Math.max(nowMs, terms.opensAtMs),
    'closesAt',
    'must lie after opensAt and in the future.',
  );
  check(isWhole(terms.units, 1, MOST_UNITS), 'units', `must be a whole number from 1 to ${MOST_UNITS}.`);
  check(isWhole(terms.perCustomer, 1, 100), 'limitPerCustomer', 'must be a whole number from 1 to 100.');
  check(isWhole(terms.windowMs, 1_000, DAY_MS), 'buyingWindowSeconds', 'must lie between a second and a day.');
  check(
    terms.admitPerSecond === null || isWhole(terms.admitPerSecond, 1, 1_000),
    'admitPerSecond',
    'must be a whole number from 1 to 1000.',
  );
  check(
    terms.perNetwork === null || isWhole(terms.perNetwork, 1, 100_000),
    'ticketsPerNetwork',
    'must be a whole number from 1 to 100000.',
  );
  return problems;
}
