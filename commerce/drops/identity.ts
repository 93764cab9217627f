/**
 * One name for every way to write an email that reaches the same person almost everywhere: lower case, without a `+tag` (RFC 5233). Providers that ignore
 * dots are not guessed at.
 */
export function emailIdentity(email: string): string {
  const text = email.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  const plus = text.indexOf('+');
  return plus > 0 && plus < at ? text.slice(0, plus) + text.slice(at) : text;
}
