import type { Ticket } from '../../commerce/drops/drop.ts';
import type { QueueRow } from '../../commerce/drops/queue-state.ts';

/** The object's own record: the variant's present or last drop. */
export interface DropRow extends QueueRow {
  /** Whether the shop was told of the end; meaningless before it. */
  readonly isEndTold: boolean;
}

const ROW = 'drop';
/** Values travel as one text; a text of more tickets could pass the limit of two megabytes. */
const AT_ONCE = 2_000;

/** The object's storage: one value for the drop, one row per ticket. An object without a drop has written nothing. */
export class QueueStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Null: the variant was never sold by queue. */
  read(): { readonly row: DropRow; readonly tickets: readonly Ticket[] } | null {
    const row = this.#storage.kv.get<DropRow>(ROW);
    if (!row) return null;
    const rows = this.#storage.sql.exec<{ ticket: string }>('SELECT ticket FROM tickets ORDER BY number').toArray();
    // Written below from tickets, and by nobody else.
    return { row, tickets: rows.map(({ ticket }) => JSON.parse(ticket) as Ticket) };
  }

  /** Begins a drop: its tickets take the place of the last one's. */
  begin(row: DropRow): void {
    this.#storage.sql.exec('CREATE TABLE IF NOT EXISTS tickets (number INTEGER PRIMARY KEY, ticket TEXT NOT NULL)');
    this.#storage.sql.exec('DELETE FROM tickets');
    this.putRow(row);
  }

  putRow(row: DropRow): void {
    this.#storage.kv.put(ROW, row);
  }

  putTickets(tickets: readonly Ticket[]): void {
    for (let at = 0; at < tickets.length; at += AT_ONCE)
      this.#storage.sql.exec(
        "INSERT OR REPLACE INTO tickets (number, ticket) SELECT json_extract(value, '$.number'), value FROM json_each(?)",
        JSON.stringify(tickets.slice(at, at + AT_ONCE)),
      );
  }

  /** Forgets who took part in a drop that is long over. */
  forgetTickets(): void {
    this.#storage.sql.exec('DELETE FROM tickets');
  }
}
