import { Lazy } from './components/lazy.tsx';
import type { WidgetContext } from './widget-context.ts';

/** Shows the current step after the first one. Each step loads with its messages when the customer reaches it. */
export function StepRouter({ context }: { readonly context: WidgetContext }) {
  const flow = context.flow.value;
  switch (flow.step) {
    case 'rates':
      return null;
    case 'customer':
      return (
        <Lazy
          key="customer"
          context={context}
          load={async () => {
            const [view, texts] = await Promise.all([
              import('./checkout.ts'),
              context.catalog.lazy().then((words) => words.customer()),
            ]);
            return { css: view.css, View: view.CustomerStep, texts };
          }}
        >
          {({ View, texts }) => <View context={context} selection={flow.selection} messages={texts} />}
        </Lazy>
      );
    case 'signing':
      return (
        <Lazy
          key="signing"
          context={context}
          load={async () => {
            const [view, texts] = await Promise.all([
              import('./checkout.ts'),
              context.catalog.lazy().then((words) => words.review()),
            ]);
            return { css: view.css, View: view.ReviewStep, texts };
          }}
        >
          {({ View, texts }) => (
            <View context={context} selection={flow.selection} details={flow.details} messages={texts} />
          )}
        </Lazy>
      );
    case 'tracking':
      return (
        <Lazy
          key="tracking"
          context={context}
          load={async () => {
            const [view, texts] = await Promise.all([
              import('./tracking/tracking-step.tsx'),
              context.catalog.lazy().then((words) => words.tracking()),
            ]);
            return { css: view.css, View: view.TrackingStep, texts };
          }}
        >
          {({ View, texts }) => <View context={context} messages={texts} />}
        </Lazy>
      );
  }
}
