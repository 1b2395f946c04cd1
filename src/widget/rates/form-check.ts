import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { RatesErrorTexts } from '../i18n/en/rates-errors.ts';
import type { Format } from '../i18n/format.ts';
import type { AmountFault } from './amount.ts';
import { readCurrentRate } from './current-rate.ts';
import type { OffersQuestion } from './rates-calls.ts';
import { isOdd, mostUsage, readUsage, usageFault } from './usage.ts';
import { noteWords } from './usage-note.ts';
import { usageUnits } from './usage-units.ts';

export type RatesField = 'postalCode' | 'utility' | 'zone' | 'usage' | 'currentRate';

/** What is wrong, by field, in the order the fields stand in. */
export type Faults = ReadonlyMap<RatesField, AmountFault>;

/** The first form as it was filled in: text as typed, the utility as found. */
export interface Typed {
  readonly commodity: Commodity;
  readonly postalCode: string;
  readonly utility: Utility | undefined;
  readonly zone: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  readonly startMonth: string;
  readonly currentRate: string;
}

const unless = (right: boolean): AmountFault | undefined => (right ? undefined : 'missing');

const checks: Record<RatesField, (typed: Typed) => AmountFault | undefined> = {
  postalCode: ({ postalCode }) => unless(/^\d{5}$/.test(postalCode)),
  utility: ({ utility }) => unless(utility !== undefined),
  zone: ({ utility, zone }) =>
    unless(!utility || utility.zones.length < 2 || utility.zones.some(({ code }) => code === zone)),
  usage: ({ usage, commodity, unit }) => usageFault(usage, commodity, unit),
  currentRate: ({ currentRate, commodity }) =>
    currentRate.trim() ? readCurrentRate(currentRate, commodity).fault : undefined,
};
const order: readonly RatesField[] = ['postalCode', 'utility', 'zone', 'usage', 'currentRate'];

/** All that can be said of the form as it stands. */
export interface FormCheck {
  readonly faults: Faults;
  /** What is asked for offers; undefined while a field is wrong or missing. */
  readonly question: OffersQuestion | undefined;
  /** The usage as a decimal string, when it is a number. */
  readonly usage: string | undefined;
  /** The unit that was typed along with it, when bills of this energy count in it. */
  readonly along: EnergyUnit | undefined;
  /** The usage is so small that it may be a month's. */
  readonly odd: boolean;
  /** What to say of a fault: what is wrong, and what belongs there. */
  say(field: RatesField, fault: AmountFault): string;
  /** A note on where the usage comes from, in words. */
  note(note: string): string | undefined;
}

/** Checks the form. It loads, with its words, beside the first paint: nothing can be wrong before something is typed. */
export function checkForm(typed: Typed, texts: RatesErrorTexts, format: Format): FormCheck {
  const { commodity, unit } = typed;
  const faults = new Map(
    order.flatMap((field) => {
      const fault = checks[field](typed);
      return fault ? [[field, fault] as const] : [];
    }),
  );
  const { amount, unit: along } = readUsage(typed.usage);
  return {
    faults,
    question: amount && !faults.size ? questionFrom(typed, amount) : undefined,
    usage: amount,
    along: along && usageUnits[commodity].includes(along) ? along : undefined,
    odd: amount !== undefined && isOdd(amount, commodity, unit),
    say(field, fault) {
      if (field !== 'usage' && field !== 'currentRate') return texts[field];
      const most = `${format.number(mostUsage(commodity, unit))} ${format.unit(unit)}`;
      const expected = field === 'usage' ? texts.usage(most) : texts.currentRate[commodity];
      return `${texts.amount[fault]} ${expected}`;
    },
    note: (note) => noteWords(texts.usageNotes, format, note),
  };
}

function questionFrom({ commodity, utility, zone, unit, startMonth, currentRate }: Typed, amount: string) {
  if (!utility) return undefined;
  const rate = readCurrentRate(currentRate, commodity);
  return {
    commodity,
    utility: utility.code,
    ...(zone && { zone }),
    annualUsage: { amount, unit },
    startMonth,
    ...(!rate.fault && {
      currentRate: { amount: rate.amount, unit: commodity === 'gas' ? ('therm' as const) : ('kWh' as const) },
    }),
  };
}
