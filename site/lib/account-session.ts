import type { AstroCookies } from 'astro';

/* The signed-in shopper: the access token of the Storefront API, in a cookie that no script can read. */

const ACCOUNT = 'account';

/** The access token of the signed-in shopper; null for a guest. What it is worth, the API says. */
export function accountToken(cookies: AstroCookies): string | null {
  const value = cookies.get(ACCOUNT)?.value;
  return value !== undefined && /^[\w.~+/=-]{16,512}$/.test(value) ? value : null;
}

/** A token as the API gives it. */
export interface AccessToken {
  readonly accessToken: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Keeps a shopper signed in until the token ends. SameSite=Lax: forms of other sites are sent without it. */
export function signedIn(cookies: AstroCookies, token: AccessToken, secure: boolean): void {
  cookies.set(ACCOUNT, token.accessToken, {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    secure,
    expires: new Date(token.expiresAt),
  });
}

/** Forgets who was signed in. */
export function signedOut(cookies: AstroCookies): void {
  cookies.delete(ACCOUNT, { path: '/' });
}
