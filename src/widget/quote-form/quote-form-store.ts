import type { ReadonlySignal, Signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AsyncState } from '../async-state.ts';
import type { OfferList } from '../offers/offer-list.ts';
import type { Freshness, OffersResult } from '../offers/offers-query.ts';
import type { WidgetOptions } from '../options.ts';
import type { ServiceLocation } from './service-location.ts';
import type { UsageField } from './usage-field.ts';
import type { FieldErrors, QuoteField, QuoteValidation } from './validate-quote.ts';

/** What a panel beside the form found out and fills in: a year's usage, or where it is used as well. */
export interface FormPatch {
  readonly postalCode?: string;
  /** Code of the utility, when it is known which of several. */
  readonly utility?: string | undefined;
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** Where the usage comes from (see usage-note); it stands under the field until the usage is edited. */
  readonly source: string;
}

/** What is bought. */
export type CommodityChoice = Commodity | 'both';

/** The first step: what was typed, which utilities there are, what they cost. */
export interface QuoteFormStore
  extends Pick<ServiceLocation, 'postalCode' | 'utilities' | 'utility' | 'zone'>,
    Pick<UsageField, 'usage' | 'usageSource' | 'unit'> {
  readonly commodity: ReadonlySignal<Commodity>;
  /** The same about gas, while both are bought: it follows this one's ZIP code and start. */
  readonly gasForm: ReadonlySignal<QuoteFormStore | undefined>;
  /** Months a contract can start in, by the lead time of the utilities. */
  readonly availableMonths: ReadonlySignal<readonly string[]>;
  /** The utility with the longest lead time of those known. */
  readonly slowestUtility: ReadonlySignal<Utility | undefined>;
  readonly startMonth: ReadonlySignal<string>;
  readonly currentRate: ReadonlySignal<string>;
  readonly errors: ReadonlySignal<FieldErrors>;
  /** What to say of the fault at a field, if there is one to show. */
  errorFor(field: QuoteField): string | undefined;
  /** Undefined until the checks have loaded. */
  readonly validation: ReadonlySignal<QuoteValidation | undefined>;
  readonly offers: ReadonlySignal<AsyncState<OffersResult>>;
  readonly freshness: ReadonlySignal<Freshness>;
  /** Offers were asked for; maybe they wait for the utility to be found. */
  readonly offersRequested: ReadonlySignal<boolean>;
  /** How the offers are sorted, filtered and compared; made by the view that shows them, kept while the customer is elsewhere. */
  readonly offerList: Signal<OfferList | undefined>;
  selectCommodity(value: CommodityChoice): void;
  setField(field: 'postalCode' | 'usage' | 'currentRate', text: string): void;
  select(field: 'utility' | 'zone' | 'startMonth', value: string): void;
  selectUnit(unit: EnergyUnit): void;
  patch(values: FormPatch): void;
  /** Marks the field when what it holds cannot be right. Empty is not wrong yet. */
  blur(field: QuoteField): void;
  /** Asks for offers. Gives back what is wrong or missing; then nothing is asked. */
  submit(): FieldErrors;
  /** Asks again for what is on show, without a change. */
  refreshOffers(): void;
  lookUpUtilities(): void;
  prefill(options: Partial<WidgetOptions>): void;
  destroy(): void;
}
