import Big from 'big.js';
import type { Consent, ConsentLocale } from '../../wire/consent.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { Rate } from '../../wire/primitives.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer, VerifiedOffer } from '../rates/offer-token.ts';
import { sha256 } from '../store/ids.ts';

type ConsentTemplate = (offer: ShownOffer, legalName: string) => string;

const CONSENT_TEMPLATE_VERSION = '1';

const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
};
const UNITS = { kWh: 'kWh', therm: 'therm', ccf: 'Ccf', mcf: 'Mcf', dth: 'Dth' };

/*
 * Amounts and months are formatted here, because the output of Intl changes between versions of Node. The sentence for
 * an offer must have the same bytes whenever it is written.
 */

/** Formats an amount without rounding: `$4.95`, `$2,500`, `$0.125`. */
function dollars(amount: string): string {
  const [whole = '', decimals] = withDecimals(new Big(amount), 2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === '00' ? `$${grouped}` : `$${grouped}.${decimals}`;
}

/** Formats a rate with every decimal, electricity in cents and gas in dollars: `7.86 ¢/kWh`, `$0.612/therm`. */
function rateText({ amount, unit }: Rate): string {
  if (unit === 'kWh') return `${withDecimals(new Big(amount).times(100), 2)} ¢/kWh`;
  return `$${withDecimals(new Big(amount), 3)}/${UNITS[unit]}`;
}

/** Formats a value with all its decimals, and with at least `min` decimals. */
const withDecimals = (value: Big, min: number): string =>
  value.toFixed(Math.max(min, (value.toFixed().split('.')[1] ?? '').length));

const monthName = (month: string, locale: ConsentLocale): string => MONTHS[locale][Number(month.slice(5)) - 1] ?? month;

const english: ConsentTemplate = (offer, legalName) => {
  const { supplier, product, termMonths, startMonth, monthlyFee, earlyTermination } = offer;
  const commodity = { electric: 'electricity', gas: 'natural gas' }[offer.commodity];
  const rate = rateText(offer.rate);
  const price = {
    fixed: `at ${rate}`,
    fixed_pass_through: `at ${rate} plus pass-through charges`,
    index: `at an index rate that changes with the market (${rate} today)`,
    block: `at ${rate} for the fixed block and market prices above it`,
  }[offer.productKind];
  const start = `${monthName(startMonth, 'en')} ${startMonth.slice(0, 4)}`;
  const fee = new Big(monthlyFee).eq(0)
    ? 'There is no monthly fee.'
    : `The supplier’s monthly fee is ${dollars(monthlyFee)}.`;
  const leaving = {
    none: 'There is no early termination fee.',
    flat: `The early termination fee is ${dollars(earlyTermination.amount)}.`,
    per_month_left: `The early termination fee is ${dollars(earlyTermination.amount)} for each month remaining.`,
  }[earlyTermination.kind];
  return `I am authorized to sign for ${legalName}. I agree to purchase ${commodity} from ${supplier} (${product}) ${price} for ${termMonths} months starting ${start}, and to use electronic records and signatures. ${fee} ${leaving}`;
};

const spanish: ConsentTemplate = (offer, legalName) => {
  const { supplier, product, termMonths, startMonth, monthlyFee, earlyTermination } = offer;
  const commodity = { electric: 'electricidad', gas: 'gas natural' }[offer.commodity];
  const rate = rateText(offer.rate);
  const price = {
    fixed: `a ${rate}`,
    fixed_pass_through: `a ${rate} más los cargos transferidos (pass-through)`,
    index: `a una tarifa indexada que cambia con el mercado (${rate} hoy)`,
    block: `a ${rate} por el bloque fijo y a precios de mercado por lo que lo exceda`,
  }[offer.productKind];
  const start = `${monthName(startMonth, 'es')} de ${startMonth.slice(0, 4)}`;
  const term = termMonths === 1 ? '1 mes' : `${termMonths} meses`;
  const fee = new Big(monthlyFee).eq(0)
    ? 'No hay cargo mensual.'
    : `El cargo mensual del proveedor es de ${dollars(monthlyFee)}.`;
  const leaving = {
    none: 'No hay cargo por cancelación anticipada.',
    flat: `El cargo por cancelación anticipada es de ${dollars(earlyTermination.amount)}.`,
    per_month_left: `El cargo por cancelación anticipada es de ${dollars(earlyTermination.amount)} por cada mes restante.`,
  }[earlyTermination.kind];
  return `Tengo autorización para firmar en nombre de ${legalName}. Acepto comprar ${commodity} a ${supplier} (${product}) ${price} por ${term} a partir de ${start}, y usar registros y firmas electrónicos. ${fee} ${leaving} Entiendo que el contrato está en inglés.`;
};

/**
 * The templates of every version. Never change a released template: add a version instead. After an interrupted
 * request, the sentence that the customer agreed to must be written again.
 */
const CONSENT_TEMPLATES: Readonly<Record<string, Readonly<Record<ConsentLocale, ConsentTemplate>>>> = {
  [CONSENT_TEMPLATE_VERSION]: { en: english, es: spanish },
};

export interface RenderedConsent extends Consent {
  readonly locale: ConsentLocale;
}

export interface Agreement {
  readonly offer: VerifiedOffer;
  readonly consent: RenderedConsent;
}

interface ConsentInput {
  readonly locale: ConsentLocale;
  readonly offer: ShownOffer;
  readonly legalName: string;
  readonly templateVersion?: string;
}

/**
 * Writes the sentence that the signer agrees to. The same input always gives the same text.
 *
 * @returns undefined if the version has no template in this language, or does not exist
 * @example renderConsent({ locale: 'en', offer, legalName: 'Trinity Bakery LLC' })?.text // 'I am authorized to sign for Trinity …'
 */
export function renderConsent({
  locale,
  offer,
  legalName,
  templateVersion = CONSENT_TEMPLATE_VERSION,
}: ConsentInput): RenderedConsent | undefined {
  const template = new Map(Object.entries(CONSENT_TEMPLATES)).get(templateVersion)?.[locale];
  if (!template) return undefined;
  const text = template(offer, legalName);
  return { text, sha256: sha256(text), locale, templateVersion };
}

/**
 * Writes the sentence again and compares its hash with the one that the customer's page sent.
 *
 * @throws ProblemError consent_changed if the page showed another sentence
 */
export function verifyConsent(offer: VerifiedOffer, { consent, customer }: CreateContractRequest): Agreement {
  const rendered = renderConsent({ ...consent, offer, legalName: customer.legalName });
  if (rendered?.sha256 !== consent.sha256) throw new ProblemError('consent_changed');
  return { offer, consent: rendered };
}
