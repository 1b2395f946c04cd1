import type { ComponentType } from 'preact';
import { createLazy } from './components/lazy.tsx';
import type { LazyMessages } from './i18n/lazy-messages.ts';
import type { RatesPanelsProps } from './quote-form/rates-panels.tsx';
import type { RatesStore } from './quote-form/rates-store.ts';
import type { WidgetContext } from './widget-context.ts';

interface LoadedProps {
  readonly messages: LazyMessages;
}

interface RatesProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
}

/**
 * Loads a component after the first paint, from the part `deferred`.
 *
 * @param skeletonRows see `createLazy`
 */
const lazyView = <Props extends { readonly context: WidgetContext }>(
  select: (deferred: typeof import('./deferred.ts')) => ComponentType<Props & LoadedProps>,
  skeletonRows?: number,
) =>
  createLazy<Props, LoadedProps>(async (catalog) => {
    const [deferred, messages] = await Promise.all([import('./deferred.ts'), catalog.lazy()]);
    return { View: select(deferred), props: { messages } };
  }, skeletonRows);

export const StepRouter = lazyView<{ readonly context: WidgetContext }>((deferred) => deferred.StepRouter);
export const RatesPanels = lazyView<RatesPanelsProps>((deferred) => deferred.RatesPanels);
/** The form reserves space for this field before it has loaded, so no skeleton is shown. */
export const ContractEndField = lazyView<RatesProps>((deferred) => deferred.ContractEndField, 0);
/** The footer reserves space for this notice before it has loaded, so no skeleton is shown. */
export const BrokerNotice = lazyView<RatesProps>((deferred) => deferred.BrokerNotice, 0);
