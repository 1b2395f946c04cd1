import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { WidgetOptions } from '../options.ts';
import type { Shopper } from '../shopper.ts';
import type { Answer } from './answer.ts';
import type { checkForm, Faults, FormCheck, RatesField } from './form-check.ts';
import { loadCalls } from './load-calls.ts';
import type { OfferList } from './offer-list.ts';
import { createOffersFeed, type Freshness, type OffersAnswer } from './offers-feed.ts';
import { startMonths } from './start-month.ts';
import { knownUnit } from './usage-units.ts';
import { createUtilityFinder } from './utility-finder.ts';

/** What a panel beside the form found out and fills in: a year's usage, or where it is used as well. */
export interface Filling {
  readonly postalCode?: string;
  /** Code of the utility, when it is known which of several. */
  readonly utility?: string | undefined;
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** One sentence about where the usage comes from; it stands under the field until the usage is edited. */
  readonly note: string;
}

/** The first step: what was typed, which utilities there are, what they cost. */
export interface RatesModel {
  readonly commodity: ReadonlySignal<Commodity>;
  readonly postalCode: ReadonlySignal<string>;
  readonly utilities: ReadonlySignal<Answer<readonly Utility[]>>;
  readonly utility: ReadonlySignal<Utility | undefined>;
  readonly zone: ReadonlySignal<string>;
  readonly usage: ReadonlySignal<string>;
  readonly usageNote: ReadonlySignal<string | undefined>;
  readonly unit: ReadonlySignal<EnergyUnit>;
  readonly months: readonly string[];
  readonly startMonth: ReadonlySignal<string>;
  readonly currentRate: ReadonlySignal<string>;
  readonly wrong: ReadonlySignal<Faults>;
  /** Undefined until the checks have loaded. */
  readonly check: ReadonlySignal<FormCheck | undefined>;
  readonly offers: ReadonlySignal<Answer<OffersAnswer>>;
  readonly freshness: ReadonlySignal<Freshness>;
  /** Offers were asked for; maybe they wait for the utility to be found. */
  readonly asked: ReadonlySignal<boolean>;
  /** How the offers are sorted, filtered and compared; made by the view that shows them, kept while the customer is elsewhere. */
  readonly list: Signal<OfferList | undefined>;
  setCommodity(value: Commodity): void;
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

/** A change after the first answer asks again by itself, once typing pauses. */
const pause = 600;

/** Makes the model of the first step, prefilled from this tab's memory, then from the site's options. */
export function createRatesModel(shopper: Shopper): RatesModel {
  const { memory, options } = shopper;
  const months = startMonths(new Date());
  const prefer = (key: 'postalCode' | 'commodity', option: string | undefined) => memory.read(key) ?? option ?? '';

  const commodity = signal<Commodity>(prefer('commodity', options.commodity) === 'gas' ? 'gas' : 'electric');
  const postalCode = signal(prefer('postalCode', options.postalCode));
  const utilityCode = signal(memory.read('utility') ?? '');
  const zone = signal(memory.read('zone') ?? '');
  const usage = signal('');
  const usageNote = signal<string | undefined>(undefined);
  const unit = signal<EnergyUnit>(knownUnit(commodity.value, memory.read('usageUnit')));
  // A month from memory or from a site's page may have passed since.
  const startMonth = signal(months.find((month) => month === memory.read('startMonth')) ?? months[0] ?? '');
  const currentRate = signal('');
  const wrong = signal<Faults>(new Map());
  const wanted = signal(false);

  const calls = () => loadCalls(shopper);
  const feed = createOffersFeed(calls, (code) => shopper.emit('shopper:error', { code }));
  const finder = createUtilityFinder(calls, onUtilities);
  const utilities = finder.found;
  const utility = computed(() => {
    const found = utilities.value;
    return found.state === 'found' ? found.value.find(({ code }) => code === utilityCode.value) : undefined;
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** With everything there from the start (a reload, a prefill), nobody should have to press the button. */
  let eager = true;

  const checker = signal<typeof checkForm | undefined>(undefined);
  const check = computed(() =>
    checker.value?.({
      commodity: commodity.value,
      postalCode: postalCode.value,
      utility: utility.value,
      zone: zone.value,
      usage: usage.value,
      unit: unit.value,
      startMonth: startMonth.value,
      currentRate: currentRate.value,
    }),
  );
  const loadChecks = () =>
    import('./form-check.ts').then(
      (loaded) => {
        checker.value = loaded.checkForm;
        settleUsage();
        if (wanted.value || eager) askIfWanted();
      },
      // Pressing the button or coming back online tries again; the offers, which could not load either, say so.
      () => {},
    );

  function unmark(field: RatesField) {
    if (!wrong.value.has(field)) return;
    const marked = new Map(wrong.value);
    marked.delete(field);
    wrong.value = marked;
  }

  /** Where it is used decides everything on show; how much, only the figures. */
  function changed(field: RatesField | 'startMonth' | 'unit') {
    clearTimeout(timer);
    if (field !== 'startMonth') unmark(field === 'unit' ? 'usage' : field);
    const before = feed.answer.value.state;
    if (before === 'idle' && !wanted.value) return;
    if (field === 'postalCode' || field === 'utility' || field === 'zone') {
      wanted.value = true;
      feed.clear();
    } else feed.outdate();
    // A ZIP code asks when its utilities are found.
    if (field !== 'postalCode') timer = setTimeout(askOrMark, pause);
  }

  function look() {
    if (/^\d{5}$/.test(postalCode.value)) finder.look(postalCode.value, commodity.value);
    else finder.clear();
  }

  function onUtilities(found: readonly Utility[]) {
    const [only] = found;
    if (only && found.length === 1) pickUtility(only.code);
    unmark('utility');
    askIfWanted();
    if (check.value) eager = false;
  }

  function askIfWanted() {
    if (wanted.value || (eager && check.value?.question)) askOrMark();
  }

  function pickUtility(code: string) {
    utilityCode.value = code;
    memory.write('utility', code);
    const zones = utility.value?.zones ?? [];
    if (!zones.some((z) => z.code === zone.value)) zone.value = zones.length === 1 ? (zones[0]?.code ?? '') : '';
  }

  const isLooking = () => utilities.value.state === 'loading';

  /** Asks, or says what is missing. While the utility is looked up it waits: the answer comes back here. */
  function askOrMark(): Faults {
    clearTimeout(timer);
    if (!check.value) {
      wanted.value = true;
      loadChecks();
      return new Map();
    }
    const { question } = check.value;
    const faults = new Map(check.value.faults);
    if (isLooking()) faults.delete('utility');
    batch(() => {
      wrong.value = faults;
      if (question) feed.ask(question);
      if (question || (isLooking() && !faults.size)) wanted.value = !question;
    });
    return faults;
  }

  const backOnline = () => {
    if (shopper.site.value.state === 'failed') shopper.open();
    if (!checker.value) loadChecks();
    if (utilities.value.state === 'failed') look();
    feed.retry();
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
      if (flow.step === 'rates' && flow.notice) untracked(() => changed('startMonth'));
    }),
  ];

  function setCommodity(value: Commodity) {
    if (value === commodity.peek()) return;
    clearTimeout(timer);
    batch(() => {
      commodity.value = value;
      memory.write('commodity', value);
      unit.value = knownUnit(value);
      // A year's kWh say nothing about a year's therms.
      usage.value = '';
      setNote(undefined);
      currentRate.value = '';
      wrong.value = new Map();
      wanted.value = false;
      feed.clear();
    });
    look();
  }

  function setUsage(text: string) {
    usage.value = text;
    settleUsage();
  }

  /** What follows from the usage, as soon as it can be read. */
  function settleUsage() {
    const { usage: amount, along } = check.value ?? {};
    memory.write('usage', amount);
    if (along) setUnit(along);
  }

  function setUnit(value: EnergyUnit) {
    unit.value = value;
    memory.write('usageUnit', value);
  }

  function setNote(note: string | undefined) {
    usageNote.value = note;
    memory.write('usageNote', note);
  }

  function setPostalCode(text: string) {
    eager = false;
    postalCode.value = text.replace(/\D/g, '').slice(0, 5);
    memory.write('postalCode', postalCode.value);
    changed('postalCode');
    look();
  }

  const model: RatesModel = {
    commodity,
    postalCode,
    utilities,
    utility,
    zone,
    usage,
    usageNote,
    unit,
    months,
    startMonth,
    currentRate,
    wrong,
    check,
    offers: feed.answer,
    freshness: feed.freshness,
    asked: computed(() => feed.answer.value.state !== 'idle' || (wanted.value && (isLooking() || !checker.value))),
    list: signal(undefined),
    setCommodity,
    type(field, text) {
      if (field === 'postalCode') return setPostalCode(text);
      if (field === 'usage') {
        setUsage(text);
        setNote(undefined);
      } else currentRate.value = text;
      changed(field);
    },
    pick(field, value) {
      if (field === 'startMonth' && !months.includes(value)) return;
      batch(() => {
        if (field === 'utility') pickUtility(value);
        else {
          (field === 'zone' ? zone : startMonth).value = value;
          memory.write(field, value);
        }
        changed(field);
      });
    },
    pickUnit(value) {
      setUnit(value);
      changed('unit');
    },
    fill(filling) {
      batch(() => {
        setUsage(shopper.format.number(filling.usage));
        setUnit(filling.unit);
        setNote(filling.note);
        if (filling.utility) utilityCode.value = filling.utility;
        if (filling.postalCode) {
          wanted.value = true;
          setPostalCode(filling.postalCode);
        } else changed('usage');
      });
    },
    leave(field) {
      const empty = field === 'usage' ? !usage.value.trim() : field === 'postalCode' && !postalCode.value;
      const { faults, usage: amount, along } = check.value ?? {};
      const fault = faults?.get(field);
      if (!empty && fault) wrong.value = new Map(wrong.value).set(field, fault);
      // The unit stands beside the field: what was pasted with one is shown without.
      if (field === 'usage' && amount && along && !fault) usage.value = shopper.format.number(amount);
    },
    show() {
      eager = false;
      return askOrMark();
    },
    refresh() {
      if (check.value?.question) feed.ask(check.value.question);
    },
    findUtilitiesAgain: look,
    prefill(changes) {
      if (changes.commodity === 'gas' || changes.commodity === 'electric') setCommodity(changes.commodity);
      if (changes.postalCode) model.type('postalCode', changes.postalCode);
      if (changes.annualUsage) model.type('usage', changes.annualUsage);
    },
    destroy() {
      for (const stop of stops) stop();
      removeEventListener('online', backOnline);
      clearTimeout(timer);
      finder.clear();
      feed.stop();
    },
  };

  const [usageBefore, noteBefore] = [memory.read('usage'), memory.read('usageNote')];
  if (usageBefore ?? options.annualUsage) model.type('usage', usageBefore ?? options.annualUsage ?? '');
  if (usageBefore && noteBefore) setNote(noteBefore);
  loadChecks();
  return model;
}
