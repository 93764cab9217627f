import type { Cart, CartAttribute, CartLine } from './cart-state.ts';
import {
  type CartNotice,
  type CartProblem,
  type CartResult,
  type LineToAdd,
  type LineToUpdate,
  MAX_ATTRIBUTE_KEY,
  MAX_ATTRIBUTE_VALUE,
  MAX_ATTRIBUTES,
  MAX_LINE_QUANTITY,
  MAX_LINES,
} from './commands.ts';
import { isStockHeld, joinQuote, type LineQuote } from './line-quote.ts';

/** What is wrong with a list of attributes; empty when nothing is. `field` leads to the list. */
export function attributeProblems(attributes: readonly CartAttribute[], field: readonly string[]): CartProblem[] {
  const problem = (message: string, ...path: string[]): CartProblem => ({
    code: 'INVALID',
    field: [...field, ...path],
    message,
  });
  if (attributes.length > MAX_ATTRIBUTES) return [problem(`At most ${MAX_ATTRIBUTES} attributes are kept.`)];
  const seen = new Set<string>();
  return attributes.flatMap(({ key, value }, index) => {
    const at = String(index);
    if (key === '' || key.length > MAX_ATTRIBUTE_KEY)
      return problem(`The key must have 1 to ${MAX_ATTRIBUTE_KEY} characters.`, at, 'key');
    if (value.length > MAX_ATTRIBUTE_VALUE)
      return problem(`The value is longer than ${MAX_ATTRIBUTE_VALUE} characters.`, at, 'value');
    if (seen.has(key)) return problem('The key is given twice.', at, 'key');
    seen.add(key);
    return [];
  });
}

const attributesKey = (attributes: readonly CartAttribute[]): string =>
  JSON.stringify(
    [...attributes].map(({ key, value }) => [key, value]).sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0)),
  );

/** Lines that mean the same thing are one line. */
const isSame = (line: CartLine, variantId: number, attributes: readonly CartAttribute[]): boolean =>
  line.variantId === variantId && attributesKey(line.attributes) === attributesKey(attributes);

/** A quantity that cannot be meant, whatever is in stock. `least` is 1 for new lines, 0 where 0 removes. */
function quantityProblem(quantity: number, least: 0 | 1, field: readonly string[]): CartProblem | null {
  if (!Number.isSafeInteger(quantity))
    return { code: 'INVALID', field, message: 'The quantity must be a whole number.' };
  if (quantity < least) return { code: 'LESS_THAN', field, message: `The quantity must be at least ${least}.` };
  if (quantity > MAX_LINE_QUANTITY)
    return { code: 'MAXIMUM_EXCEEDED', field, message: `The quantity must be at most ${MAX_LINE_QUANTITY}.` };
  return null;
}

const unitsElsewhere = (lines: readonly CartLine[], variantId: number, except: number | null): number =>
  lines.reduce((sum, line) => sum + (line.variantId === variantId && line.id !== except ? line.quantity : 0), 0);

/** How many of the wanted units a line may have, given what other lines of the variant take. */
function grant(wanted: number, available: number | null, elsewhere: number): number {
  return available === null ? wanted : Math.min(wanted, Math.max(0, available - elsewhere));
}

function shortage(granted: number, wanted: number, target: CartNotice['target']): CartNotice | null {
  if (granted >= wanted) return null;
  if (granted === 0) return { code: 'MERCHANDISE_OUT_OF_STOCK', message: 'This item is sold out.', target };
  return { code: 'MERCHANDISE_NOT_ENOUGH_STOCK', message: `Only ${granted} can be had now.`, target };
}

/**
 * Puts units into the cart; the same variant with the same attributes joins its line. What is not in stock is left out and said so.
 * Problems in order per line: quantity (INVALID, LESS_THAN, MAXIMUM_EXCEEDED), attributes, the joined line's quantity, too many lines.
 */
export function addLines(
  cart: Cart,
  wanted: readonly LineToAdd[],
  nowMs: number,
  path: readonly string[] = ['lines'],
): CartResult {
  const problems: CartProblem[] = [];
  const notices: CartNotice[] = [];
  let lines = [...cart.lines];
  let { nextId } = cart;
  for (const [index, want] of wanted.entries()) {
    const field = [...path, String(index)];
    const bad = quantityProblem(want.quantity, 1, [...field, 'quantity']);
    const badAttributes = attributeProblems(want.attributes, [...field, 'attributes']);
    if (bad || badAttributes.length > 0) {
      problems.push(...(bad ? [bad] : []), ...badAttributes);
      continue;
    }
    const known = lines.find((line) => isSame(line, want.variantId, want.attributes));
    const before = known?.quantity ?? 0;
    const asked = before + want.quantity;
    if (asked > MAX_LINE_QUANTITY) {
      const message = `The line would have ${asked} units; at most ${MAX_LINE_QUANTITY} are allowed.`;
      problems.push({ code: 'MAXIMUM_EXCEEDED', field: [...field, 'quantity'], message });
      continue;
    }
    const elsewhere = unitsElsewhere(lines, want.variantId, known?.id ?? null);
    // A line never shrinks because more was asked for: stock that went meanwhile is told at the checkout.
    const granted = Math.max(before, grant(asked, want.available, elsewhere));
    const target = known
      ? ({ kind: 'line', id: known.id } as const)
      : granted > 0
        ? ({ kind: 'line', id: nextId } as const)
        : ({ kind: 'variant', id: want.variantId } as const);
    const notice = shortage(granted, asked, target);
    if (notice) notices.push(notice);
    if (granted === 0) continue;
    if (known) {
      const joined = { ...known, quantity: granted, ...quoteOf(joinQuote(known.quote, want.quote, nowMs)) };
      lines = lines.map((line) => (line === known ? joined : line));
    } else {
      lines.push({
        id: nextId,
        productId: want.productId,
        variantId: want.variantId,
        quantity: granted,
        attributes: want.attributes,
        ...(want.parts ? { parts: want.parts } : {}),
        ...quoteOf(joinQuote(undefined, want.quote, nowMs)),
      });
      nextId += 1;
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  if (lines.length > MAX_LINES)
    return refuse('CART_TOO_LARGE', path, `A cart has at most ${MAX_LINES} different items.`);
  return { ok: true, cart: { ...cart, lines, nextId }, notices };
}

const quoteOf = (quote: LineQuote | undefined): Pick<CartLine, 'quote'> => (quote ? { quote } : {});

function refuse(code: CartProblem['code'], field: readonly string[], message: string): CartResult {
  return { ok: false, problems: [{ code, field, message }] };
}

/**
 * Changes lines; quantity 0 removes one, a line that becomes like another joins it. Problems in order per line: unknown line
 * (INVALID_MERCHANDISE_LINE), quantity, attributes, the joined quantity.
 */
export function updateLines(cart: Cart, changes: readonly LineToUpdate[], nowMs: number): CartResult {
  const problems: CartProblem[] = [];
  const notices: CartNotice[] = [];
  let lines = [...cart.lines];
  for (const [index, change] of changes.entries()) {
    const field = ['lines', String(index)];
    const line = lines.find((one) => one.id === change.lineId);
    if (!line) {
      problems.push(unknownLine([...field, 'id']));
      continue;
    }
    const asked = change.quantity ?? line.quantity;
    const bad = quantityProblem(asked, 0, [...field, 'quantity']);
    const badAttributes = attributeProblems(change.attributes ?? [], [...field, 'attributes']);
    if (bad || badAttributes.length > 0) {
      problems.push(...(bad ? [bad] : []), ...badAttributes);
      continue;
    }
    const next = changedLine(line, change, nowMs);
    const others = lines.filter((one) => one !== line);
    const twin = others.find((one) => isSame(one, next.variantId, next.attributes));
    const total = asked + (twin && asked > 0 ? twin.quantity : 0);
    if (total > MAX_LINE_QUANTITY) {
      const message = `The line would have ${total} units; at most ${MAX_LINE_QUANTITY} are allowed.`;
      problems.push({ code: 'MAXIMUM_EXCEEDED', field: [...field, 'quantity'], message });
      continue;
    }
    const elsewhere = unitsElsewhere(others, next.variantId, twin?.id ?? null);
    // Units that are set aside with their price are there, whatever is left for others.
    const available = isStockHeld((twin ?? next).quote, total, nowMs) ? null : change.available;
    const granted = grant(total, available, elsewhere);
    const notice = shortage(granted, total, { kind: 'line', id: twin?.id ?? line.id });
    if (notice) notices.push(notice);
    if (asked === 0) lines = others;
    else if (twin) {
      const quote = quoteOf(joinQuote(twin.quote, change.quote, nowMs));
      lines = replaceOrDrop(others, { ...twin, quantity: granted, ...quote });
    } else lines = replaceOrDrop(lines, { ...next, quantity: granted });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, cart: { ...cart, lines }, notices };
}

/** A line with another variant, which brings its own parts and price, or other attributes. */
function changedLine(line: CartLine, { variant, attributes, quote }: LineToUpdate, nowMs: number): CartLine {
  const { parts, quote: known, ...plain } = line;
  const isOther = variant !== undefined && variant.variantId !== line.variantId;
  return {
    ...plain,
    ...(parts && !variant ? { parts } : {}),
    ...variant,
    attributes: attributes ?? line.attributes,
    ...quoteOf(joinQuote(isOther ? undefined : known, quote, nowMs)),
  };
}

const replaceOrDrop = (lines: readonly CartLine[], line: CartLine): CartLine[] =>
  lines.flatMap((one) => (one.id !== line.id ? one : line.quantity > 0 ? line : []));

const unknownLine = (field: readonly string[]): CartProblem => ({
  code: 'INVALID_MERCHANDISE_LINE',
  field,
  message: 'The cart has no such line.',
});

/** Takes lines out. Problems: unknown line (INVALID_MERCHANDISE_LINE) per id. */
export function removeLines(cart: Cart, lineIds: readonly number[]): CartResult {
  const known = new Set(cart.lines.map((line) => line.id));
  const problems = lineIds.flatMap((id, index) => (known.has(id) ? [] : unknownLine(['lineIds', String(index)])));
  if (problems.length > 0) return { ok: false, problems };
  const gone = new Set(lineIds);
  return { ok: true, cart: { ...cart, lines: cart.lines.filter((line) => !gone.has(line.id)) }, notices: [] };
}

/** Gives lines the price their shopper agreed to; lines that are gone meanwhile are left out. */
export function acceptPrices(
  cart: Cart,
  accepted: readonly { readonly lineId: number; readonly quote: LineQuote }[],
): CartResult {
  const quotes = new Map(accepted.map(({ lineId, quote }) => [lineId, quote]));
  const lines = cart.lines.map((line) => ({ ...line, ...quoteOf(quotes.get(line.id) ?? line.quote) }));
  return { ok: true, cart: { ...cart, lines }, notices: [] };
}
