import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import { createOffersQuery } from '../offers/offers-query.ts';
import type { WidgetOptions } from '../options.ts';
import { createSessionStore, type SessionStore } from '../session-storage.ts';
import type { WidgetContext } from '../widget-context.ts';
import { loadRatesApi } from './load-rates-api.ts';
import type { CommodityChoice, QuoteFormStore } from './quote-form-store.ts';
import { createServiceLocation } from './service-location.ts';
import { startMonths } from './start-month.ts';
import { createUsageField } from './usage-field.ts';
import type { FieldErrors, QuoteField, QuoteFormValues, QuoteValidation } from './validate-quote.ts';

/** A change after the first answer asks again by itself, once typing pauses. */
const AUTO_SUBMIT_DELAY_MS = 600;

/** Makes the model of the first step, prefilled from this tab's memory, then from the site's options. */
export function createQuoteFormStore(context: WidgetContext): QuoteFormStore {
  return createStore(context, context.sessionStore, context.options);
}

function createStore(
  context: WidgetContext,
  sessionStore: SessionStore,
  options: Partial<WidgetOptions>,
): QuoteFormStore {
  const storedCommodity = sessionStore.read('commodity') ?? options.commodity;
  const commodity = signal<Commodity>(storedCommodity === 'gas' ? 'gas' : 'electric');
  const gasForm = signal<QuoteFormStore | undefined>(undefined);
  const loadApi = () => loadRatesApi(context);
  const offersQuery = createOffersQuery(loadApi, (code) => context.emit('shopper:error', { code }));
  const serviceLocation = createServiceLocation({
    sessionStore,
    loadApi,
    commodity,
    postalCode: sessionStore.read('postalCode') ?? options.postalCode ?? '',
    onFound() {
      clearError('utility');
      submitIfPending();
      if (validation.value) autoSubmit = false;
    },
  });
  const { postalCode, utilities, utility, zone, isLookingUp, lookUpUtilities } = serviceLocation;
  const usageField = createUsageField(sessionStore, commodity.value);
  const { usage, usageSource, unit, setSource } = usageField;
  const today = new Date();
  const slowestUtility = computed(() => {
    const [ownUtility, gasUtility] = [utility.value, gasForm.value?.utility.value];
    return ownUtility && gasUtility && gasUtility.leadTimeDays > ownUtility.leadTimeDays
      ? gasUtility
      : (ownUtility ?? gasUtility);
  });
  const availableMonths = computed(() => startMonths(today, slowestUtility.value?.leadTimeDays));
  // A month from memory or from another place may be too early here.
  const selectedMonth = signal(sessionStore.read('startMonth') ?? '');
  const startMonth = computed(
    () => availableMonths.value.find((month) => month === selectedMonth.value) ?? availableMonths.value[0] ?? '',
  );
  const currentRate = signal('');
  const errors = signal<FieldErrors>(new Map());
  const submitPending = signal(false);

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** With everything there from the start (a reload, a prefill), nobody should have to press the button. */
  let autoSubmit = true;

  const validator = signal<((values: QuoteFormValues) => QuoteValidation) | undefined>(undefined);
  const validation = computed(() =>
    validator.value?.({
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
  const loadValidator = () =>
    Promise.all([import('./validate-quote.ts'), context.catalog.lazy()]).then(
      ([{ validateQuote }, { quoteFormErrors }]) => {
        const isFirst = !validator.peek();
        validator.value = (values) => validateQuote(values, quoteFormErrors, context.format);
        if (!isFirst) return;
        syncUsage();
        if (submitPending.value || autoSubmit) submitIfPending();
      },
      // Pressing the button or coming back online tries again; the offers, which could not load either, say so.
      () => {},
    );

  function clearError(field: QuoteField) {
    if (!errors.value.has(field)) return;
    const remaining = new Map(errors.value);
    remaining.delete(field);
    errors.value = remaining;
  }

  /** Where it is used decides everything on show; how much, only the figures. */
  function onFieldChange(field: QuoteField | 'startMonth' | 'unit') {
    clearTimeout(timer);
    if (field !== 'startMonth') clearError(field === 'unit' ? 'usage' : field);
    const status = offersQuery.result.value.status;
    if (status === 'idle' && !submitPending.value) return;
    if (field === 'postalCode' || field === 'utility' || field === 'zone') {
      submitPending.value = true;
      offersQuery.clear();
    } else offersQuery.markStale();
    // A ZIP code asks when its utilities are found.
    if (field !== 'postalCode') timer = setTimeout(submitOrShowErrors, AUTO_SUBMIT_DELAY_MS);
  }

  function submitIfPending() {
    if (submitPending.value || (autoSubmit && validation.value?.request)) submitOrShowErrors();
  }

  /** Asks, or says what is missing. While the utility is looked up it waits: the answer comes back here. */
  function submitOrShowErrors(): FieldErrors {
    clearTimeout(timer);
    if (!validation.value) {
      submitPending.value = true;
      loadValidator();
      return new Map();
    }
    const { request } = validation.value;
    const fieldErrors = new Map(validation.value.errors);
    if (isLookingUp()) fieldErrors.delete('utility');
    batch(() => {
      errors.value = fieldErrors;
      if (request) offersQuery.fetch(request);
      if (request || (isLookingUp() && !fieldErrors.size)) submitPending.value = !request;
    });
    return fieldErrors;
  }

  const onOnline = () => {
    if (context.startupError.value) context.openSession();
    if (!validator.value) loadValidator();
    if (utilities.value.status === 'error') lookUpUtilities();
    offersQuery.retry();
  };
  addEventListener('online', onOnline);

  const disposers = [
    // A site that sells one energy leaves nothing to choose.
    effect(() => {
      const soldCommodities = context.site.value?.commodities ?? [];
      const [first] = soldCommodities;
      if (first && (!soldCommodities.includes(commodity.peek()) || (gasForm.peek() && soldCommodities.length < 2)))
        selectCommodity(first);
    }),
    effect(() => {
      const gas = gasForm.value;
      const [zip, month] = [postalCode.value, startMonth.value];
      untracked(() => {
        if (gas && gas.postalCode.value !== zip) gas.setField('postalCode', zip);
        gas?.select('startMonth', month);
      });
    }),
    // Another utility, another lead time: what is on show may begin too early now.
    effect(() => {
      const [month, result] = [startMonth.value, offersQuery.result.value];
      if (result.data && result.data.request.startMonth !== month) untracked(() => onFieldChange('startMonth'));
    }),
    // With words, which follow the language.
    effect(() => {
      context.catalog;
      untracked(loadValidator);
    }),
    // Only where it is seen: a tab that came back to its contract needs no prices.
    effect(() => {
      if (context.flow.value.step === 'rates') untracked(() => utilities.value.status === 'idle' && lookUpUtilities());
    }),
    // Back here because the chosen price is gone: what is on show is old.
    effect(() => {
      const flow = context.flow.value;
      if (flow.step === 'rates' && flow.notice) untracked(() => onFieldChange('startMonth'));
    }),
  ];

  function setCommodity(value: Commodity) {
    if (value === commodity.peek()) return;
    clearTimeout(timer);
    batch(() => {
      commodity.value = value;
      usageField.clear(value);
      currentRate.value = '';
      errors.value = new Map();
      submitPending.value = false;
      offersQuery.clear();
    });
    lookUpUtilities();
  }

  function selectCommodity(value: CommodityChoice) {
    batch(() => {
      setCommodity(value === 'both' ? 'electric' : value);
      sessionStore.write('commodity', value);
      context.setPendingCommodities(value === 'both' ? ['electric', 'gas'] : []);
      if (value === 'both') addGasForm();
      else {
        gasForm.value?.destroy();
        gasForm.value = undefined;
      }
    });
  }

  function addGasForm() {
    gasForm.value ??= createStore(context, createSessionStore(`${context.options.site}:gas`), { commodity: 'gas' });
  }

  function setUsage(text: string) {
    usageField.setUsage(text);
    syncUsage();
  }

  /** What follows from the usage, as soon as it can be read. */
  function syncUsage() {
    const { usage: parsedUsage, typedUnit } = validation.value ?? {};
    sessionStore.write('usage', parsedUsage);
    if (typedUnit) usageField.setUnit(typedUnit);
  }

  function setPostalCode(text: string) {
    autoSubmit = false;
    serviceLocation.setPostalCode(text);
    onFieldChange('postalCode');
    lookUpUtilities();
  }

  const store: QuoteFormStore = {
    commodity,
    gasForm,
    postalCode,
    utilities,
    utility,
    zone,
    usage,
    usageSource,
    unit,
    availableMonths,
    slowestUtility,
    startMonth,
    currentRate,
    errors,
    errorFor(field) {
      const error = errors.value.get(field);
      return error && validation.value?.errorMessage(field, error);
    },
    validation,
    offers: offersQuery.result,
    freshness: offersQuery.freshness,
    offersRequested: computed(
      () => offersQuery.result.value.status !== 'idle' || (submitPending.value && (isLookingUp() || !validator.value)),
    ),
    offerList: signal(undefined),
    selectCommodity,
    setField(field, text) {
      if (field === 'postalCode') return setPostalCode(text);
      if (field === 'usage') {
        setUsage(text);
        setSource(undefined);
      } else currentRate.value = text;
      onFieldChange(field);
    },
    select(field, value) {
      if (field === 'startMonth' && (value === startMonth.value || !availableMonths.value.includes(value))) return;
      batch(() => {
        if (field === 'utility') serviceLocation.selectUtility(value);
        else if (field === 'zone') serviceLocation.selectZone(value);
        else {
          selectedMonth.value = value;
          sessionStore.write('startMonth', value);
        }
        onFieldChange(field);
      });
    },
    selectUnit(value) {
      usageField.setUnit(value);
      onFieldChange('unit');
    },
    patch(patch) {
      batch(() => {
        setUsage(context.format.number(patch.usage));
        usageField.setUnit(patch.unit);
        setSource(patch.source);
        if (patch.utility) serviceLocation.selectUtility(patch.utility);
        if (patch.postalCode) {
          submitPending.value = true;
          setPostalCode(patch.postalCode);
        } else onFieldChange('usage');
      });
    },
    blur(field) {
      const empty = field === 'usage' ? !usage.value.trim() : field === 'postalCode' && !postalCode.value;
      const { errors: fieldErrors, usage: parsedUsage, typedUnit } = validation.value ?? {};
      const error = fieldErrors?.get(field);
      if (!empty && error) errors.value = new Map(errors.value).set(field, error);
      // The unit stands beside the field: what was pasted with one is shown without.
      if (field === 'usage' && parsedUsage && typedUnit && !error)
        usageField.setUsage(context.format.number(parsedUsage));
    },
    submit() {
      autoSubmit = false;
      return submitOrShowErrors();
    },
    refreshOffers() {
      if (validation.value?.request) offersQuery.fetch(validation.value.request);
    },
    lookUpUtilities,
    prefill(changes) {
      const { commodity } = changes;
      if (commodity === 'gas' || commodity === 'electric' || commodity === 'both') selectCommodity(commodity);
      if (changes.postalCode) store.setField('postalCode', changes.postalCode);
      if (changes.annualUsage) store.setField('usage', changes.annualUsage);
    },
    destroy() {
      for (const dispose of disposers) dispose();
      removeEventListener('online', onOnline);
      clearTimeout(timer);
      serviceLocation.destroy();
      gasForm.value?.destroy();
      offersQuery.cancel();
    },
  };

  const [storedUsage, storedSource] = [sessionStore.read('usage'), sessionStore.read('usageSource')];
  const initialUsage = storedUsage ? context.format.number(storedUsage) : options.annualUsage;
  if (initialUsage) store.setField('usage', initialUsage);
  if (storedUsage && storedSource) setSource(storedSource);
  if (sessionStore.read('commodity') === 'both') addGasForm();
  else if (storedCommodity === 'both') selectCommodity(storedCommodity);
  return store;
}
