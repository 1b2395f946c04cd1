import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { WidgetOptions } from '../options.ts';
import type { Shopper } from '../shopper.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import type { OffersQuestion } from './rates-calls.ts';
import { questionFrom, type RatesField, type Typed, wrongFields } from './rates-question.ts';
import { startMonths } from './start-month.ts';
import { readUsage, usageUnits } from './usage.ts';

export type Answer<Value> =
  | { readonly state: 'idle' | 'loading' }
  | { readonly state: 'failed'; readonly trouble: Trouble }
  | { readonly state: 'found'; readonly value: Value };

export interface OffersAnswer {
  readonly asOf: string;
  readonly offers: readonly Offer[];
  /** What was asked, so that a view can tell what the figures are based on. */
  readonly question: OffersQuestion;
}

/** The first step: what was typed, which utilities there are, what they cost. */
export interface RatesModel {
  readonly commodity: ReadonlySignal<Commodity>;
  readonly postalCode: ReadonlySignal<string>;
  readonly utilities: ReadonlySignal<Answer<readonly Utility[]>>;
  readonly utility: ReadonlySignal<Utility | undefined>;
  readonly zone: ReadonlySignal<string>;
  readonly usage: ReadonlySignal<string>;
  readonly unit: ReadonlySignal<EnergyUnit>;
  readonly months: readonly string[];
  readonly startMonth: ReadonlySignal<string>;
  readonly currentRate: ReadonlySignal<string>;
  readonly wrong: ReadonlySignal<ReadonlySet<RatesField>>;
  readonly offers: ReadonlySignal<Answer<OffersAnswer>>;
  /** The offers on show answer an older question; new ones are on their way or need a corrected field. */
  readonly stale: ReadonlySignal<boolean>;
  setCommodity(value: Commodity): void;
  type(field: 'postalCode' | 'usage' | 'currentRate', text: string): void;
  pick(field: 'utility' | 'zone' | 'startMonth', value: string): void;
  pickUnit(unit: EnergyUnit): void;
  /** Marks the field when what it holds cannot be right. Empty is not wrong yet. */
  leave(field: RatesField): void;
  /** Asks for offers. Gives back the fields that are wrong or missing, first one first; then nothing is asked. */
  show(): readonly RatesField[];
  findUtilitiesAgain(): void;
  choose(offer: Offer): void;
  prefill(options: Partial<WidgetOptions>): void;
  destroy(): void;
}

/** A change after the first answer asks again by itself, once typing pauses. */
const pause = 600;
/** Prices that were down are asked for again this often, a few times; after that the customer decides. */
const retryEvery = 15_000;
const retries = 8;

/** Makes the model of the first step, prefilled from this tab's memory, then from the site's options. */
export function createRatesModel(shopper: Shopper): RatesModel {
  const { memory, options } = shopper;
  const months = startMonths(new Date());
  const prefer = (key: 'postalCode' | 'commodity', option: string | undefined) => memory.read(key) ?? option ?? '';

  const commodity = signal<Commodity>(prefer('commodity', options.commodity) === 'gas' ? 'gas' : 'electric');
  const postalCode = signal(prefer('postalCode', options.postalCode));
  const utilities = signal<Answer<readonly Utility[]>>({ state: 'idle' });
  const utilityCode = signal(memory.read('utility') ?? '');
  const zone = signal(memory.read('zone') ?? '');
  const usage = signal('');
  const unit = signal<EnergyUnit>(knownUnit(commodity.value, memory.read('usageUnit')));
  const startMonth = signal(months.find((month) => month === memory.read('startMonth')) ?? months[0] ?? '');
  const currentRate = signal('');
  const wrong: Signal<ReadonlySet<RatesField>> = signal(new Set<RatesField>());
  const offers = signal<Answer<OffersAnswer>>({ state: 'idle' });
  const stale = signal(false);

  const utility = computed(() => {
    const found = utilities.value;
    return found.state === 'found' ? found.value.find(({ code }) => code === utilityCode.value) : undefined;
  });

  let looking: AbortController | undefined;
  let asking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** With everything there from the start (a reload, a prefill), nobody should have to press the button. */
  let eager = true;
  const calls = async () => {
    const [client, made] = await Promise.all([shopper.client(), import('./rates-calls.ts')]);
    return { client, ...made };
  };

  const typed = (): Typed => ({
    commodity: commodity.value,
    postalCode: postalCode.value,
    utility: utility.value,
    zone: zone.value,
    usage: usage.value,
    unit: unit.value,
    startMonth: startMonth.value,
    currentRate: currentRate.value,
  });
  const valid = (field: RatesField) => !wrongFields(typed()).includes(field);
  const missing = () => wrongFields(typed());

  function mark(field: RatesField, isWrong: boolean) {
    if (wrong.value.has(field) === isWrong) return;
    const marked = new Set(wrong.value);
    if (isWrong) marked.add(field);
    else marked.delete(field);
    wrong.value = marked;
  }

  function changed(field?: RatesField) {
    if (field) mark(field, false);
    if (offers.value.state === 'idle') return;
    stale.value = true;
    asking?.abort();
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  }

  async function look() {
    looking?.abort();
    utilities.value = { state: 'idle' };
    if (!valid('postalCode')) return;
    looking = new AbortController();
    const { signal } = looking;
    utilities.value = { state: 'loading' };
    try {
      const { client, findUtilities } = await calls();
      const query = { postalCode: postalCode.value, commodity: commodity.value };
      signal.throwIfAborted();
      const answer = await findUtilities(client, query, signal);
      signal.throwIfAborted();
      batch(() => {
        utilities.value = { state: 'found', value: answer.utilities };
        const [only] = answer.utilities;
        if (only && answer.utilities.length === 1) pickUtility(only.code);
        mark('utility', false);
      });
      if (eager && !missing().length) ask();
      eager = false;
    } catch (error) {
      if (!signal.aborted) utilities.value = { state: 'failed', trouble: troubleOf(error) };
    }
  }

  function pickUtility(code: string) {
    utilityCode.value = code;
    memory.write('utility', code);
    const zones = utility.value?.zones ?? [];
    if (!zones.some((z) => z.code === zone.value)) zone.value = zones.length === 1 ? (zones[0]?.code ?? '') : '';
  }

  async function ask() {
    clearTimeout(timer);
    asking?.abort();
    const body = questionFrom(typed());
    if (!body) return;
    asking = new AbortController();
    const { signal } = asking;
    if (offers.value.state !== 'found') offers.value = { state: 'loading' };
    try {
      const { client, findOffers } = await calls();
      const answer = await findOffers(client, body, signal);
      signal.throwIfAborted();
      failures = 0;
      batch(() => {
        offers.value = { state: 'found', value: { ...answer, question: body } };
        stale.value = false;
      });
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOf(error);
      batch(() => {
        offers.value = { state: 'failed', trouble };
        stale.value = false;
      });
      shopper.emit('shopper:error', { code: trouble });
      if (trouble !== 'broken' && failures++ < retries) timer = setTimeout(ask, retryEvery);
    }
  }

  const backOnline = () => {
    failures = 0;
    if (shopper.site.value.state === 'failed') shopper.open();
    if (utilities.value.state === 'failed') look();
    if (offers.value.state === 'failed') ask();
  };
  addEventListener('online', backOnline);

  const stops = [
    // A site that sells one energy leaves nothing to choose.
    effect(() => {
      const opened = shopper.site.value;
      const [first] = opened.state === 'open' ? opened.site.commodities : [];
      if (opened.state === 'open' && first && !opened.site.commodities.includes(commodity.peek())) setCommodity(first);
    }),
    // Only where it is seen: a tab that came back to its contract needs no prices.
    effect(() => {
      if (shopper.flow.value.step === 'rates') untracked(() => utilities.value.state === 'idle' && look());
    }),
    // Back here because the chosen price is gone: what is on show is old.
    effect(() => {
      const flow = shopper.flow.value;
      if (flow.step === 'rates' && flow.notice) untracked(() => changed());
    }),
  ];

  function setCommodity(value: Commodity) {
    if (value === commodity.peek()) return;
    batch(() => {
      commodity.value = value;
      memory.write('commodity', value);
      unit.value = knownUnit(value, undefined);
      // A year's kWh say nothing about a year's therms.
      usage.value = '';
      currentRate.value = '';
      wrong.value = new Set();
      offers.value = { state: 'idle' };
      stale.value = false;
    });
    clearTimeout(timer);
    asking?.abort();
    look();
  }

  const model: RatesModel = {
    commodity,
    postalCode,
    utilities,
    utility,
    zone,
    usage,
    unit,
    months,
    startMonth,
    currentRate,
    wrong,
    offers,
    stale,
    setCommodity,
    type(field, text) {
      if (field === 'postalCode') {
        eager = false;
        postalCode.value = text.replace(/\D/g, '').slice(0, 5);
        memory.write('postalCode', postalCode.value);
        changed('postalCode');
        look();
        return;
      }
      if (field === 'usage') {
        usage.value = text;
        const typed = readUsage(text);
        if (typed.unit && usageUnits[commodity.value].includes(typed.unit)) model.pickUnit(typed.unit);
        memory.write('usage', typed.amount);
      } else currentRate.value = text;
      changed(field);
    },
    pick(field, value) {
      batch(() => {
        if (field === 'utility') pickUtility(value);
        else {
          (field === 'zone' ? zone : startMonth).value = value;
          memory.write(field, value);
        }
        changed(field === 'startMonth' ? undefined : field);
      });
    },
    pickUnit(value) {
      unit.value = value;
      memory.write('usageUnit', value);
      changed();
    },
    leave(field) {
      const empty = field === 'usage' ? !usage.value.trim() : field === 'postalCode' && !postalCode.value;
      if (!empty && !valid(field)) mark(field, true);
      // The unit stands beside the field: what was pasted with one is shown without.
      const { amount, unit: typed } = readUsage(usage.value);
      if (field === 'usage' && amount && typed) usage.value = shopper.format.number(amount);
    },
    show() {
      eager = false;
      const open = missing();
      wrong.value = new Set(open);
      if (!open.length) ask();
      return open;
    },
    findUtilitiesAgain: look,
    choose(offer) {
      const chosen = utility.value;
      if (!chosen || stale.value) return;
      memory.write('offer', offer.id);
      shopper.emit('shopper:offer-selected', {
        offerId: offer.id,
        supplier: offer.supplier.name,
        commodity: offer.commodity,
        termMonths: offer.termMonths,
      });
      shopper.go({ type: 'offer_chosen', choice: { offer, utility: chosen, postalCode: postalCode.value } });
    },
    prefill(changes) {
      if (changes.commodity === 'gas' || changes.commodity === 'electric') setCommodity(changes.commodity);
      if (changes.postalCode) model.type('postalCode', changes.postalCode);
      if (changes.annualUsage) model.type('usage', changes.annualUsage);
    },
    destroy() {
      for (const stop of stops) stop();
      removeEventListener('online', backOnline);
      clearTimeout(timer);
      looking?.abort();
      asking?.abort();
    },
  };

  const usageBefore = memory.read('usage') ?? options.annualUsage;
  if (usageBefore) model.type('usage', usageBefore);
  return model;
}

const knownUnit = (commodity: Commodity, unit: string | undefined): EnergyUnit =>
  usageUnits[commodity].find((known) => known === unit) ?? usageUnits[commodity][0] ?? 'kWh';
