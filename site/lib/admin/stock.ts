/** One change of stock, as the ledger tells it. */
export interface Entry {
  sequence: number;
  kind: string;
  quantity: number;
  delta: Record<string, number>;
  available: number;
  actor: string;
  reason: string | null;
  reference: string | null;
  occurredAt: string;
  location: { code: string; name: string } | null;
}

/** What one location has. */
export interface Level {
  location: { code: string; name: string };
  quantities: { name: string; quantity: number }[];
}

/** Units on their way. */
export interface Arrival {
  reference: string;
  quantity: number;
  expectedAt: string | null;
  location: { name: string } | null;
  origin: { name: string } | null;
}

/** Stock at a moment, and the changes around it. */
export interface PastStock {
  sequence: number;
  available: number;
  owed: number;
  levels: Level[];
  changedAvailable: Entry | null;
  lastEntry: Entry | null;
  nextEntry: Entry | null;
}

/** The quantities asked of a level, as a GraphQL list. */
export const levelNames = '["on_hand", "available", "reserved", "committed", "incoming", "safety_stock"]';
/** Fields of `Entry`. */
export const ENTRY = 'sequence kind quantity delta available actor reason reference occurredAt location { code name }';
/** Fields of `PastStock`. */
export const MOMENT = `sequence available owed levels { location { code name } quantities(names: ${levelNames}) { name quantity } }
  changedAvailable { ${ENTRY} } lastEntry { ${ENTRY} } nextEntry { ${ENTRY} }`;

/** What staff call the quantities. */
export const levelLabels: Readonly<Record<string, string>> = {
  on_hand: 'On the shelf',
  available: 'Sellable',
  reserved: 'In carts',
  committed: 'Sold, to ship',
  incoming: 'Incoming',
  safety_stock: 'Safety stock',
};

const changed: Readonly<Record<string, string>> = {
  onHand: 'shelf',
  held: 'in carts',
  committed: 'sold',
  incoming: 'incoming',
  safetyStock: 'safety',
};

/** A change in words: "shelf +2, sold −1"; empty when nothing changed. */
export function deltaText(delta: Readonly<Record<string, number>>): string {
  return Object.entries(delta)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${changed[name] ?? name} ${value > 0 ? '+' : '−'}${Math.abs(value)}`)
    .join(', ');
}

/** Number of the order a reference stands for; undefined when it stands for something else. */
export const orderOf = (reference: string | null): string | undefined => /^order:(\d+)$/.exec(reference ?? '')?.[1];

/** Number of the transfer a reference stands for; undefined when it stands for something else. */
export const transferOf = (reference: string | null): string | undefined =>
  /^transfer:(\d+)(?:\/\d+)?$/.exec(reference ?? '')?.[1];

/**
 * The moment typed into a form, in UTC, as ISO 8601; null when there is none or it is no moment. A second that was typed is meant whole: what happened
 * within it counts.
 */
export function momentOf(typed: string | null): string | null {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?$/.exec(typed ?? '');
  if (!match?.[1]) return null;
  const iso = `${match[1]}${match[2] ?? ':59'}.999Z`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}
