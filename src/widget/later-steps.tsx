import { Lazy } from './controls/lazy.tsx';
// Steps before a contract and after it have it in common: here neither has to load the other's file for it.
import './controls/pair.tsx';
import type { Shopper } from './shopper.ts';

/** The steps after the first, each with its words: they load when the customer gets there. */
export function LaterStep({ shopper }: { readonly shopper: Shopper }) {
  const flow = shopper.flow.value;
  switch (flow.step) {
    case 'rates':
      return null;
    case 'customer':
      return (
        <Lazy
          key="customer"
          shopper={shopper}
          load={async () => {
            const [view, texts] = await Promise.all([
              import('./steps.ts'),
              shopper.language.later().then((words) => words.customer()),
            ]);
            return { css: view.css, View: view.CustomerStep, texts };
          }}
        >
          {({ View, texts }) => <View shopper={shopper} choice={flow.choice} texts={texts} />}
        </Lazy>
      );
    case 'signing':
      return (
        <Lazy
          key="signing"
          shopper={shopper}
          load={async () => {
            const [view, texts] = await Promise.all([
              import('./steps.ts'),
              shopper.language.later().then((words) => words.signing()),
            ]);
            return { css: view.css, View: view.ReviewStep, texts };
          }}
        >
          {({ View, texts }) => <View shopper={shopper} choice={flow.choice} details={flow.details} texts={texts} />}
        </Lazy>
      );
    case 'tracking':
      return (
        <Lazy
          key="tracking"
          shopper={shopper}
          load={async () => {
            const [view, texts] = await Promise.all([
              import('./tracking/tracking-step.tsx'),
              shopper.language.later().then((words) => words.tracking()),
            ]);
            return { css: view.css, View: view.TrackingStep, texts };
          }}
        >
          {({ View, texts }) => <View shopper={shopper} texts={texts} />}
        </Lazy>
      );
  }
}
