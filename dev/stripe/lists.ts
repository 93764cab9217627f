import type { Context } from './context.ts';
import { invalid } from './fault.ts';
import type { Refund } from './objects.ts';
import type { Params } from './params.ts';

interface Listed {
  readonly id: string;
  readonly created: number;
}

export interface ListPage<T> {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
}

const PAGING = ['limit', 'starting_after', 'ending_before', 'created', 'expand'];

/** `created` as a number, or as gt, gte, lt and lte. */
function createdFilter(params: Params): (created: number) => boolean {
  if (typeof params.raw('created') === 'string') {
    const exact = params.integer('created');
    return (created) => created === exact;
  }
  const range = params.group('created').only(['gt', 'gte', 'lt', 'lte']);
  const [gt, gte, lt, lte] = [range.integer('gt'), range.integer('gte'), range.integer('lt'), range.integer('lte')];
  return (created) =>
    (gt === null || created > gt) &&
    (gte === null || created >= gte) &&
    (lt === null || created < lt) &&
    (lte === null || created <= lte);
}

/**
 * One page, newest first. `items` come oldest first; `filters` are fields that must equal the parameter of their name. Source: https://docs.stripe.com/api/pagination
 */
export function listPage<T extends Listed>(
  params: Params,
  url: string,
  items: readonly T[],
  filters: Readonly<Record<string, (item: T) => string | null>> = {},
): ListPage<T> {
  params.only([...PAGING, ...Object.keys(filters)]);
  const limit = params.integer('limit') ?? 10;
  if (limit < 1 || limit > 100) throw invalid('Invalid limit: must be between 1 and 100', 'limit');
  const isWanted = createdFilter(params);
  const wanted = Object.entries(filters).flatMap(([name, read]) => {
    const value = params.text(name);
    return value === null ? [] : [(item: T) => read(item) === value];
  });
  const all = items.filter((item) => isWanted(item.created) && wanted.every((holds) => holds(item))).reverse();
  const place = (name: string): number | null => {
    const id = params.text(name);
    if (id === null) return null;
    const index = all.findIndex((item) => item.id === id);
    if (index < 0) throw invalid(`No such object: '${id}'`, name, 'resource_missing');
    return index;
  };
  const after = place('starting_after');
  const before = place('ending_before');
  const from = after !== null ? after + 1 : before !== null ? Math.max(0, before - limit) : 0;
  const to = before !== null ? before : from + limit;
  const data = all.slice(from, Math.min(to, from + limit));
  return { object: 'list', data, has_more: before !== null ? from > 0 : from + limit < all.length, url };
}

function found(context: Context, id: string): object | undefined {
  const { store } = context;
  return (
    store.get('payment_intent', id) ??
    store.get('charge', id) ??
    store.get('payment_method', id) ??
    store.get('refund', id) ??
    store.get('customer', id)
  );
}

function refundsOf(context: Context, charge: { readonly id: string }): ListPage<Refund> {
  const data = context.store
    .all('refund')
    .filter((refund) => refund.charge === charge.id)
    .reverse();
  return { object: 'list', data, has_more: false, url: `/v1/charges/${charge.id}/refunds` };
}

function expandPath(context: Context, object: object, path: readonly string[]): object {
  const [name, ...rest] = path;
  if (name === undefined) return object;
  if (Array.isArray(object)) return object.map((one) => expandPath(context, one, path));
  const fields: Record<string, unknown> = { ...object };
  if (name === 'refunds' && fields.object === 'charge' && typeof fields.id === 'string')
    return { ...fields, refunds: refundsOf(context, { id: fields.id }) };
  const value = fields[name];
  if (value === null || value === undefined) {
    if (!(name in fields)) throw invalid(`This property cannot be expanded (${name}).`, 'expand');
    return object;
  }
  const target = typeof value === 'string' ? found(context, value) : value;
  if (typeof target !== 'object' || target === null)
    throw invalid(`This property cannot be expanded (${name}).`, 'expand');
  return { ...fields, [name]: expandPath(context, target, rest) };
}

/** An answer with ids replaced by their objects where `expand` asks for it. Source: https://docs.stripe.com/api/expanding_objects */
export function expanded(context: Context, answer: object, paths: readonly string[]): object {
  return paths.reduce((object, path) => expandPath(context, object, path.split('.')), answer);
}
