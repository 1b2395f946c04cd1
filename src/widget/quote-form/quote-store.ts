import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import type { OffersStore } from '../offers/offers-store.ts';
import type { SessionStore } from '../session-storage.ts';
import type { UsageResult } from '../usage/usage-panel.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createFormValidation, type FormValidation } from './form-validation.ts';
import { createServiceLocation, createUsageField, type ServiceLocation, type UsageField } from './quote-fields.ts';
import { createQuoteSubmission, type QuoteSubmission } from './quote-submission.ts';
import type { FieldErrors, QuoteField, QuoteValidation } from './validate.ts';

export interface QuoteStore
  extends Pick<ServiceLocation, 'utilities' | 'utility' | 'zone' | 'lookUpUtilities'>,
    Pick<UsageField, 'usage' | 'usageSource' | 'unit'>,
    Pick<FormValidation, 'errors' | 'errorFor'>,
    Pick<QuoteSubmission, 'offersRequested'> {
  readonly commodity: ReadonlySignal<Commodity>;
  readonly postalCode: ReadonlySignal<string>;
  readonly currentRate: ReadonlySignal<string>;
  /** Undefined until the validator has loaded. */
  readonly validation: ReadonlySignal<QuoteValidation | undefined>;
  readonly offers: OffersStore;
  /** Switches to another commodity and empties its fields. */
  setCommodity(commodity: Commodity): void;
  /** Empties the fields and removes the offers. Call this after the shared ZIP code was emptied. */
  clear(): void;
  setText(field: 'usage' | 'currentRate', text: string): void;
  select(field: 'utility' | 'zone', code: string): void;
  setUnit(unit: EnergyUnit): void;
  /** Fills in the usage that a panel returned. The caller must apply the ZIP code of the result. */
  applyUsage(result: UsageResult): void;
  /**
   * Shows the field's error if the value is invalid. An empty required field shows no error before the form is
   * submitted.
   */
  blur(field: QuoteField): void;
  /** Requests offers. If the form is invalid, shows and returns its errors instead. */
  submit(): FieldErrors;
  refreshOffers(): void;
  onPostalCodeChange(): void;
  onStartMonthChange(): void;
  /** Repeats requests that failed while offline. */
  retryFailed(): void;
  destroy(): void;
}

interface QuoteStoreOptions {
  readonly context: WidgetContext;
  readonly sessionStore: SessionStore;
  readonly commodity: Commodity;
  readonly postalCode: ReadonlySignal<string>;
  readonly startMonth: ReadonlySignal<string>;
  /** Initial usage if `sessionStore` has none. */
  readonly annualUsage?: string | undefined;
}

export function createQuoteStore(options: QuoteStoreOptions): QuoteStore {
  const { context, sessionStore, postalCode, startMonth } = options;
  const commodity = signal(options.commodity);
  const currentRate = signal(sessionStore.read('currentRate') ?? '');
  const location = createServiceLocation({ context, sessionStore, commodity, postalCode });
  const usageField = createUsageField(sessionStore, options.commodity);
  const values = computed(() => ({
    commodity: commodity.value,
    postalCode: postalCode.value,
    utility: location.utility.value,
    zone: location.zone.value,
    usage: usageField.usage.value,
    unit: usageField.unit.value,
    startMonth: startMonth.value,
    currentRate: currentRate.value,
  }));
  const validation = createFormValidation(context, values);
  const submission = createQuoteSubmission({ context, validation, location, startMonth });

  const setUsage = (text: string) => {
    usageField.setUsage(text);
    storeAmounts();
  };
  /** Stores only valid amounts, because a customer may paste personal data into these fields. */
  function storeAmounts(): void {
    if (!validation.result.value) return;
    const { usage, typedUnit, errors } = validation.result.value;
    sessionStore.write('usage', usage);
    sessionStore.write('currentRate', errors.has('currentRate') ? undefined : currentRate.value);
    if (typedUnit) usageField.setUnit(typedUnit);
  }
  restoreUsage(options, usageField, setUsage);
  const stopWatchingValidator = effect(() => {
    if (!validation.isLoaded.value) return;
    untracked(() => {
      storeAmounts();
      submission.submitIfReady();
    });
  });

  return {
    ...location,
    commodity,
    postalCode,
    usage: usageField.usage,
    usageSource: usageField.usageSource,
    unit: usageField.unit,
    currentRate,
    errors: validation.errors,
    errorFor: validation.errorFor,
    validation: validation.result,
    offers: submission.offers,
    offersRequested: submission.offersRequested,
    ...createActions({
      context,
      commodity,
      postalCode,
      currentRate,
      location,
      usageField,
      validation,
      submission,
      setUsage,
      storeAmounts,
    }),
    destroy() {
      stopWatchingValidator();
      submission.destroy();
      validation.destroy();
      location.destroy();
    },
  };
}

function restoreUsage(
  { context, sessionStore, annualUsage }: QuoteStoreOptions,
  usageField: UsageField,
  setUsage: (text: string) => void,
): void {
  const storedUsage = sessionStore.read('usage');
  const initialUsage = storedUsage ? context.format.number(storedUsage) : annualUsage;
  if (initialUsage) setUsage(initialUsage);
  usageField.setSource(storedUsage && sessionStore.read('usageSource'));
}

interface ActionParts {
  readonly context: WidgetContext;
  readonly location: ServiceLocation;
  readonly validation: FormValidation;
  readonly submission: QuoteSubmission;
  readonly commodity: Signal<Commodity>;
  readonly postalCode: ReadonlySignal<string>;
  readonly currentRate: Signal<string>;
  readonly usageField: UsageField;
  readonly setUsage: (text: string) => void;
  readonly storeAmounts: () => void;
}

function createActions(parts: ActionParts) {
  const { context, commodity, postalCode, currentRate, location, usageField, validation, submission } = parts;
  const { setUsage, storeAmounts } = parts;
  function clear(nextCommodity = commodity.peek()): void {
    batch(() => {
      commodity.value = nextCommodity;
      usageField.reset(nextCommodity);
      currentRate.value = '';
      storeAmounts();
      validation.showErrors(new Map());
      submission.reset();
    });
    location.lookUpUtilities();
  }
  return {
    setCommodity(value: Commodity): void {
      if (value !== commodity.peek()) clear(value);
    },
    clear,
    setText(field: 'usage' | 'currentRate', text: string): void {
      if (field === 'usage') {
        setUsage(text);
        usageField.setSource(undefined);
      } else {
        currentRate.value = text;
        storeAmounts();
      }
      submission.onFieldChange(field);
    },
    select(field: 'utility' | 'zone', code: string): void {
      batch(() => {
        if (field === 'utility') location.selectUtility(code);
        else location.selectZone(code);
        submission.onFieldChange(field);
      });
    },
    setUnit(unit: EnergyUnit): void {
      usageField.setUnit(unit);
      submission.onFieldChange('unit');
    },
    applyUsage({ usage, unit, source, utility, postalCode }: UsageResult): void {
      batch(() => {
        setUsage(context.format.number(usage));
        usageField.setUnit(unit);
        usageField.setSource(source);
        if (utility) location.selectUtility(utility);
        if (postalCode) submission.submitWhenReady();
        else submission.onFieldChange('usage');
      });
    },
    blur(field: QuoteField): void {
      const result = validation.result.value;
      if (!result) return;
      const error = result.errors.get(field);
      const isEmpty = field === 'usage' ? !usageField.usage.value.trim() : field === 'postalCode' && !postalCode.value;
      if (error && !isEmpty) validation.showErrors(new Map(validation.errors.value).set(field, error));
      // The unit has a separate field, so a unit that was typed after the usage is removed.
      if (field === 'usage' && !error && result.usage && result.typedUnit)
        usageField.setUsage(context.format.number(result.usage));
    },
    submit(): FieldErrors {
      submission.disableAutoSubmit();
      return submission.submit();
    },
    refreshOffers(): void {
      const request = validation.result.value?.request;
      if (request) submission.offers.fetch(request);
    },
    onPostalCodeChange(): void {
      submission.disableAutoSubmit();
      submission.onFieldChange('postalCode');
      location.lookUpUtilities();
    },
    onStartMonthChange: () => submission.onFieldChange('startMonth'),
    retryFailed(): void {
      validation.load();
      if (location.utilities.value.status === 'error') location.lookUpUtilities();
      submission.offers.retry();
    },
  };
}
