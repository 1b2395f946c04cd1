const DAY_MS = 24 * 60 * 60_000;
const toIsoDate = (time: number) => new Date(time).toISOString().slice(0, 10);
/** Returns the current date in the customer's time zone. */
const localDate = (now: Date): string => toIsoDate(now.getTime() - now.getTimezoneOffset() * 60_000);

/** @example addDays('2027-01-31', 1) // '2027-02-01' */
export const addDays = (isoDate: string, days: number): string => toIsoDate(Date.parse(isoDate) + days * DAY_MS);

/**
 * Returns the last day to sign so that the utility can switch on the first of `startMonth`.
 *
 * @param leadTimeDays calendar days that the utility needs
 * @example signByDate('2027-01', 7) // '2026-12-25'
 */
export const signByDate = (startMonth: string, leadTimeDays: number): string =>
  addDays(`${startMonth}-01`, -leadTimeDays);

/** Whether `signByDate` has passed. */
export const isTooLateToSwitch = (startMonth: string, leadTimeDays: number, now: Date): boolean =>
  localDate(now) > signByDate(startMonth, leadTimeDays);

/**
 * Number of days before the deadline that count as short notice. A shorter period may have fewer than three business
 * days, for example over Thanksgiving.
 */
const SHORT_NOTICE_DAYS = 5;

/**
 * Whether so few days are left until `signByDate` that the customer should sign soon or choose a later month.
 *
 * @example isShortNotice('2027-01', 7, new Date('2026-12-22T12:00')) // true
 */
export const isShortNotice = (startMonth: string, leadTimeDays: number, now: Date): boolean =>
  localDate(now) > signByDate(startMonth, leadTimeDays + SHORT_NOTICE_DAYS);

/**
 * Whether a contract that ends on `contractEnd` is still active when a contract that starts in `startMonth` begins.
 *
 * @example overlapsCurrentSupply('2027-01-31', '2027-01') // true
 */
export const overlapsCurrentSupply = (contractEnd: string, startMonth: string): boolean =>
  contractEnd >= `${startMonth}-01`;
