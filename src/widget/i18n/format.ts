import type { EnergyUnit, Money, Rate } from '../../wire/primitives.ts';

/** A formatted rate: `{ value: '7.86', unit: '¢/kWh' }` or `{ value: '$0.612', unit: '/therm' }`. */
export interface FormattedRate {
  readonly value: string;
  readonly unit: string;
}

/** Formats numbers, money and dates for the customer's locale. Amounts are decimal strings, as in the API. */
export interface Format {
  readonly locale: string;
  /** Whole dollars: `$9,432`. For estimates. */
  dollars(money: Money): string;
  /** Dollars, with cents unless they are zero: `$4.95`, `$15`. For fees. */
  fee(money: Money): string;
  number(decimal: string | number): string;
  percent(value: number): string;
  /** Electricity in ¢/kWh, gas in dollars, with every decimal place of the quoted rate. */
  rate(rate: Rate): FormattedRate;
  rateText(rate: Rate): string;
  unit(unit: EnergyUnit): string;
  /** `2027-01` → `January 2027`, or `Jan 2027` when short. */
  month(month: string, style?: 'long' | 'short'): string;
  /** `10:42 AM` */
  time(instant: string): string;
  /** `2027-01-31` → `January 31, 2027` */
  date(isoDate: string): string;
  /** In the customer's time zone, with its abbreviation: `Jan 4, 10:42 AM CST` */
  dateTime(instant: string): string;
  list(items: readonly string[], type?: 'conjunction' | 'disjunction'): string;
}

const units: Record<EnergyUnit, string> = { kWh: 'kWh', therm: 'therm', ccf: 'Ccf', mcf: 'Mcf', dth: 'Dth' };

/** The locale of numbers and money. In French, for example, `7,645` means 7.645, and a misread rate could be accepted. */
const NUMBERS = 'en-US';

/**
 * Creates the formats of a locale. Numbers are in the US format in every language, as on bills and in the consent text.
 *
 * @example createFormat('en-US').rateText({ amount: '0.0786', unit: 'kWh' }) // '7.86 ¢/kWh'
 */
export function createFormat(locale: string): Format {
  const money = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(NUMBERS, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', ...options });
  const whole = money({ maximumFractionDigits: 0 });
  const cents = money({ trailingZeroDisplay: 'stripIfInteger' });
  const gas = money({ minimumFractionDigits: 3, maximumFractionDigits: 6 });
  const cent = new Intl.NumberFormat(NUMBERS, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
  const plain = new Intl.NumberFormat(NUMBERS, { maximumFractionDigits: 8 });
  const percent = new Intl.NumberFormat(NUMBERS, { style: 'percent', maximumFractionDigits: 1 });
  const dateFormatter = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (instant: string) => format.format(new Date(instant));
  };
  const longMonth = dateFormatter({ month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortMonth = dateFormatter({ month: 'short', year: 'numeric', timeZone: 'UTC' });

  const rate = ({ amount, unit }: Rate): FormattedRate =>
    unit === 'kWh'
      ? { value: cent.format(Number(amount) * 100), unit: '¢/kWh' }
      : { value: gas.format(Number(amount)), unit: `/${units[unit]}` };

  return {
    locale,
    dollars: ({ amount }) => whole.format(Number(amount)),
    fee: ({ amount }) => cents.format(Number(amount)),
    number: (value) => plain.format(Number(value)),
    percent: (value) => percent.format(value / 100),
    rate,
    rateText: (quoted) => {
      const { value, unit } = rate(quoted);
      return unit.startsWith('/') ? value + unit : `${value} ${unit}`;
    },
    unit: (unit) => units[unit],
    month: (month, style = 'long') => (style === 'long' ? longMonth : shortMonth)(`${month}-01`),
    time: dateFormatter({ hour: 'numeric', minute: '2-digit' }),
    date: dateFormatter({ dateStyle: 'long', timeZone: 'UTC' }),
    dateTime: dateFormatter({
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
    }),
    list: (items, type = 'conjunction') => new Intl.ListFormat(locale, { type }).format(items),
  };
}
