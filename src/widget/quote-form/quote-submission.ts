import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { createOffersStore, type OffersStore } from '../offers/offers-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { FormValidation } from './form-validation.ts';
import type { ServiceLocation } from './quote-fields.ts';
import type { FieldErrors, QuoteField } from './validate.ts';

/** Delay between the last keystroke and the automatic request that replaces outdated offers. */
const AUTO_SUBMIT_DELAY_MS = 600;

export interface QuoteSubmission {
  readonly offers: OffersStore;
  /** Whether offers were requested. The request may still be waiting for the utility lookup or the validator. */
  readonly offersRequested: ReadonlySignal<boolean>;
  /**
   * Removes the displayed offers or marks them as outdated, and schedules a new request. Call this after each change
   * to the form.
   */
  onFieldChange(field: QuoteField | 'startMonth' | 'unit'): void;
  /** Requests offers as soon as the form is valid and the utility is known. */
  submitWhenReady(): void;
  submitIfReady(): void;
  submit(): FieldErrors;
  /**
   * Stops automatic submission. Before this call, a form that was restored or completely prefilled is submitted
   * automatically.
   */
  disableAutoSubmit(): void;
  reset(): void;
  destroy(): void;
}

interface QuoteSubmissionOptions {
  readonly context: WidgetContext;
  readonly validation: FormValidation;
  readonly location: ServiceLocation;
  readonly startMonth: ReadonlySignal<string>;
}

export function createQuoteSubmission(options: QuoteSubmissionOptions): QuoteSubmission {
  const { context, validation, location, startMonth } = options;
  const { isLookingUp } = location;
  const offers = createOffers(context);
  const isPending = signal(false);
  let autoSubmit = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function submit(): FieldErrors {
    clearTimeout(timer);
    const result = validation.result.value;
    if (!result) {
      isPending.value = true;
      validation.load();
      return new Map();
    }
    const { request } = result;
    const fieldErrors = new Map(result.errors);
    // During the utility lookup, the utility is not considered missing. After the lookup, the form is submitted again.
    if (isLookingUp()) fieldErrors.delete('utility');
    batch(() => {
      validation.showErrors(fieldErrors);
      if (request) offers.fetch(request);
      if (request || (isLookingUp() && !fieldErrors.size)) isPending.value = !request;
    });
    return fieldErrors;
  }

  function submitIfReady(): void {
    if (isPending.value || (autoSubmit && validation.result.value?.request)) submit();
  }

  function onFieldChange(field: QuoteField | 'startMonth' | 'unit'): void {
    clearTimeout(timer);
    if (field !== 'startMonth') validation.clearError(field === 'unit' ? 'usage' : field);
    if (offers.state.value.status === 'idle' && !isPending.value) return;
    // A different service location has different offers, so the displayed offers are removed. After any other change,
    // the displayed offers are only marked as outdated.
    if (field === 'postalCode' || field === 'utility' || field === 'zone') {
      isPending.value = true;
      offers.clear();
    } else offers.markOutdated();
    // After a ZIP code change, the utility lookup submits the form.
    if (field !== 'postalCode') timer = setTimeout(submit, AUTO_SUBMIT_DELAY_MS);
  }

  const disposers = [
    onLookupSuccess(location, () => {
      validation.clearError('utility');
      submitIfReady();
      if (validation.result.value) autoSubmit = false;
    }),
    watchForOutdatedOffers({ context, offers, startMonth, onOutdated: () => onFieldChange('startMonth') }),
  ];

  return {
    offers,
    offersRequested: computed(
      () => offers.state.value.status !== 'idle' || (isPending.value && (isLookingUp() || !validation.result.value)),
    ),
    onFieldChange,
    submitWhenReady() {
      isPending.value = true;
    },
    submitIfReady,
    submit,
    disableAutoSubmit() {
      autoSubmit = false;
    },
    reset() {
      clearTimeout(timer);
      isPending.value = false;
      offers.clear();
    },
    destroy() {
      clearTimeout(timer);
      for (const dispose of disposers) dispose();
      offers.cancel();
    },
  };
}

function createOffers(context: WidgetContext): OffersStore {
  return createOffersStore(
    async (request, signal) => (await import('./api.ts')).fetchOffers(context, request, signal),
    (code) => context.emit('shopper:error', { code }),
  );
}

/** @returns a function that stops watching */
function onLookupSuccess({ utilities }: ServiceLocation, callback: () => void): () => void {
  return effect(() => {
    if (utilities.value.status === 'success') untracked(callback);
  });
}

interface OutdatedOffersOptions {
  readonly context: WidgetContext;
  readonly offers: OffersStore;
  readonly startMonth: ReadonlySignal<string>;
  readonly onOutdated: () => void;
}

/**
 * Calls `onOutdated` when offers become outdated without a change by the customer.
 *
 * @returns a function that stops watching
 */
function watchForOutdatedOffers({ context, offers, startMonth, onOutdated }: OutdatedOffersOptions): () => void {
  const disposers = [
    // The start month may have changed because another utility has a longer lead time. The displayed offers would then
    // start too early.
    effect(() => {
      const [month, { data }] = [startMonth.value, offers.state.value];
      if (data && data.request.startMonth !== month) untracked(onOutdated);
    }),
    // The customer came back because the selected price is no longer available.
    effect(() => {
      const flow = context.flow.value;
      if (flow.step === 'rates' && flow.notice) untracked(onOutdated);
    }),
  ];
  return () => {
    for (const dispose of disposers) dispose();
  };
}
