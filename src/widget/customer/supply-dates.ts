const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/**
 * Whether a contract that ends on `contractEnd` is still running when another begins in `startMonth`.
 *
 * @example overlaps('2027-01-31', '2027-01') // true
 */
export const overlaps = (contractEnd: string, startMonth: string): boolean => contractEnd >= `${startMonth}-01`;

/**
 * The last day to sign so that the utility can switch by the first of `startMonth`: `leadTimeDays` calendar days before it.
 *
 * @example signBy('2027-01', 7) // '2026-12-25'
 */
export const signBy = (startMonth: string, leadTimeDays: number): string =>
  dayOf(Date.parse(`${startMonth}-01`) - leadTimeDays * 24 * 60 * 60_000);

/** Whether that day has gone by, on the customer's own calendar. */
export const startsTooSoon = (startMonth: string, leadTimeDays: number, now: Date): boolean =>
  dayOf(now.getTime() - now.getTimezoneOffset() * 60_000) > signBy(startMonth, leadTimeDays);
