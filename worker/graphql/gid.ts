/**
 * Public ids in the Storefront API's form `gid://shopify/<Type>/<number>[?query]`, so that clients written for it can parse them.
 * Source: https://shopify.dev/docs/api/usage/gids
 */
const FORM = /^gid:\/\/shopify\/([A-Za-z]+)\/([^/?\s]+)(?:\?(.*))?$/;

/** A public id taken apart; `id` is the part after the type, as text. */
export interface ParsedGid {
  readonly type: string;
  readonly id: string;
  readonly query: URLSearchParams;
}

/** Writes a public id. */
export function toGid(type: string, id: number | string): string {
  return `gid://shopify/${type}/${id}`;
}

/** Takes a public id apart; null when it has another form. */
export function parseGid(gid: string): ParsedGid | null {
  const match = FORM.exec(gid);
  if (!match?.[1] || !match[2]) return null;
  return { type: match[1], id: match[2], query: new URLSearchParams(match[3] ?? '') };
}

/** The database number inside a public id of the given type; null for another type, form, or a number that is not a safe positive integer. */
export function numberFromGid(type: string, gid: string): number | null {
  const parsed = parseGid(gid);
  if (parsed?.type !== type || !/^\d{1,16}$/.test(parsed.id)) return null;
  const number = Number(parsed.id);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
