import type { Allocation, InventoryCommand, InventoryRefusal } from './contract.ts';

/** Most units one command may move. */
export const MAX_UNITS = 1_000_000;
/** Most units a stored quantity may reach; fits Postgres' integer. */
export const MAX_LEVEL = 1_000_000_000;
/** Longest id, reference, actor or reason, in UTF-16 units. */
export const MAX_TEXT = 200;
/** Farthest expiry of a hold from now. */
export const MAX_HOLD_MS = 30 * 24 * 3_600_000;

const NAMES: readonly string[] = ['on_hand', 'available', 'incoming', 'safety_stock'];
const POLICIES: readonly string[] = ['deny', 'continue', 'untracked'];

type Problem = { readonly field: string; readonly rule: string } | null;

function text(field: string, value: unknown): Problem {
  const fine = typeof value === 'string' && value.length > 0 && value.length <= MAX_TEXT;
  return fine ? null : { field, rule: `must be a text of 1 to ${MAX_TEXT} characters` };
}

function optionalText(field: string, value: unknown): Problem {
  return value === undefined ? null : text(field, value);
}

function integer(field: string, value: unknown, least: number, most: number): Problem {
  const fine = typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
  return fine ? null : { field, rule: `must be a whole number from ${least} to ${most}` };
}

const units = (value: unknown) => integer('quantity', value, 1, MAX_UNITS);
const warehouse = (value: unknown) => integer('warehouseId', value, 1, Number.MAX_SAFE_INTEGER);
const time = (field: string, value: unknown) => integer(field, value, 0, Number.MAX_SAFE_INTEGER);

function oneOf(field: string, value: unknown, allowed: readonly string[]): Problem {
  return typeof value === 'string' && allowed.includes(value)
    ? null
    : { field, rule: `must be one of ${allowed.join(', ')}` };
}

function preference(ids: readonly number[]): Problem {
  const field = 'warehousePreference';
  if (!Array.isArray(ids) || ids.length > MAX_TEXT) return { field, rule: `must be a list of at most ${MAX_TEXT} ids` };
  if (new Set(ids).size !== ids.length) return { field, rule: 'must not repeat a warehouse' };
  for (const id of ids) if (warehouse(id)) return { field, rule: 'must hold warehouse ids' };
  return null;
}

function allocations(list: readonly Allocation[]): Problem {
  const field = 'allocations';
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_TEXT) {
    return { field, rule: `must name 1 to ${MAX_TEXT} warehouses` };
  }
  if (new Set(list.map((part) => part.warehouseId)).size !== list.length) {
    return { field, rule: 'must not repeat a warehouse' };
  }
  for (const [i, part] of list.entries()) {
    const wrong = warehouse(part.warehouseId) ?? units(part.quantity);
    if (wrong) return { field: `${field}[${i}].${wrong.field}`, rule: wrong.rule };
  }
  return null;
}

function quantityProblem(command: Exclude<InventoryCommand, { holdId: string } | { kind: 'expire' }>): Problem {
  switch (command.kind) {
    case 'activate':
      return warehouse(command.warehouseId);
    case 'configure':
      return oneOf('policy', command.policy, POLICIES);
    case 'receive':
    case 'return':
      return warehouse(command.warehouseId) ?? units(command.quantity);
    case 'set':
      return (
        warehouse(command.warehouseId) ??
        oneOf('name', command.name, NAMES) ??
        integer('quantity', command.quantity, 0, MAX_LEVEL) ??
        (command.compareQuantity === undefined
          ? null
          : integer('compareQuantity', command.compareQuantity, 0, MAX_LEVEL))
      );
    case 'adjust':
      return (
        warehouse(command.warehouseId) ??
        oneOf('name', command.name, NAMES) ??
        integer('delta', command.delta, -MAX_LEVEL, MAX_LEVEL) ??
        (command.delta === 0 ? { field: 'delta', rule: 'must not be 0' } : null)
      );
    case 'ship':
    case 'uncommit':
      return text('reference', command.reference) ?? allocations(command.allocations);
    default:
      return { field: 'kind', rule: 'must be a known command' };
  }
}

function problem(command: InventoryCommand): Problem {
  if (command.kind === 'expire') return null;
  const cause = text('actor', command.actor) ?? optionalText('reason', command.reason);
  switch (command.kind) {
    case 'hold':
      return (
        text('holdId', command.holdId) ??
        text('reference', command.reference) ??
        units(command.quantity) ??
        time('expiresAtMs', command.expiresAtMs) ??
        preference(command.warehousePreference) ??
        cause
      );
    case 'extend':
      return text('holdId', command.holdId) ?? time('expiresAtMs', command.expiresAtMs) ?? cause;
    case 'commit':
      return text('holdId', command.holdId) ?? text('reference', command.reference) ?? cause;
    case 'release':
      return text('holdId', command.holdId) ?? cause;
    default:
      return (
        text('commandId', command.commandId) ??
        optionalText('reference', command.reference) ??
        quantityProblem(command) ??
        cause
      );
  }
}

/**
 * Checks a command's form, whatever the state: names the first field that breaks a rule, ids first, then quantities, then
 * actor and reason. Null when it is well-formed. Commands may come from outside, so types alone are not trusted.
 */
export function invalidForm(command: InventoryCommand): InventoryRefusal | null {
  const wrong = problem(command);
  return wrong ? invalid(wrong.field, wrong.rule) : null;
}

/** The refusal that names a field and the rule it breaks. */
export function invalid(field: string, rule: string): InventoryRefusal {
  return { ok: false, reason: 'invalid', field, rule };
}
