import { type Signal, signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Format } from '../i18n/format.ts';
import type { LaterTexts } from '../i18n/later.ts';
import type { AmountFault } from './amount.ts';
import { readCurrentRate } from './current-rate.ts';
import type { FieldWords } from './field-words.ts';
import type { OffersQuestion } from './rates-calls.ts';
import type { RatesField, Typed } from './typed-form.ts';
import { isOdd, readUsage, usageFault } from './usage.ts';
import { usageUnits } from './usage-units.ts';

export type { RatesField, Typed };

/** What is wrong, by field, in the order the fields stand in. */
export type Faults = ReadonlyMap<RatesField, AmountFault>;

const unless = (right: boolean): AmountFault | undefined => (right ? undefined : 'missing');

/** In the order the fields stand in. */
const checks: readonly (readonly [RatesField, (typed: Typed) => AmountFault | undefined])[] = [
  ['postalCode', ({ postalCode }) => unless(/^\d{5}$/.test(postalCode))],
  ['utility', ({ utility }) => unless(utility !== undefined)],
  [
    'zone',
    ({ utility, zone }) =>
      unless(!utility || utility.zones.length < 2 || utility.zones.some(({ code }) => code === zone)),
  ],
  ['usage', ({ usage, commodity, unit }) => usageFault(usage, commodity, unit)],
  [
    'currentRate',
    ({ currentRate, commodity }) => (currentRate.trim() ? readCurrentRate(currentRate, commodity).fault : undefined),
  ],
];

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
  /** What to say of a fault: what is wrong, and what belongs there; briefly, until the words for that have loaded. */
  say(field: RatesField, fault: AmountFault): string;
  /** A note on where the usage comes from, in words; undefined until they have loaded. */
  note(note: string): string | undefined;
}

type Texts = LaterTexts['ratesErrors'];

/** By the language they are in: there, or on their way. */
const fieldWords = new WeakMap<Texts, Signal<FieldWords | undefined>>();

/** Undefined until they have loaded, which the first who asks begins. Where they could not, the next who asks tries again. */
function fieldWordsIn(texts: Texts): FieldWords | undefined {
  const known = fieldWords.get(texts);
  if (known) return known.value;
  const words = signal<FieldWords | undefined>(undefined);
  fieldWords.set(texts, words);
  Promise.all([import('./field-words.ts'), texts.load()]).then(
    ([{ createFieldWords }, loaded]) => {
      words.value = createFieldWords(loaded);
    },
    () => fieldWords.delete(texts),
  );
  return words.value;
}

/** Checks the form. It loads beside the first paint, not before it: nothing can be wrong before something is typed. */
export function checkForm(typed: Typed, texts: Texts, format: Format): FormCheck {
  const { commodity, unit } = typed;
  const faults = new Map(
    checks.flatMap(([field, check]) => {
      const fault = check(typed);
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
    say: (field, fault) => fieldWordsIn(texts)?.say(typed, format, field, fault) ?? texts.brief,
    note: (note) => fieldWordsIn(texts)?.note(format, note),
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
