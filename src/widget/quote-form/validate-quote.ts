import { type Signal, signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Format } from '../i18n/format.ts';
import type { LazyMessages } from '../i18n/lazy-messages.ts';
import { parseCurrentRate } from './current-rate.ts';
import type { FieldMessages } from './field-messages.ts';
import type { AmountError } from './parse-amount.ts';
import type { QuoteField, QuoteFormValues } from './quote-form-values.ts';
import type { OffersRequestBody } from './rates-api.ts';
import { isImplausible, parseUsage, usageError } from './usage.ts';
import { USAGE_UNITS } from './usage-units.ts';

export type { QuoteField, QuoteFormValues };

/** What is wrong, by field, in the order the fields stand in. */
export type FieldErrors = ReadonlyMap<QuoteField, AmountError>;

const required = (isPresent: boolean): AmountError | undefined => (isPresent ? undefined : 'missing');

/** In the order the fields stand in. */
const VALIDATORS: readonly (readonly [QuoteField, (values: QuoteFormValues) => AmountError | undefined])[] = [
  ['postalCode', ({ postalCode }) => required(/^\d{5}$/.test(postalCode))],
  ['utility', ({ utility }) => required(utility !== undefined)],
  [
    'zone',
    ({ utility, zone }) =>
      required(!utility || utility.zones.length < 2 || utility.zones.some(({ code }) => code === zone)),
  ],
  ['usage', ({ usage, commodity, unit }) => usageError(usage, commodity, unit)],
  [
    'currentRate',
    ({ currentRate, commodity }) => (currentRate.trim() ? parseCurrentRate(currentRate, commodity).error : undefined),
  ],
];

/** All that can be said of the form as it stands. */
export interface QuoteValidation {
  readonly errors: FieldErrors;
  /** What is asked for offers; undefined while a field is wrong or missing. */
  readonly request: OffersRequestBody | undefined;
  /** The usage as a decimal string, when it is a number. */
  readonly usage: string | undefined;
  /** The unit that was typed along with it, when bills of this energy count in it. */
  readonly typedUnit: EnergyUnit | undefined;
  /** The usage is so small that it may be a month's. */
  readonly suspicious: boolean;
  /** What to say of a fault: what is wrong, and what belongs there; briefly, until the words for that have loaded. */
  errorMessage(field: QuoteField, error: AmountError): string;
  /** A note on where the usage comes from, in words; undefined until they have loaded. */
  sourceMessage(encoded: string): string | undefined;
}

type ErrorMessages = LazyMessages['quoteFormErrors'];

/** By the language they are in: there, or on their way. */
const fieldMessagesCache = new WeakMap<ErrorMessages, Signal<FieldMessages | undefined>>();

/** Undefined until they have loaded, which the first who asks begins. Where they could not, the next who asks tries again. */
function getFieldMessages(messages: ErrorMessages): FieldMessages | undefined {
  const cached = fieldMessagesCache.get(messages);
  if (cached) return cached.value;
  const fieldMessages = signal<FieldMessages | undefined>(undefined);
  fieldMessagesCache.set(messages, fieldMessages);
  Promise.all([import('./field-messages.ts'), messages.load()]).then(
    ([{ createFieldMessages }, loaded]) => {
      fieldMessages.value = createFieldMessages(loaded);
    },
    () => fieldMessagesCache.delete(messages),
  );
  return fieldMessages.value;
}

/** Checks the form. It loads beside the first paint, not before it: nothing can be wrong before something is typed. */
export function validateQuote(values: QuoteFormValues, messages: ErrorMessages, format: Format): QuoteValidation {
  const { commodity, unit } = values;
  const errors = new Map(
    VALIDATORS.flatMap(([field, validate]) => {
      const error = validate(values);
      return error ? [[field, error] as const] : [];
    }),
  );
  const { amount, unit: typedUnit } = parseUsage(values.usage);
  return {
    errors,
    request: amount && !errors.size ? toOffersRequest(values, amount) : undefined,
    usage: amount,
    typedUnit: typedUnit && USAGE_UNITS[commodity].includes(typedUnit) ? typedUnit : undefined,
    suspicious: amount !== undefined && isImplausible(amount, commodity, unit),
    errorMessage: (field, error) =>
      getFieldMessages(messages)?.errorMessage(values, format, field, error) ?? messages.brief,
    sourceMessage: (encoded) => getFieldMessages(messages)?.sourceMessage(format, encoded),
  };
}

function toOffersRequest({ commodity, utility, zone, unit, startMonth, currentRate }: QuoteFormValues, amount: string) {
  if (!utility) return undefined;
  const rate = parseCurrentRate(currentRate, commodity);
  return {
    commodity,
    utility: utility.code,
    ...(zone && { zone }),
    annualUsage: { amount, unit },
    startMonth,
    ...(!rate.error && {
      currentRate: { amount: rate.amount, unit: commodity === 'gas' ? ('therm' as const) : ('kWh' as const) },
    }),
  };
}
