const DAY_MS = 86_400_000;

/**
 * Name of the budget period a moment belongs to, in UTC: `2026-11` for months, ISO 8601 weeks as `2026-W48` (a week belongs to the year of its
 * Thursday).
 */
export function budgetPeriodOf(nowMs: number, length: 'week' | 'month'): string {
  if (length === 'month') return new Date(nowMs).toISOString().slice(0, 7);
  const day = Math.floor(nowMs / DAY_MS);
  // 1 January 1970 was a Thursday.
  const thursday = day - ((day + 3) % 7) + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const first = Math.floor(Date.UTC(year, 0, 1) / DAY_MS);
  return `${year}-W${String(Math.floor((thursday - first) / 7) + 1).padStart(2, '0')}`;
}
