import { createLazy } from '../components/lazy.tsx';
import type { QuoteFormErrorMessages } from '../i18n/en/quote-form-errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { RatesPanelsProps } from './rates-panels.tsx';
import type { RatesStore } from './rates-store.ts';

interface LoadedProps {
  readonly messages: QuoteFormErrorMessages;
}

/** What the rates step shows after the first paint, from the part `deferred`. */
export const RatesPanels = createLazy<RatesPanelsProps, LoadedProps>(async (catalog) => {
  const [{ RatesPanels: View }, { quoteFormErrors }] = await Promise.all([import('../deferred.ts'), catalog.lazy()]);
  return { View, props: { messages: quoteFormErrors } };
});

/** The form has the room for it before it has loaded. */
export const ContractEndField = createLazy<
  { readonly context: WidgetContext; readonly rates: RatesStore },
  LoadedProps
>(async (catalog) => {
  const [{ ContractEndField: View }, { quoteFormErrors }] = await Promise.all([
    import('../deferred.ts'),
    catalog.lazy(),
  ]);
  return { View, props: { messages: quoteFormErrors } };
}, 0);
