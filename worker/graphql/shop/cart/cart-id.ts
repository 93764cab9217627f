import { parseGid, toGid } from '../../gid.ts';

/** A cart's address and the proof that one may open it. */
export interface CartKey {
  /** Names the object: 32 hexadecimal characters. */
  readonly token: string;
  /** The secret in the cart's id. */
  readonly key: string;
}

const TOKEN = /^[0-9a-f]{32}$/;
const SECRET = /^[0-9a-f]{32,64}$/;
const ATTEMPT = /^([0-9a-f]{32})-\d{1,6}-[0-9a-f]{32}$/;

export const cartGid = ({ token, key }: CartKey): string => `${toGid('Cart', token)}?key=${key}`;

/** The parts of a cart's id; null when it has another form: no object needs to be asked. */
export function parseCartGid(gid: string): CartKey | null {
  const parsed = parseGid(gid);
  const key = parsed?.query.get('key') ?? '';
  return parsed?.type === 'Cart' && TOKEN.test(parsed.id) && SECRET.test(key) ? { token: parsed.id, key } : null;
}

/** Id of something inside a cart, such as a line. */
export const innerGid = (type: string, token: string, id: number): string => `${toGid(type, id)}?cart=${token}`;

/** The number inside such an id; null when it is of another type or cart. */
export function parseInnerGid(type: string, token: string, gid: string): number | null {
  const parsed = parseGid(gid);
  if (parsed?.type !== type || !/^\d{1,9}$/.test(parsed.id)) return null;
  const cart = parsed.query.get('cart');
  return cart === null || cart === token ? Number(parsed.id) : null;
}

/** The cart an attempt belongs to; null for anything that is no attempt's id. */
export const attemptCart = (attemptId: string): string | null => ATTEMPT.exec(attemptId)?.[1] ?? null;

/** The cart in an order's status key; null for anything that is none. */
export const statusKeyCart = (statusKey: string): string | null =>
  /^([0-9a-f]{32})[0-9a-f]{32}$/.exec(statusKey)?.[1] ?? null;
