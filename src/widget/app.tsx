import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Alert } from './components/alert.tsx';
import { Lazy } from './components/lazy.tsx';
import { Progress } from './progress.tsx';
import type { QuoteFormStore } from './quote-form/quote-form-store.ts';
import { RatesStep } from './quote-form/rates-step.tsx';
import type { WidgetContext } from './widget-context.ts';

interface AppProps {
  readonly context: WidgetContext;
  readonly quoteForm: QuoteFormStore;
}

/** The frame: whose shop it is, how far one has come, and the step. */
export function App({ context, quoteForm }: AppProps) {
  const rootRef = useRef<HTMLElement>(null);
  const { app } = context.catalog;
  const startupError = context.startupError.value;
  const step = useComputed(() => context.flow.value.step).value;
  const previousStep = useRef(step);

  const accent = context.site.value?.branding.accent;
  useEffect(() => {
    // What goes with it the style sheet works out. It has the house's own colours.
    if (accent) rootRef.current?.style.setProperty('--brand', accent);
  }, [accent]);

  const hasLeftRates = useRef(false);
  hasLeftRates.current ||= step === 'customer';
  useEffect(() => {
    if (!hasLeftRates.current) return undefined;
    let isMounted = true;
    let dispose = () => {};
    import('./checkout.ts').then(
      ({ syncHistory }) => {
        if (isMounted) dispose = syncHistory(context);
      },
      // Without it, Back leads where it would on any page.
      () => {},
    );
    return () => {
      isMounted = false;
      dispose();
    };
  }, [context, hasLeftRates.current]);

  useEffect(() => {
    if (previousStep.current === step) return;
    previousStep.current = step;
    // A new step starts at its top, for eyes and for screen readers.
    rootRef.current?.focus({ preventScroll: true });
    if ((rootRef.current?.getBoundingClientRect().top ?? 0) < 0) rootRef.current?.scrollIntoView();
  }, [step]);

  if (startupError) {
    return (
      <slot lang={context.format.locale}>
        <Alert action={app.tryAgain} onAction={context.openSession}>
          {app.errors[startupError.kind]} {startupError.phone && app.callUs(startupError.phone)}
        </Alert>
      </slot>
    );
  }
  return (
    <section
      ref={rootRef}
      class="shopper"
      part="root"
      lang={context.format.locale}
      aria-label={app.title}
      tabIndex={-1}
    >
      <Progress context={context} />
      <Step context={context} quoteForm={quoteForm} />
    </section>
  );
}

function Step({ context, quoteForm }: AppProps) {
  if (context.flow.value.step === 'rates') return <RatesStep context={context} form={quoteForm} />;
  return (
    <Lazy key="later" context={context} load={() => import('./deferred.ts')}>
      {({ StepRouter }) => <StepRouter context={context} />}
    </Lazy>
  );
}
