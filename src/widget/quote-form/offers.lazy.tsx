import { createLazy } from '../components/lazy.tsx';
import type { DualFuelViewProps } from '../offers/dual-fuel-view.tsx';
import type { OffersViewProps } from '../offers/offers-store.ts';

/**
 * The offers for one commodity. Loaded together with the next steps, because most customers who see offers continue.
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

/** The offers for both commodities. */
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
