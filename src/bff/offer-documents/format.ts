import type { EnergyUnit, Rate } from '../../wire/decimal.ts';

/** Formats amounts and dates of a document. Amounts are decimal strings. */
export interface DocumentFormat {
  /** Whole dollars, for estimates: `$9,432` */
  dollars(amount: string): string;
  /** With cents unless they are zero, for fees: `$4.95`, `$15` */
  fee(amount: string): string;
  number(amount: string): string;
  percent(value: number): string;
  /** Electricity in cents, gas in dollars, with every decimal of the rate: `7.86 ¢/kWh`, `$0.612/therm` */
  rate(rate: Rate): string;
  unit(unit: EnergyUnit): string;
  /** `2027-01` → `January 2027` */
  month(month: string): string;
  /** `2027-01-31` → `January 31, 2027` */
  date(day: string): string;
  /** With the time zone: `January 4, 2027 at 10:42 AM CST` */
  moment(instant: string | Date): string;
}

const UNITS: Readonly<Record<EnergyUnit, string>> = { kWh: 'kWh', therm: 'therm', ccf: 'Ccf', mcf: 'Mcf', dth: 'Dth' };

/**
 * @param locale a language tag
 * @param timeZone an IANA name; UTC is used for one that is unknown here
 * @example createDocumentFormat('es-US', 'America/Chicago').rate({ amount: '0.0786', unit: 'kWh' }) // '7.86 ¢/kWh'
 */
export function createDocumentFormat(locale: string, timeZone: string | undefined): DocumentFormat {
  const money = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', ...options });
  const whole = money({ maximumFractionDigits: 0 });
  const cents = money({ trailingZeroDisplay: 'stripIfInteger' });
  const perUnit = money({ minimumFractionDigits: 3, maximumFractionDigits: 8 });
  const cent = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 8 });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 8 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const moment = createMomentFormat(locale, timeZone);
  return {
    dollars: (amount) => whole.format(Number(amount)),
    fee: (amount) => cents.format(Number(amount)),
    number: (amount) => plain.format(Number(amount)),
    percent: (value) => percent.format(value / 100),
    rate: ({ amount, unit }) =>
      unit === 'kWh'
        ? `${cent.format(Number(amount) * 100)} ¢/kWh`
        : `${perUnit.format(Number(amount))}/${UNITS[unit]}`,
    unit: (unit) => UNITS[unit],
    month: (text) => month.format(new Date(`${text}-01`)),
    date: (text) => date.format(new Date(text)),
    moment: (instant) => moment.format(new Date(instant)),
  };
}

function createMomentFormat(locale: string, timeZone = 'UTC'): Intl.DateTimeFormat {
  const options = {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  }
}
