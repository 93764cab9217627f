import type { FormGroup } from './form.ts';

/** One call of the API and its answer. Card numbers and security codes are masked. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly params: FormGroup;
  readonly idempotencyKey: string | null;
  readonly isReplay: boolean;
  readonly status: number;
  readonly requestId: string;
  readonly answer: unknown;
}

const KEPT = 500;

function masked(params: FormGroup): FormGroup {
  const { card } = params;
  if (typeof card !== 'object' || Array.isArray(card)) return params;
  const number = typeof card.number === 'string' ? `************${card.number.replaceAll(/\D/g, '').slice(-4)}` : null;
  return {
    ...params,
    card: { ...card, ...(number !== null && { number }), ...(card.cvc !== undefined && { cvc: '***' }) },
  };
}

/** The last calls, oldest first. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.#entries.push({ ...entry, params: masked(entry.params) });
    if (this.#entries.length > KEPT) this.#entries.shift();
  }

  entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
