import type { ReadonlySignal, Signal } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { WidgetOptions } from '../options.ts';
import type { Answer } from './answer.ts';
import type { Faults, FormCheck, RatesField } from './form-check.ts';
import type { OfferList } from './offer-list.ts';
import type { Freshness, OffersAnswer } from './offers-feed.ts';
import type { Place } from './place.ts';
import type { UsageInput } from './usage-input.ts';

/** What a panel beside the form found out and fills in: a year's usage, or where it is used as well. */
export interface Filling {
  readonly postalCode?: string;
  /** Code of the utility, when it is known which of several. */
  readonly utility?: string | undefined;
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** Where the usage comes from (see usage-note); it stands under the field until the usage is edited. */
  readonly note: string;
}

/** What is bought. */
export type Energy = Commodity | 'both';

/** The first step: what was typed, which utilities there are, what they cost. */
export interface RatesModel
  extends Pick<Place, 'postalCode' | 'utilities' | 'utility' | 'zone'>,
    Pick<UsageInput, 'usage' | 'usageNote' | 'unit'> {
  readonly commodity: ReadonlySignal<Commodity>;
  /** The same about gas, while both are bought: it follows this one's ZIP code and start. */
  readonly gas: ReadonlySignal<RatesModel | undefined>;
  /** Months a contract can start in, by the lead time of the utilities. */
  readonly months: ReadonlySignal<readonly string[]>;
  /** The utility with the longest lead time of those known. */
  readonly slowest: ReadonlySignal<Utility | undefined>;
  readonly startMonth: ReadonlySignal<string>;
  readonly currentRate: ReadonlySignal<string>;
  readonly wrong: ReadonlySignal<Faults>;
  /** What to say of the fault at a field, if there is one to show. */
  faultAt(field: RatesField): string | undefined;
  /** Undefined until the checks have loaded. */
  readonly check: ReadonlySignal<FormCheck | undefined>;
  readonly offers: ReadonlySignal<Answer<OffersAnswer>>;
  readonly freshness: ReadonlySignal<Freshness>;
  /** Offers were asked for; maybe they wait for the utility to be found. */
  readonly asked: ReadonlySignal<boolean>;
  /** How the offers are sorted, filtered and compared; made by the view that shows them, kept while the customer is elsewhere. */
  readonly list: Signal<OfferList | undefined>;
  pickEnergy(value: Energy): void;
  type(field: 'postalCode' | 'usage' | 'currentRate', text: string): void;
  pick(field: 'utility' | 'zone' | 'startMonth', value: string): void;
  pickUnit(unit: EnergyUnit): void;
  fill(filling: Filling): void;
  /** Marks the field when what it holds cannot be right. Empty is not wrong yet. */
  leave(field: RatesField): void;
  /** Asks for offers. Gives back what is wrong or missing; then nothing is asked. */
  show(): Faults;
  /** Asks again for what is on show, without a change. */
  refresh(): void;
  findUtilitiesAgain(): void;
  prefill(options: Partial<WidgetOptions>): void;
  destroy(): void;
}
