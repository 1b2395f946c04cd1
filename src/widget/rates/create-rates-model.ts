import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import { createMemory, type Memory } from '../memory.ts';
import type { WidgetOptions } from '../options.ts';
import type { Shopper } from '../shopper.ts';
import type { Faults, FormCheck, RatesField, Typed } from './form-check.ts';
import { loadCalls } from './load-calls.ts';
import { createOffersFeed } from './offers-feed.ts';
import { createPlace } from './place.ts';
import type { Energy, RatesModel } from './rates-model.ts';
import { startMonths } from './start-month.ts';
import { createUsageInput } from './usage-input.ts';

/** A change after the first answer asks again by itself, once typing pauses. */
const pause = 600;

/** Makes the model of the first step, prefilled from this tab's memory, then from the site's options. */
export function createRatesModel(shopper: Shopper): RatesModel {
  return createModel(shopper, shopper.memory, shopper.options);
}

function createModel(shopper: Shopper, memory: Memory, options: Partial<WidgetOptions>): RatesModel {
  const energy = memory.read('commodity') ?? options.commodity;
  const commodity = signal<Commodity>(energy === 'gas' ? 'gas' : 'electric');
  const gas = signal<RatesModel | undefined>(undefined);
  const calls = () => loadCalls(shopper);
  const feed = createOffersFeed(calls, (code) => shopper.emit('shopper:error', { code }));
  const place = createPlace({
    memory,
    calls,
    commodity,
    postalCode: memory.read('postalCode') ?? options.postalCode ?? '',
    onFound() {
      unmark('utility');
      askIfWanted();
      if (check.value) eager = false;
    },
  });
  const { postalCode, utilities, utility, zone, isLooking, look } = place;
  const amount = createUsageInput(memory, commodity.value);
  const { usage, usageNote, unit, setNote } = amount;
  const today = new Date();
  const slowest = computed(() => {
    const [here, there] = [utility.value, gas.value?.utility.value];
    return here && there && there.leadTimeDays > here.leadTimeDays ? there : (here ?? there);
  });
  const months = computed(() => startMonths(today, slowest.value?.leadTimeDays));
  // A month from memory or from another place may be too early here.
  const wantedMonth = signal(memory.read('startMonth') ?? '');
  const startMonth = computed(() => months.value.find((month) => month === wantedMonth.value) ?? months.value[0] ?? '');
  const currentRate = signal('');
  const wrong = signal<Faults>(new Map());
  const wanted = signal(false);

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** With everything there from the start (a reload, a prefill), nobody should have to press the button. */
  let eager = true;

  const checker = signal<((typed: Typed) => FormCheck) | undefined>(undefined);
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
    Promise.all([import('./form-check.ts'), shopper.language.later()]).then(
      ([{ checkForm }, { ratesErrors }]) => {
        const isFirst = !checker.peek();
        checker.value = (typed) => checkForm(typed, ratesErrors, shopper.format);
        if (!isFirst) return;
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

  function askIfWanted() {
    if (wanted.value || (eager && check.value?.question)) askOrMark();
  }

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
    if (shopper.closed.value) shopper.open();
    if (!checker.value) loadChecks();
    if (utilities.value.state === 'failed') look();
    feed.retry();
  };
  addEventListener('online', backOnline);

  const stops = [
    // A site that sells one energy leaves nothing to choose.
    effect(() => {
      const sold = shopper.site.value?.commodities ?? [];
      const [first] = sold;
      if (first && (!sold.includes(commodity.peek()) || (gas.peek() && sold.length < 2))) pickEnergy(first);
    }),
    effect(() => {
      const follower = gas.value;
      const [zip, month] = [postalCode.value, startMonth.value];
      untracked(() => {
        if (follower && follower.postalCode.value !== zip) follower.type('postalCode', zip);
        follower?.pick('startMonth', month);
      });
    }),
    // Another utility, another lead time: what is on show may begin too early now.
    effect(() => {
      const [month, shown] = [startMonth.value, feed.answer.value];
      if (shown.value && shown.value.question.startMonth !== month) untracked(() => changed('startMonth'));
    }),
    // With words, which follow the language.
    effect(() => {
      shopper.language;
      untracked(loadChecks);
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
      amount.clear(value);
      currentRate.value = '';
      wrong.value = new Map();
      wanted.value = false;
      feed.clear();
    });
    look();
  }

  function pickEnergy(value: Energy) {
    batch(() => {
      setCommodity(value === 'both' ? 'electric' : value);
      memory.write('commodity', value);
      shopper.want(value === 'both' ? ['electric', 'gas'] : []);
      if (value === 'both') addGas();
      else {
        gas.value?.destroy();
        gas.value = undefined;
      }
    });
  }

  function addGas() {
    gas.value ??= createModel(shopper, createMemory(`${shopper.options.site}:gas`), { commodity: 'gas' });
  }

  function setUsage(text: string) {
    amount.setUsage(text);
    settleUsage();
  }

  /** What follows from the usage, as soon as it can be read. */
  function settleUsage() {
    const { usage: read, along } = check.value ?? {};
    memory.write('usage', read);
    if (along) amount.setUnit(along);
  }

  function setPostalCode(text: string) {
    eager = false;
    place.typePostalCode(text);
    changed('postalCode');
    look();
  }

  const model: RatesModel = {
    commodity,
    gas,
    postalCode,
    utilities,
    utility,
    zone,
    usage,
    usageNote,
    unit,
    months,
    slowest,
    startMonth,
    currentRate,
    wrong,
    faultAt(field) {
      const fault = wrong.value.get(field);
      return fault && check.value?.say(field, fault);
    },
    check,
    offers: feed.answer,
    freshness: feed.freshness,
    asked: computed(() => feed.answer.value.state !== 'idle' || (wanted.value && (isLooking() || !checker.value))),
    list: signal(undefined),
    pickEnergy,
    type(field, text) {
      if (field === 'postalCode') return setPostalCode(text);
      if (field === 'usage') {
        setUsage(text);
        setNote(undefined);
      } else currentRate.value = text;
      changed(field);
    },
    pick(field, value) {
      if (field === 'startMonth' && (value === startMonth.value || !months.value.includes(value))) return;
      batch(() => {
        if (field === 'utility') place.pickUtility(value);
        else if (field === 'zone') place.pickZone(value);
        else {
          wantedMonth.value = value;
          memory.write('startMonth', value);
        }
        changed(field);
      });
    },
    pickUnit(value) {
      amount.setUnit(value);
      changed('unit');
    },
    fill(filling) {
      batch(() => {
        setUsage(shopper.format.number(filling.usage));
        amount.setUnit(filling.unit);
        setNote(filling.note);
        if (filling.utility) place.pickUtility(filling.utility);
        if (filling.postalCode) {
          wanted.value = true;
          setPostalCode(filling.postalCode);
        } else changed('usage');
      });
    },
    leave(field) {
      const empty = field === 'usage' ? !usage.value.trim() : field === 'postalCode' && !postalCode.value;
      const { faults, usage: read, along } = check.value ?? {};
      const fault = faults?.get(field);
      if (!empty && fault) wrong.value = new Map(wrong.value).set(field, fault);
      // The unit stands beside the field: what was pasted with one is shown without.
      if (field === 'usage' && read && along && !fault) amount.setUsage(shopper.format.number(read));
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
      const { commodity: bought } = changes;
      if (bought === 'gas' || bought === 'electric' || bought === 'both') pickEnergy(bought);
      if (changes.postalCode) model.type('postalCode', changes.postalCode);
      if (changes.annualUsage) model.type('usage', changes.annualUsage);
    },
    destroy() {
      for (const stop of stops) stop();
      removeEventListener('online', backOnline);
      clearTimeout(timer);
      place.destroy();
      gas.value?.destroy();
      feed.stop();
    },
  };

  const [usageBefore, noteBefore] = [memory.read('usage'), memory.read('usageNote')];
  const usageAtFirst = usageBefore ? shopper.format.number(usageBefore) : options.annualUsage;
  if (usageAtFirst) model.type('usage', usageAtFirst);
  if (usageBefore && noteBefore) setNote(noteBefore);
  if (memory.read('commodity') === 'both') addGas();
  else if (energy === 'both') pickEnergy(energy);
  return model;
}
