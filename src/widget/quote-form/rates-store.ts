import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { createSessionStore, type SessionStore } from '../session-storage.ts';
import type { UsageResult } from '../usage/usage-panel.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createQuoteStore, type QuoteStore } from './quote-store.ts';

type CommodityChoice = Commodity | 'both';

/** The rates step: one quote per selected commodity, with a shared ZIP code and start month. */
export interface RatesStore extends StartMonthField {
  readonly postalCode: ReadonlySignal<string>;
  /** The quote for the only commodity, or for electricity when both are selected. */
  readonly primary: QuoteStore;
  readonly gas: ReadonlySignal<QuoteStore | undefined>;
  setPostalCode(text: string): void;
  selectCommodity(choice: CommodityChoice): void;
  /** Fills in the usage that a panel returned, and the service location if the result contains it. */
  applyUsage(quote: QuoteStore, result: UsageResult): void;
  /**
   * Requests offers for all selected commodities.
   *
   * @returns names of the invalid form controls; names for the second commodity start with `gas-`
   */
  submit(): readonly string[];
  destroy(): void;
}

/** Creates the store for the rates step. Initial values come from sessionStorage or else from the options. */
export function createRatesStore(context: WidgetContext): RatesStore {
  const { sessionStore, options } = context;
  const initialChoice = sessionStore.read('commodity') ?? options.commodity;
  const postalCode = signal(sessionStore.read('postalCode') ?? options.postalCode ?? '');
  const quotes = signal<readonly QuoteStore[]>([]);
  const gas = computed(() => quotes.value[1]);
  const startMonthField = createStartMonthField(sessionStore, () => quotes.value.map(({ utility }) => utility.value));
  const { startMonth, availableMonths } = startMonthField;
  const createQuote = (commodity: Commodity, store: SessionStore, annualUsage?: string) =>
    createQuoteStore({ context, sessionStore: store, commodity, postalCode, startMonth, annualUsage });
  const primary = createQuote(initialChoice === 'gas' ? 'gas' : 'electric', sessionStore, options.annualUsage);
  quotes.value = [primary];

  function addGas(): void {
    if (!gas.value) quotes.value = [primary, createQuote('gas', createSessionStore(`${options.site}:gas`))];
  }
  function removeGas(): void {
    gas.value?.destroy();
    quotes.value = [primary];
  }
  function selectCommodity(choice: CommodityChoice): void {
    batch(() => {
      primary.setCommodity(choice === 'both' ? 'electric' : choice);
      sessionStore.write('commodity', choice);
      context.setPendingCommodities(choice === 'both' ? ['electric', 'gas'] : []);
      if (choice === 'both') addGas();
      else removeGas();
    });
  }
  function setPostalCode(text: string): void {
    batch(() => {
      postalCode.value = text.replace(/\D/g, '').slice(0, 5);
      sessionStore.write('postalCode', postalCode.value);
      for (const quote of quotes.value) quote.onPostalCodeChange();
    });
  }

  function clearLocation(): void {
    batch(() => {
      setPostalCode('');
      for (const quote of quotes.value) quote.clear();
    });
  }

  const disposers = [
    effect(() => {
      const flow = context.flow.value;
      if (flow.step === 'rates' && flow.isOtherLocation) untracked(clearLocation);
    }),
    watchSoldCommodities(context, { primary, gas }, selectCommodity),
    onOnline(() => {
      if (context.startupError.value) context.openSession();
      for (const quote of quotes.value) quote.retryFailed();
    }),
  ];
  if (sessionStore.read('commodity') === 'both') addGas();
  else if (initialChoice === 'both') selectCommodity('both');

  return {
    ...startMonthField,
    setStartMonth(month) {
      if (month === startMonth.value || !availableMonths.value.includes(month)) return;
      batch(() => {
        startMonthField.setStartMonth(month);
        for (const quote of quotes.value) quote.onStartMonthChange();
      });
    },
    postalCode,
    primary,
    gas,
    setPostalCode,
    selectCommodity,
    applyUsage(quote, result) {
      batch(() => {
        quote.applyUsage(result);
        if (result.postalCode) setPostalCode(result.postalCode);
      });
    },
    submit: () => quotes.value.flatMap((quote) => submitQuote(quote, quote === primary ? '' : 'gas-')),
    destroy() {
      for (const dispose of disposers) dispose();
      for (const quote of quotes.value) quote.destroy();
    },
  };
}

function submitQuote(quote: QuoteStore, prefix: string): readonly string[] {
  return [...quote.submit().keys()].map((field) => prefix + field);
}

/**
 * On a site that sells just one commodity, selects that commodity, because the form then has no commodity field.
 *
 * @returns a function that stops watching
 */
function watchSoldCommodities(
  context: WidgetContext,
  { primary, gas }: Pick<RatesStore, 'primary' | 'gas'>,
  selectCommodity: (commodity: Commodity) => void,
): () => void {
  return effect(() => {
    const sold = context.site.value?.commodities ?? [];
    const [first] = sold;
    if (!first) return;
    const isSold = sold.includes(primary.commodity.peek()) && !(gas.peek() && sold.length < 2);
    if (!isSold) untracked(() => selectCommodity(first));
  });
}

/** @returns a function that stops listening */
function onOnline(listener: () => void): () => void {
  addEventListener('online', listener);
  return () => removeEventListener('online', listener);
}

/**
 * Lead time until the utility is known. The value is longer than the lead time of most utilities, so that an offered
 * month is rarely too early.
 */
const DEFAULT_LEAD_TIME_DAYS = 40;

/**
 * Returns the twelve months in which a contract can start. The first of them is the first full month after the
 * utility's lead time, which is in calendar days.
 *
 * @returns months as `YYYY-MM`
 * @example startMonths(new Date('2026-11-21T12:00'), 7) // ['2026-12', …, '2027-11']
 */
export function startMonths(today: Date, leadTimeDays = DEFAULT_LEAD_TIME_DAYS): string[] {
  const earliest = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + leadTimeDays));
  const skip = earliest.getUTCDate() > 1 ? 1 : 0;
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(earliest.getUTCFullYear(), earliest.getUTCMonth() + skip + index)).toISOString().slice(0, 7),
  );
}

/** The start month of the contract, which all selected commodities share. */
interface StartMonthField {
  readonly availableMonths: ReadonlySignal<readonly string[]>;
  readonly slowestUtility: ReadonlySignal<Utility | undefined>;
  readonly startMonth: ReadonlySignal<string>;
  /** The month that the customer selected, which may be too early. Empty before the customer selects a month. */
  readonly requestedMonth: ReadonlySignal<string>;
  setStartMonth(month: string): void;
}

function createStartMonthField(
  sessionStore: SessionStore,
  utilities: () => readonly (Utility | undefined)[],
): StartMonthField {
  const today = new Date();
  const slowestUtility = computed(() =>
    utilities()
      .filter((utility) => utility !== undefined)
      .reduce<Utility | undefined>(
        (slowest, utility) => (slowest && slowest.leadTimeDays >= utility.leadTimeDays ? slowest : utility),
        undefined,
      ),
  );
  const availableMonths = computed(() => startMonths(today, slowestUtility.value?.leadTimeDays));
  // A month from sessionStorage or from another ZIP code may be too early for this utility.
  const requestedMonth = signal(sessionStore.read('startMonth') ?? '');
  const startMonth = computed(
    () => availableMonths.value.find((month) => month === requestedMonth.value) ?? availableMonths.value[0] ?? '',
  );
  return {
    availableMonths,
    slowestUtility,
    startMonth,
    requestedMonth,
    setStartMonth(month) {
      requestedMonth.value = month;
      sessionStore.write('startMonth', month);
    },
  };
}
