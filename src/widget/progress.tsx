import type { Flow } from './flow-reducer.ts';
import type { WidgetContext } from './widget-context.ts';

const steps = ['rates', 'customer', 'signing'] as const;

/** The list of steps, the site's name, and a badge in test mode. */
export function Progress({ context }: { readonly context: WidgetContext }) {
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

/** The first step that is not done. The authorized signer still has to complete the details of a prepared purchase. */
function currentStep(flow: Flow): (typeof steps)[number] {
  if (flow.step !== 'tracking') return flow.step;
  return 'landing' in flow && flow.landing === 'approval' ? 'customer' : 'signing';
}
