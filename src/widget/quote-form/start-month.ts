/** Until the utility is known: longer than most need, so that no month offered turns out too early. */
const DEFAULT_LEAD_TIME_DAYS = 40;

/**
 * Twelve months a contract can start in. The first is the first full month that begins once the utility's lead time,
 * in calendar days, has passed.
 *
 * @example startMonths(new Date('2026-11-21T12:00'), 7) // ['2026-12', …, '2027-11']
 */
export function startMonths(today: Date, leadTimeDays = DEFAULT_LEAD_TIME_DAYS): string[] {
  const earliest = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + leadTimeDays));
  const skip = earliest.getUTCDate() > 1 ? 1 : 0;
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(earliest.getUTCFullYear(), earliest.getUTCMonth() + skip + index)).toISOString().slice(0, 7),
  );
}
