import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import { SegmentedControl, SelectField, TextField } from '../components/fields.tsx';
import { ContractEndField, RatesPanels } from '../deferred.lazy.tsx';
import type { WidgetContext } from '../widget-context.ts';
import { CommodityFieldset, lookupErrorKind, serviceAreaError } from './commodity-fields.tsx';
import type { OpenPanel } from './panels.lazy.tsx';
import type { RatesStore } from './rates-store.ts';

interface RatesStepProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
}

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
          openPanel={openPanel}
          focusField={focusField}
        />
      )}
    </>
  );
}

interface QuoteFormProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly openPanel: Signal<OpenPanel | undefined>;
  /** Receives the name of the first invalid control. */
  readonly onInvalid: (name: string) => void;
}

export function QuoteForm({ context, rates, formRef, openPanel, onInvalid }: QuoteFormProps) {
  const messages = context.catalog.app.quoteForm;
  const { primary } = rates;
  const gas = rates.gas.value;
  const commodities: readonly Commodity[] = context.site.value?.commodities ?? ['electric', 'gas'];
  const postalCodeError = gas ? undefined : serviceAreaError(context, primary);
  const offersRequested = primary.offersRequested.value || gas?.offersRequested.value;

  return (
    <form
      ref={formRef}
      class="form-panel"
      noValidate
      aria-label={messages.heading}
      onSubmit={(event) => {
        event.preventDefault();
        const [firstInvalid] = rates.submit();
        if (firstInvalid) onInvalid(postalCodeError ? 'postalCode' : firstInvalid);
      }}
    >
      {commodities.length > 1 && (
        <SegmentedControl
          name="commodity"
          label={messages.commodity}
          value={gas ? 'both' : primary.commodity.value}
          options={[...commodities, 'both' as const].map((value) => ({ value, label: messages[value] }))}
          onChange={(value) => {
            openPanel.value = undefined;
            rates.selectCommodity(value);
          }}
        />
      )}
      <TextField
        name="postalCode"
        label={messages.postalCode}
        value={rates.postalCode.value}
        onInput={rates.setPostalCode}
        onBlur={() => primary.blur('postalCode')}
        error={primary.errorFor('postalCode') ?? postalCodeError}
        announcesNote
        inputProps={{ inputMode: 'numeric', autocomplete: 'postal-code', maxLength: 10 }}
      />
      {gas && <StartFields context={context} rates={rates} />}
      <CommodityFieldset context={context} quote={primary} legend={gas && messages.electric} />
      {gas && <CommodityFieldset context={context} quote={gas} legend={messages.gas} prefix="gas-" />}
      {!gas && <StartFields context={context} rates={rates} />}
      <div class="form-actions">
        <button type="submit" class={offersRequested ? '' : 'button-primary'}>
          {messages.showRates}
        </button>
        <PanelToggle
          openPanel={openPanel}
          name="usageEstimator"
          quote={primary}
          label={gas ? messages.estimateUsageOf.electric : messages.estimateUsage}
        />
        <PanelToggle
          openPanel={openPanel}
          {...(gas
            ? { name: 'usageEstimator', quote: gas, label: messages.estimateUsageOf.gas }
            : { name: 'locationImport', quote: primary, label: messages.importLocations })}
        />
      </div>
    </form>
  );
}

function StartFields({ context, rates }: Pick<QuoteFormProps, 'context' | 'rates'>) {
  const messages = context.catalog.app.quoteForm;
  const month = rates.startMonth.value;
  const utility = rates.slowestUtility.value;
  return (
    <>
      <SelectField
        name="startMonth"
        label={messages.startMonth}
        value={month}
        options={rates.availableMonths.value.map((value) => ({ value, label: context.format.month(value, 'short') }))}
        // Reserves a line for the hint as soon as the ZIP code has a digit, so that the layout does not shift when the
        // utilities load.
        hint={rates.postalCode.value && '\xa0'}
        {...(utility && rates.primary.validation.value?.signByNote(month, utility, rates.requestedMonth.value))}
        onChange={rates.setStartMonth}
      />
      <div class="contract-end">
        <ContractEndField context={context} rates={rates} />
      </div>
    </>
  );
}

interface PanelToggleProps extends Pick<QuoteFormProps, 'openPanel'>, Omit<OpenPanel, 'toggle'> {
  readonly label: string;
}

function PanelToggle({ openPanel, name, quote, label }: PanelToggleProps) {
  const isOpen = openPanel.value?.name === name && openPanel.value.quote === quote;
  return (
    <button
      type="button"
      class="button-link"
      aria-expanded={isOpen}
      onClick={({ currentTarget: toggle }) => {
        openPanel.value = isOpen ? undefined : { name, quote, toggle };
      }}
    >
      {label}
    </button>
  );
}
