import { useEffect, useRef } from 'preact/hooks';
import { Alert } from './components/alert.tsx';
import { BrokerNotice, StepRouter } from './deferred.lazy.tsx';
import type { Flow } from './flow-reducer.ts';
import { RatesStep } from './quote-form/rates-step.tsx';
import type { RatesStore } from './quote-form/rates-store.ts';
import type { WidgetContext } from './widget-context.ts';

interface AppProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
}

export function App({ context, rates }: AppProps) {
  const rootRef = useRef<HTMLElement>(null);
  const { app } = context.catalog;
  const startupError = context.startupError.value;
  const { step } = context.flow.value;
  const previousStep = useRef(step);

  const accent = context.site.value?.branding.accent;
  useEffect(() => {
    // The style sheet derives the other colors from `--brand`.
    if (accent) rootRef.current?.style.setProperty('--brand', accent);
  }, [accent]);

  useEffect(() => {
    const root = rootRef.current;
    if (previousStep.current === step || !root) return undefined;
    previousStep.current = step;
    root.focus({ preventScroll: true });
    if (root.getBoundingClientRect().top < 0) root.scrollIntoView();
    // Focuses the new step's heading as soon as the step has loaded, so that a screen reader announces it.
    const observer = new MutationObserver(focusHeading);
    function focusHeading(): void {
      const heading = root?.querySelector('h2');
      if (!heading) return;
      observer.disconnect();
      heading.tabIndex = -1;
      if (root?.matches(':focus')) heading.focus();
    }
    observer.observe(root, { childList: true, subtree: true });
    focusHeading();
    return () => observer.disconnect();
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
      <Step context={context} rates={rates} />
      <footer class="footnote">
        <BrokerNotice context={context} rates={rates} />
      </footer>
    </section>
  );
}

/**
 * Shows the current step. Once the customer has left the first step, the router stays rendered even if the customer
 * returns, because the router handles the Back button.
 */
function Step({ context, rates }: AppProps) {
  const isFirst = context.flow.value.step === 'rates';
  const hasLeft = useRef(false);
  hasLeft.current ||= !isFirst;
  return (
    <>
      {hasLeft.current && <StepRouter context={context} />}
      {isFirst && <RatesStep context={context} rates={rates} />}
    </>
  );
}

const steps = ['rates', 'customer', 'signing'] as const;

function Progress({ context }: { readonly context: WidgetContext }) {
  const { app } = context.catalog;
  const site = context.site.value;
  const flow = context.flow.value;
  const isComplete = flow.step === 'tracking' && context.signed.value;
  const currentIndex = isComplete ? steps.length : steps.indexOf(currentStep(flow));
  return (
    <header part="header">
      <ol class="step-list" aria-label={app.stepList}>
        {steps.map((name, index) => (
          <li
            key={name}
            class={index < currentIndex ? 'step-complete' : ''}
            aria-current={index === currentIndex ? 'step' : undefined}
          >
            <span class="step-number" aria-hidden="true">
              {index < currentIndex ? '✓' : index + 1}
            </span>
            <span class="step-label">{app.steps[name]}</span>
            {index < currentIndex && <span class="visually-hidden">, {app.done}</span>}
          </li>
        ))}
      </ol>
      <p class="site-name text-small">
        {site && (
          <>
            {site.environment === 'test' && <span class="test-mode-badge">{app.testMode}</span>}
            <strong>{site.name}</strong>
          </>
        )}
      </p>
    </header>
  );
}

/**
 * Returns the first step that is not complete. For a prepared purchase, this is the customer step, because the
 * authorized signer still has to complete the details.
 */
function currentStep(flow: Flow): (typeof steps)[number] {
  if (flow.step !== 'tracking') return flow.step;
  return 'landing' in flow && flow.landing.startsWith('approval') ? 'customer' : 'signing';
}
