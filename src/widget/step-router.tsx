import { useEffect, useRef } from 'preact/hooks';
import { createLazy } from './components/lazy.tsx';
import { customerDraft, guardUnload } from './customer/customer-draft.ts';
import type { CustomerDetails, SelectedOffer } from './flow-reducer.ts';
import type { CustomerMessages } from './i18n/en/customer.ts';
import type { ReviewMessages } from './i18n/en/review-step.ts';
import type { TrackingMessages } from './i18n/en/tracking-step.ts';
import type { WidgetContext } from './widget-context.ts';

interface StepProps {
  readonly context: WidgetContext;
}

/**
 * Shows the current step, or above the first step the notice for an approver, and handles the Back button. Each step loads with its messages
 * when the customer reaches it.
 */
export function StepRouter({ context }: StepProps) {
  const flow = context.flow.value;
  const hasSelectedOffer = useRef(false);
  hasSelectedOffer.current ||= flow.step === 'customer';
  useEffect(() => guardUnload(context), [context]);
  useEffect(() => {
    if (!hasSelectedOffer.current) return undefined;
    let isMounted = true;
    let dispose = () => {};
    import('./checkout.ts').then(
      ({ syncHistory }) => {
        if (isMounted) dispose = syncHistory(context);
      },
      // Without history synchronization, the Back button leaves the page as usual.
      () => {},
    );
    return () => {
      isMounted = false;
      dispose();
    };
  }, [context, hasSelectedOffer.current]);
  switch (flow.step) {
    case 'rates':
      // The way back to a purchase that someone else has prepared.
      return customerDraft(context).prepared.value?.notice;
    case 'customer':
      return <CustomerStep context={context} selection={flow.selection} />;
    case 'signing':
      return <ReviewStep context={context} selection={flow.selection} details={flow.details} />;
    case 'tracking':
      return <TrackingStep context={context} />;
  }
}

const CustomerStep = createLazy<
  StepProps & { readonly selection: SelectedOffer },
  { readonly messages: CustomerMessages }
>(async (catalog) => {
  const [{ CustomerStep: View, css }, messages] = await Promise.all([
    import('./checkout.ts'),
    catalog.lazy().then((lazyMessages) => lazyMessages.customer()),
  ]);
  return { View, css, props: { messages } };
});

const ReviewStep = createLazy<
  StepProps & { readonly selection: SelectedOffer; readonly details: CustomerDetails },
  { readonly messages: ReviewMessages }
>(async (catalog) => {
  const [{ ReviewStep: View, css }, messages] = await Promise.all([
    import('./checkout.ts'),
    catalog.lazy().then((lazyMessages) => lazyMessages.review()),
  ]);
  return { View, css, props: { messages } };
});

const TrackingStep = createLazy<StepProps, { readonly messages: TrackingMessages }>(async (catalog) => {
  const [{ TrackingStep: View, css }, messages] = await Promise.all([
    import('./tracking/tracking-step.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.tracking()),
  ]);
  return { View, css, props: { messages } };
});
