import Big from 'big.js';
import { createPdfWriter, type PdfWriter } from '../../pdf/pdf-writer.ts';
import type { EnergyUnit, Rate } from '../../wire/primitives.ts';
import type { Utility } from '../../wire/utility.ts';
import { negotiateLanguage, PAGE_LANGUAGES } from '../http/accept-language.ts';
import type { Site } from '../partners/site.ts';
import { estimate } from '../rates/estimate.ts';
import type { VerifiedOffer } from '../rates/offer-token.ts';
import { OFFER_DOCUMENT_MESSAGES, type OfferDocumentMessages } from './messages.ts';

export interface OfferDocumentInput {
  readonly site: Pick<Site, 'name' | 'branding' | 'environment'>;
  readonly offer: VerifiedOffer;
  /** Undefined if the utility is unknown. */
  readonly utility: Pick<Utility, 'name' | 'leadTimeDays'> | undefined;
  /** A language tag. English is used for a language that our pages do not have. */
  readonly locale: string;
  readonly timeZone: string | undefined;
  readonly now: Date;
}

/**
 * Maximum length of a name. Upstream texts can be as long as an offer token allows, and would then fill several pages.
 */
const MAX_NAME_LENGTH = 160;
const DAY_MS = 24 * 60 * 60_000;

const clip = (text: string): string =>
  text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH).trimEnd()}…` : text;

interface Section extends OfferDocumentInput {
  readonly writer: PdfWriter;
  readonly messages: OfferDocumentMessages;
  readonly format: DocumentFormat;
}

/**
 * Writes a PDF with every term of an offer, for a customer who has to show the offer to someone. The terms come only
 * from the verified offer token, and the broker's details only from our configuration.
 */
export async function writeOfferDocument(input: OfferDocumentInput): Promise<Uint8Array<ArrayBuffer>> {
  const { site, offer, locale, timeZone, now } = input;
  const language = negotiateLanguage(PAGE_LANGUAGES, undefined, locale);
  const documentLocale = locale.startsWith(language) ? locale : language;
  const messages = OFFER_DOCUMENT_MESSAGES[language];
  const format = createDocumentFormat(documentLocale, timeZone);
  const title = messages.title[offer.commodity];
  const broker = clip(site.branding.legalName ?? site.name);
  const writer = await createPdfWriter({
    title: `${title}: ${clip(offer.supplier)}`,
    language: documentLocale,
    createdAt: now,
  });
  const section: Section = { ...input, writer, messages, format };
  writer.title(title);
  writer.paragraph(`${messages.notAContract} ${messages.madeOn(format.moment(now))}`);
  writeTerms(section);
  writeCost(section);
  writeDates(section);
  writeBroker(section, broker);
  writer.paragraph(messages.documentsGovern);
  const notes = [site.environment === 'test' ? messages.testMode : '', messages.notAContract].filter(Boolean);
  return writer.finish((page, pageCount) => [...notes, messages.pageHeader(broker, page, pageCount)].join(' '));
}

function writeTerms({ writer, messages, format, offer, utility }: Section): void {
  const { productKind, monthlyFee, earlyTermination, swingPercent, rate, brokerFeeMils } = offer;
  const bandwidth =
    swingPercent === null
      ? messages.noBandwidthLimit
      : swingPercent > 0
        ? messages.withinBandwidth(format.percent(swingPercent))
        : messages.noBandwidth;
  writer.heading(messages.offer);
  writer.entry(messages.supplier, clip(offer.supplier));
  writer.entry(messages.product, clip(offer.product));
  writer.entry(messages.rate, format.rate(rate));
  writer.entry(messages.rateType, messages.kind[productKind]);
  writer.entry(messages.included, messages.passThrough[productKind]);
  writer.entry(messages.term, messages.termFrom(offer.termMonths, format.month(offer.startMonth)));
  writer.entry(messages.utility, clip(utility?.name ?? offer.utility));
  const hasFee = new Big(monthlyFee).gt(0);
  writer.entry(messages.monthlyFee, hasFee ? messages.perMonth(format.fee(monthlyFee)) : messages.noFee);
  writer.entry(
    messages.earlyTermination,
    messages.earlyTerminationFee[earlyTermination.kind](format.fee(earlyTermination.amount)),
  );
  writer.entry(messages.bandwidth, bandwidth);
  writer.entry(messages.renewable, format.percent(offer.greenPercent));
  const brokerFee = `$${format.number(new Big(brokerFeeMils).div(1000).toFixed())}`;
  writer.entry(messages.brokerFee, messages.includedFee(brokerFee, format.unit(rate.unit)));
}

function writeCost({ writer, messages, format, offer }: Section): void {
  const { annualUsage, currentRate, productKind, termMonths } = offer;
  const { monthly, annual, difference } = estimate(offer);
  writer.heading(messages.cost);
  const usage = `${format.number(annualUsage.amount)} ${format.unit(annualUsage.unit)}`;
  writer.entry(messages.basedOn, messages.annualUsage(usage));
  writer.entry(messages.monthly, format.dollars(monthly.amount));
  writer.entry(messages.annual, format.dollars(annual.amount));
  if (currentRate && difference) {
    // The difference is for a year, or for the term if that is shorter, because the price after the term is unknown.
    const months = termMonths < 12 ? termMonths : undefined;
    const change = new Big(difference.amount).times(months ?? 12).div(12);
    const direction = change.abs().lt(1) ? 'same' : change.lt(0) ? 'less' : 'more';
    const text = messages.difference[direction](format.dollars(change.abs().toFixed(2)), messages.period(months));
    writer.entry(messages.currentRate, format.rate(currentRate));
    writer.entry(messages.comparison, text + messages.caveat[productKind]);
  }
  writer.paragraph(messages.energyOnly);
}

function writeDates({ writer, messages, format, offer: { holdsUntil, startMonth }, utility }: Section): void {
  writer.heading(messages.dates);
  writer.entry(messages.expires, format.moment(holdsUntil));
  if (!utility) return;
  // The utility needs `leadTimeDays` calendar days before the first of the month. The widget shows the same date.
  const signBy = new Date(Date.parse(`${startMonth}-01`) - utility.leadTimeDays * DAY_MS).toISOString();
  writer.entry(messages.signBy, messages.signByDate(format.date(signBy), clip(utility.name), format.month(startMonth)));
}

function writeBroker({ writer, messages, site: { branding } }: Section, broker: string): void {
  const { licenses = [], phone, email } = branding;
  writer.heading(messages.broker);
  writer.entry(messages.brokerName, broker);
  if (licenses.length)
    writer.entry(messages.licenses, licenses.map(({ state, license }) => `${state}: ${license}`).join('; '));
  if (phone) writer.entry(messages.phone, phone);
  if (email) writer.entry(messages.email, email);
}

/** Formats amounts and dates of a document. Amounts are decimal strings. */
interface DocumentFormat {
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
 * @param timeZone an IANA name; UTC is used if it is unknown
 * @example createDocumentFormat('es-US', 'America/Chicago').rate({ amount: '0.0786', unit: 'kWh' }) // '7.86 ¢/kWh'
 */
function createDocumentFormat(locale: string, timeZone: string | undefined): DocumentFormat {
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
