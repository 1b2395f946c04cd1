import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { FieldProps } from '../components/fields.tsx';
import type { QuoteFormErrorMessages } from '../i18n/en/deferred.ts';
import type { Format } from '../i18n/format.ts';
import { isShortNotice, signByDate } from '../switch-deadline.ts';
import {
  type Amount,
  type AmountError,
  isImplausiblyLow,
  maxUsage,
  parseAmount,
  parseUsage,
  requireRange,
  shiftDecimal,
  TO_BASE_UNIT,
  usageError,
} from '../usage/parse-usage.ts';
import { USAGE_UNITS } from '../usage/usage-units.ts';
import type { OffersRequestBody } from './api.ts';

export type QuoteField = 'postalCode' | 'utility' | 'zone' | 'usage' | 'currentRate';

export interface QuoteFormValues {
  readonly commodity: Commodity;
  readonly postalCode: string;
  readonly utility: Utility | undefined;
  readonly zone: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  readonly startMonth: string;
  readonly currentRate: string;
}

/** Errors by field, in the order of the fields on the page. */
export type FieldErrors = ReadonlyMap<QuoteField, AmountError>;

export interface QuoteValidation {
  readonly errors: FieldErrors;
  /** The request for offers. Undefined while a field is invalid. */
  readonly request: OffersRequestBody | undefined;
  /** Usage as a decimal string. Undefined when it is not a number. */
  readonly usage: string | undefined;
  /** The unit typed after the usage, if bills of this commodity use it. */
  readonly typedUnit: EnergyUnit | undefined;
  /** A warning for a usage that is so low that it may be for one month. */
  readonly usageWarning: string | undefined;
  errorMessage(field: QuoteField, error: AmountError): string;
  /**
   * Returns a note with the last day to sign: a warning if few days are left, otherwise a hint. Also warns if the
   * utility cannot switch in `requestedMonth`.
   */
  signByNote(
    startMonth: string,
    utility: Pick<Utility, 'leadTimeDays'>,
    requestedMonth: string,
  ): Pick<FieldProps, 'hint' | 'warning'>;
}

const required = (isPresent: boolean): AmountError | undefined => (isPresent ? undefined : 'missing');

/** The validators, in the order of the fields on the page. */
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
    ({ currentRate, commodity, unit }) =>
      currentRate.trim() ? parseCurrentRate(currentRate, commodity, unit).error : undefined,
  ],
];

/** Validates the quote form. Loaded after the first paint, because an untouched form shows no errors. */
export function validateQuote(
  values: QuoteFormValues,
  messages: QuoteFormErrorMessages,
  format: Format,
): QuoteValidation {
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
    usageWarning:
      amount !== undefined && isImplausiblyLow(amount, commodity, unit) ? messages.usageSuspicious : undefined,
    errorMessage(field, error) {
      if (field !== 'usage' && field !== 'currentRate') return messages[field];
      const max = `${format.number(maxUsage(commodity, unit))} ${format.unit(unit)}`;
      const expected = field === 'usage' ? messages.usage(max) : messages.currentRate[commodity];
      return `${messages.amount[error]} ${expected}`;
    },
    signByNote(startMonth, { leadTimeDays }, requestedMonth) {
      const note = messages.signBy(format.date(signByDate(startMonth, leadTimeDays)));
      if (requestedMonth && requestedMonth < startMonth)
        return { hint: note, warning: messages.startTooEarly(format.month(requestedMonth), format.month(startMonth)) };
      return isShortNotice(startMonth, leadTimeDays, new Date()) ? { hint: undefined, warning: note } : { hint: note };
    },
  };
}

function toOffersRequest(
  { commodity, utility, zone, unit, startMonth, currentRate }: QuoteFormValues,
  amount: string,
): OffersRequestBody | undefined {
  if (!utility) return undefined;
  const rate = parseCurrentRate(currentRate, commodity, unit);
  return {
    commodity,
    utility: utility.code,
    ...(zone && { zone }),
    annualUsage: { amount, unit },
    startMonth,
    ...(!rate.error && { currentRate: { amount: rate.amount, unit } }),
  };
}

/**
 * Plausible supply rates for a business, in dollars per kWh or therm. A rate outside this range is probably a typo or
 * in another unit.
 */
const RATE_BOUNDS: Record<Commodity, readonly [min: number, max: number]> = {
  electric: [0.01, 0.5],
  gas: [0.05, 5],
};

/**
 * Parses the customer's current supply rate. The form asks for cents per kWh, or for dollars per unit of the gas usage. An
 * electricity rate with a dollar sign, or below 1 without a cent sign (`0.098`), is read as dollars.
 *
 * @returns dollars per unit of the usage
 * @example parseCurrentRate('9.8', 'electric', 'kWh') // { amount: '0.098' }
 * @example parseCurrentRate('$6.50', 'gas', 'mcf') // { amount: '6.5' }
 */
export function parseCurrentRate(input: string, commodity: Commodity, unit: EnergyUnit): Amount {
  const parsed = parseAmount(input.replace(/\/?\s*(kwh|therms?|[cm]cf|dth)\s*$/i, '').replace(/[$¢]/g, ''));
  if (parsed.error) return parsed;
  const inDollars = commodity === 'gas' || input.includes('$') || (Number(parsed.amount) < 1 && !input.includes('¢'));
  const [min, max] = RATE_BOUNDS[commodity];
  const factor = TO_BASE_UNIT[unit];
  return requireRange(inDollars ? parsed : shiftDecimal(parsed.amount, -2), min * factor, max * factor);
}
