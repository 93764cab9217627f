import type { LedgerEntry, LedgerKind, QuantityDelta, StockPolicy, WarehouseQuantities } from './contract.ts';
import { addDelta, availableUnits, ZERO_QUANTITIES } from './level.ts';
import type { StockState } from './state.ts';
import type { EntryDetails } from './supply.ts';

/** What a decision says about one change; the draft adds sequence, state after it and time. */
export interface EntryFacts {
  readonly kind: LedgerKind;
  readonly warehouseId: number | null;
  readonly quantity: number;
  readonly delta?: QuantityDelta;
  readonly actor: string;
  readonly reason?: string | undefined;
  readonly reference?: string | undefined;
  readonly holdId?: string;
  readonly expiresAtMs?: number;
  readonly policy?: StockPolicy;
  readonly details?: EntryDetails | undefined;
}

/** Writes ledger entries on top of a state without touching it: each one sees what those before it did. */
export class LedgerDraft {
  readonly entries: LedgerEntry[] = [];
  readonly #state: StockState;
  readonly #nowMs: number;
  readonly #touched = new Map<number, WarehouseQuantities>();
  #available: number;

  constructor(state: StockState, nowMs: number) {
    this.#state = state;
    this.#nowMs = nowMs;
    this.#available = state.available;
  }

  /** Sequence of the last entry written, or of the state's last when none was. */
  get sequence(): number {
    return this.#state.sequence + this.entries.length;
  }

  /** A warehouse's quantities after the entries so far; undefined when it does not stock the variant. */
  quantities(warehouseId: number): WarehouseQuantities | undefined {
    return this.#touched.get(warehouseId) ?? this.#state.levels.get(warehouseId)?.quantities;
  }

  add(facts: EntryFacts): void {
    const delta = facts.delta ?? {};
    let after: WarehouseQuantities | null = null;
    if (facts.warehouseId !== null) {
      const before = this.quantities(facts.warehouseId) ?? ZERO_QUANTITIES;
      after = addDelta(before, delta);
      this.#available += availableUnits(after) - availableUnits(before);
      this.#touched.set(facts.warehouseId, after);
    }
    this.entries.push({
      sequence: this.sequence + 1,
      kind: facts.kind,
      warehouseId: facts.warehouseId,
      quantity: facts.quantity,
      delta,
      after,
      available: this.#available,
      actor: facts.actor,
      reason: facts.reason ?? null,
      reference: facts.reference ?? null,
      holdId: facts.holdId ?? null,
      expiresAtMs: facts.expiresAtMs ?? null,
      policy: facts.policy ?? null,
      occurredAtMs: this.#nowMs,
      ...(facts.details ? { details: facts.details } : {}),
    });
  }
}
