import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { RatesPanels } from '../deferred.lazy.tsx';
import type { WidgetContext } from '../widget-context.ts';
import { lookupErrorKind } from './commodity-fields.tsx';
import { QuoteForm } from './quote-form.tsx';
import type { RatesStore } from './rates-store.ts';
import type { OpenPanel } from './usage-panels.lazy.tsx';

interface RatesStepProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
}

/** The first step: the quote form and its offers. */
export function RatesStep({ context, rates }: RatesStepProps) {
  const formRef = useRef<HTMLFormElement>(null);
  const openPanel = useSignal<OpenPanel | undefined>(undefined);
  const gas = rates.gas.value;
  const flow = context.flow.value;
  const notice = flow.step === 'rates' ? flow.notice : undefined;
  const canRequestQuote = context.site.value?.mailsLinks && lookupErrorKind(rates.primary) === 'not_served';
  const hasPanels =
    canRequestQuote || notice || openPanel.value || rates.primary.offersRequested.value || gas?.offersRequested.value;
  const focusField = (name: string) => {
    const control = formRef.current?.elements.namedItem(name);
    if (control instanceof HTMLElement) control.focus();
  };

  return (
    <>
      <QuoteForm context={context} rates={rates} formRef={formRef} openPanel={openPanel} onInvalid={focusField} />
      {hasPanels && (
        <RatesPanels
          context={context}
          rates={rates}
          notice={notice}
          canRequestQuote={canRequestQuote}
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
