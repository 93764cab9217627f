const MODES = ['status', 'cut_before', 'cut_after', 'delay'] as const;

/** Trouble made on purpose for calls whose path begins with `path`. */
export interface FaultRule {
  /** `status`: answered with `status`, nothing done. `cut_before`: connection cut, nothing done. `cut_after`: done, then cut. `delay`: done, answered after `delayMs`. */
  readonly mode: (typeof MODES)[number];
  readonly method: string | null;
  readonly path: string;
  readonly status: number;
  readonly delayMs: number;
  /** How often it still strikes. */
  times: number;
}

/** Troubles waiting for their calls, in order of arrival. */
export class Faults {
  #rules: FaultRule[] = [];

  /** Adds a rule; false when its mode is unknown. */
  add(fields: Readonly<Record<string, unknown>>): boolean {
    const mode = MODES.find((one) => one === fields.mode);
    if (!mode) return false;
    this.#rules.push({
      mode,
      method: typeof fields.method === 'string' ? fields.method.toUpperCase() : null,
      path: typeof fields.path === 'string' ? fields.path : '/v1/',
      status: typeof fields.status === 'number' ? fields.status : 500,
      delayMs: typeof fields.delayMs === 'number' ? fields.delayMs : 1_000,
      times: typeof fields.times === 'number' ? fields.times : 1,
    });
    return true;
  }

  /** The trouble a call meets, used up by it; null usually. */
  strike(method: string, path: string): FaultRule | null {
    const rule = this.#rules.find((one) => (one.method === null || one.method === method) && path.startsWith(one.path));
    if (!rule) return null;
    rule.times -= 1;
    if (rule.times <= 0) this.#rules = this.#rules.filter((one) => one !== rule);
    return rule;
  }

  list(): readonly FaultRule[] {
    return this.#rules;
  }

  clear(): void {
    this.#rules = [];
  }
}
