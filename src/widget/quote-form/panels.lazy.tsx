import { createLazy } from '../components/lazy.tsx';
import type { LocationImportMessages } from '../i18n/en/location-import.ts';
import type { UsageEstimatorMessages } from '../i18n/en/usage.ts';
import type { DualFuelViewProps } from '../offers/dual-fuel-view.tsx';
import type { OffersViewProps } from '../offers/offers-store.ts';
import type { UsagePanelProps } from '../usage/usage-panel.ts';
import type { QuoteStore } from './quote-store.ts';

/**
 * Panels for customers who do not know their annual usage, or who have several locations. Each panel loads when it is
 * opened.
 */
export const usagePanels = {
  usageEstimator: createLazy<UsagePanelProps, { readonly messages: UsageEstimatorMessages }>(async (catalog) => {
    const [{ UsageEstimator: View }, messages] = await Promise.all([
      import('../usage-estimator/usage-estimator.tsx'),
      catalog.lazy().then((lazyMessages) => lazyMessages.usageEstimator()),
    ]);
    return { View, props: { messages } };
  }, 2),
  locationImport: createLazy<UsagePanelProps, { readonly messages: LocationImportMessages }>(async (catalog) => {
    const [{ LocationImportPanel: View, css }, messages] = await Promise.all([
      import('../location-import/location-import-panel.tsx'),
      catalog.lazy().then((lazyMessages) => lazyMessages.locationImport()),
    ]);
    return { View, css, props: { messages } };
  }, 2),
};

/** The open panel below the form, and the quote that will receive the usage from the panel. */
export interface OpenPanel {
  readonly name: keyof typeof usagePanels;
  readonly quote: QuoteStore;
  /** The button that opened the panel. */
  readonly toggle: HTMLElement;
}

/**
 * The offers for one commodity. This view loads together with the next steps, because most customers who see offers
 * continue.
 */
export const OffersView = createLazy<Pick<OffersViewProps, 'context' | 'quote'>, Pick<OffersViewProps, 'messages'>>(
  async (catalog) => {
    const [{ OffersView: View, css }, messages] = await Promise.all([
      import('../checkout.ts'),
      catalog.lazy().then((lazyMessages) => lazyMessages.offers()),
    ]);
    return { View, css, props: { messages } };
  },
);

export const DualFuelView = createLazy<
  Pick<DualFuelViewProps, 'context' | 'electric' | 'gas'>,
  Pick<DualFuelViewProps, 'messages' | 'dualFuelMessages'>
>(async (catalog) => {
  const lazyMessages = catalog.lazy();
  const [{ css }, { DualFuelView: View }, messages, { dualFuel }] = await Promise.all([
    import('../checkout.ts'),
    import('../offers/dual-fuel-view.tsx'),
    lazyMessages.then((groups) => groups.offers()),
    lazyMessages.then((groups) => groups.offerTools()),
  ]);
  return { View, css, props: { messages, dualFuelMessages: dualFuel } };
});
