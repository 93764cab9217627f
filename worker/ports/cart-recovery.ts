import type { CartChanged } from '../jobs/messages.ts';

/** What is needed to bring shoppers back to carts they left. */
export interface CartRecoveryRecords {
  /** Keeps the newest state of each cart; older messages change nothing, and an ordered cart stays ordered. */
  keep(changes: readonly CartChanged[]): Promise<void>;
}
