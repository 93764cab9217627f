import type { Allocation, CommitCommand, InventoryCommand, InventoryRefusal } from './contract.ts';
import type { LimitCommand, SellingTerms, SupplyCommand, WriteOffCommand } from './supply.ts';

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

function optionalOneOf(field: string, value: unknown, allowed: readonly string[]): Problem {
  return value === undefined ? null : oneOf(field, value, allowed);
}

const optionalTime = (field: string, value: unknown): Problem => (value === null ? null : time(field, value));

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
      return warehouse(command.warehouseId) ?? units(command.quantity);
    case 'return':
      return (
        warehouse(command.warehouseId) ??
        units(command.quantity) ??
        optionalOneOf('condition', command.condition, ['sellable', 'damaged'])
      );
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
      return supplyProblem(command);
  }
}

function supplyProblem(command: SupplyCommand): Problem {
  switch (command.kind) {
    case 'expect':
      return (
        warehouse(command.warehouseId) ??
        text('reference', command.reference) ??
        integer('quantity', command.quantity, 0, MAX_UNITS) ??
        optionalTime('expectedAtMs', command.expectedAtMs)
      );
    case 'transfer':
      return (
        text('reference', command.reference) ??
        integer('fromWarehouseId', command.fromWarehouseId, 1, Number.MAX_SAFE_INTEGER) ??
        integer('toWarehouseId', command.toWarehouseId, 1, Number.MAX_SAFE_INTEGER) ??
        (command.fromWarehouseId === command.toWarehouseId
          ? { field: 'toWarehouseId', rule: 'must be another warehouse' }
          : null) ??
        units(command.quantity) ??
        optionalTime('expectedAtMs', command.expectedAtMs)
      );
    case 'cancel_transfer':
      return (
        text('reference', command.reference) ??
        integer('toWarehouseId', command.toWarehouseId, 1, Number.MAX_SAFE_INTEGER)
      );
    case 'count':
      return (
        warehouse(command.warehouseId) ??
        integer('quantity', command.quantity, 0, MAX_LEVEL) ??
        time('seenAtMs', command.seenAtMs)
      );
    case 'write_off':
      return writeOffProblem(command);
    case 'limit':
      return limitProblem(command);
    default:
      return { field: 'kind', rule: 'must be a known command' };
  }
}

function writeOffProblem(command: WriteOffCommand): Problem {
  return (
    warehouse(command.warehouseId) ??
    units(command.quantity) ??
    oneOf('from', command.from, ['stock', 'committed', 'incoming']) ??
    (command.from === 'stock' ? null : text('reference', command.reference)) ??
    text('reason', command.reason)
  );
}

function limitProblem(command: LimitCommand): Problem {
  const term = (field: keyof SellingTerms, least: number, most: number) => {
    const value = command[field];
    return value === undefined || value === null ? null : integer(field, value, least, most);
  };
  return (
    term('backorderLimit', 0, MAX_LEVEL) ??
    term('preorderLimit', 0, MAX_LEVEL) ??
    term('maxPerHold', 1, MAX_UNITS) ??
    term('maxPerCustomer', 1, MAX_UNITS) ??
    term('customerWindowMs', 1, Number.MAX_SAFE_INTEGER) ??
    term('maxHoldLifeMs', 1_000, MAX_HOLD_MS) ??
    (command.compare === undefined || (typeof command.compare === 'object' && command.compare !== null)
      ? null
      : { field: 'compare', rule: 'must be limits' })
  );
}

function commitProblem(command: CommitCommand): Problem {
  return (
    text('holdId', command.holdId) ??
    text('reference', command.reference) ??
    (command.quantity === undefined ? null : units(command.quantity)) ??
    optionalOneOf('remainder', command.remainder, ['release', 'keep'])
  );
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
        optionalText('customer', command.customer) ??
        cause
      );
    case 'extend':
      return text('holdId', command.holdId) ?? time('expiresAtMs', command.expiresAtMs) ?? cause;
    case 'commit':
      return commitProblem(command) ?? cause;
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
