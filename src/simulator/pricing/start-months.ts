/** Number of start months: the current month, in which a meter read may still be due, and the next twelve. */
export const startMonthCount = 13;

/**
 * The start months on sale, in UTC.
 *
 * @example startMonths(new Date('2026-11-21T00:00:00Z')) // ['2026-11', '2026-12', … '2027-11']
 */
export function startMonths(now: Date): string[] {
  return Array.from({ length: startMonthCount }, (_, ahead) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7),
  );
}
