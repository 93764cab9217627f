import type { RoutingSettings } from '../../commerce/routing/settings.ts';

/** How a merchant wants orders routed, as the records keep it. Rejects when the records cannot be reached. */
export interface RoutingRecords {
  /** Null until a merchant has said anything. */
  read(): Promise<RoutingSettings | null>;
  /** Replaces everything; written to the event log with who did it. */
  save(settings: RoutingSettings, actor: string): Promise<void>;
}
