import type { Shopper } from './shopper.ts';

const steps = ['rates', 'customer', 'signing'] as const;

/** How far one has come, whose shop this is, and whether any of it is for real. */
export function Progress({ shopper }: { readonly shopper: Shopper }) {
  const { shell } = shopper.language;
  const site = shopper.site.value;
  const { step } = shopper.flow.value;
  const done = step === 'tracking' && shopper.signed.value;
  const reached = done ? steps.length : steps.indexOf(step === 'tracking' ? 'signing' : step);
  return (
    <header part="header">
      <ol class="steps">
        {steps.map((name, index) => (
          <li key={name} class={index < reached ? 'done' : ''} aria-current={index === reached ? 'step' : undefined}>
            <span class="number" aria-hidden="true">
              {index < reached ? '✓' : index + 1}
            </span>
            <span class="word">{shell.steps[name]}</span>
            {index < reached && <span class="hidden">, {shell.done}</span>}
          </li>
        ))}
      </ol>
      <p class="site small">
        {site && (
          <>
            {site.environment === 'test' && <span class="test">{shell.testMode}</span>}
            <strong>{site.name}</strong>
          </>
        )}
      </p>
    </header>
  );
}
