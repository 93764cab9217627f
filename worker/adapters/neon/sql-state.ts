/** Conditions of Postgres that mean "someone else came first". Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const NULL_VIOLATION = '23502';
const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';
const CHECK_VIOLATION = '23514';

function property(error: unknown, name: 'code' | 'constraint'): string | null {
  // Drizzle wraps the driver's error; the SQLSTATE is on one of its causes.
  for (let at = error; at instanceof Error; at = at.cause) {
    const value: unknown = Reflect.get(at, name);
    if (typeof value === 'string' && (name !== 'code' || /^[0-9A-Z]{5}$/.test(value))) return value;
  }
  return null;
}

export const isNullViolation = (error: unknown): boolean => property(error, 'code') === NULL_VIOLATION;
export const isForeignKeyViolation = (error: unknown): boolean => property(error, 'code') === FOREIGN_KEY_VIOLATION;
export const isUniqueViolation = (error: unknown): boolean => property(error, 'code') === UNIQUE_VIOLATION;
export const isCheckViolation = (error: unknown): boolean => property(error, 'code') === CHECK_VIOLATION;
/** Name of the violated constraint; null when the error names none. */
export const constraintOf = (error: unknown): string | null => property(error, 'constraint');
