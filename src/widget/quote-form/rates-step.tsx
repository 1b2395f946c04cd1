import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { createLazy } from '../components/lazy.tsx';
import type { WidgetContext } from '../widget-context.ts';
import { type OpenPanel, QuoteForm } from './quote-form.tsx';
import type { RatesPanelsProps } from './rates-panels.tsx';
import type { RatesStore } from './rates-store.ts';

interface RatesStepProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
}

/** The first step: the quote form and its offers. */
export function RatesStep({ context, rates }: RatesStepProps) {
  const messages = context.catalog.app.quoteForm;
  const formRef = useRef<HTMLFormElement>(null);
  const openPanel = useSignal<OpenPanel | undefined>(undefined);
  const gas = rates.gas.value;
  const flow = context.flow.value;
  const hasPanels = openPanel.value || rates.primary.offersRequested.value || gas?.offersRequested.value;
  const focusField = (name: string) => {
    const control = formRef.current?.elements.namedItem(name);
    if (control instanceof HTMLElement) control.focus();
  };

  return (
    <>
      <QuoteForm context={context} rates={rates} formRef={formRef} openPanel={openPanel} onInvalid={focusField} />
      {flow.step === 'rates' && flow.notice && <Alert polite>{messages.offerUnavailable[flow.notice]}</Alert>}
      {hasPanels && (
        <RatesPanels
          context={context}
          rates={rates}
          openPanel={openPanel.value}
          onPanelClose={() => {
            const isGas = openPanel.value?.quote === gas;
            openPanel.value = undefined;
            focusField(isGas ? 'gas-usage' : 'usage');
          }}
        />
      )}
    </>
  );
}

/** Loaded after the first paint, as the part `deferred`. */
const RatesPanels = createLazy<RatesPanelsProps, object>(async () => ({
  View: (await import('./rates-panels.tsx')).RatesPanels,
  props: {},
}));
