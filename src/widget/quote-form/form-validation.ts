import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { MessageCatalog } from '../i18n/message-catalog.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { FieldErrors, QuoteField, QuoteFormValues, QuoteValidation } from './validate.ts';

export interface FormValidation {
  /** Undefined until the validator has loaded. */
  readonly result: ReadonlySignal<QuoteValidation | undefined>;
  readonly isLoaded: ReadonlySignal<boolean>;
  /** Errors that are shown. An invalid field shows no error until it loses focus or the form is submitted. */
  readonly errors: ReadonlySignal<FieldErrors>;
  errorFor(field: QuoteField): string | undefined;
  showErrors(errors: FieldErrors): void;
  clearError(field: QuoteField): void;
  /** Loads the validator unless it is already loaded. */
  load(): void;
  destroy(): void;
}

export function createFormValidation(context: WidgetContext, values: ReadonlySignal<QuoteFormValues>): FormValidation {
  const validator = signal<((values: QuoteFormValues) => QuoteValidation) | undefined>(undefined);
  const result = computed(() => validator.value?.(values.value));
  const errors = signal<FieldErrors>(new Map());

  let loadedCatalog: MessageCatalog | undefined;

  /** @returns a function that applies the loaded validator and its messages */
  async function prepare(catalog: MessageCatalog): Promise<() => void> {
    const [{ validateQuote }, { quoteFormErrors }] = await Promise.all([import('./validate.ts'), catalog.lazy()]);
    return () => {
      loadedCatalog = catalog;
      validator.value = (current) => validateQuote(current, quoteFormErrors, context.format);
    };
  }
  function load(): void {
    const catalog = untracked(() => context.catalog);
    if (catalog === loadedCatalog) return;
    prepare(catalog).then(
      (commit) => catalog === untracked(() => context.catalog) && commit(),
      // The validator loads again when the customer submits the form or the device is back online. The view of the
      // offers requires the same file and shows the error.
      () => {},
    );
  }
  const disposers = [
    context.onBeforeLocaleChange((next) => (loadedCatalog ? prepare(next) : Promise.resolve(() => {}))),
    effect(() => {
      context.catalog;
      load();
    }),
  ];

  return {
    result,
    isLoaded: computed(() => validator.value !== undefined),
    errors,
    errorFor(field) {
      const error = errors.value.get(field);
      return error && result.value?.errorMessage(field, error);
    },
    showErrors(fieldErrors) {
      errors.value = fieldErrors;
    },
    clearError(field) {
      if (errors.value.has(field)) errors.value = new Map([...errors.value].filter(([name]) => name !== field));
    },
    load,
    destroy() {
      for (const dispose of disposers) dispose();
    },
  };
}
