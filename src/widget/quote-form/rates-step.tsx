import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import { Alert } from '../components/alert.tsx';
import { Lazy } from '../components/lazy.tsx';
import { SegmentedControl } from '../components/segmented-control.tsx';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/text-field.tsx';
import type { WidgetContext } from '../widget-context.ts';
import { CommodityFieldset } from './commodity-fields.tsx';
import { panels } from './panels.lazy.tsx';
import type { QuoteFormStore } from './quote-form-store.ts';

interface RatesStepProps {
  readonly context: WidgetContext;
  readonly form: QuoteFormStore;
}

interface OpenPanel {
  readonly name: keyof typeof panels;
  /** Whose fields it fills in. */
  readonly form: QuoteFormStore;
}

/** Where, how much, from when; then what it would cost. */
export function RatesStep({ context, form }: RatesStepProps) {
  const { catalog, format } = context;
  const messages = catalog.app.quoteForm;
  const formRef = useRef<HTMLFormElement>(null);
  const openPanel = useSignal<OpenPanel | undefined>(undefined);
  const gasForm = form.gasForm.value;
  const commodities: readonly Commodity[] = context.site.value?.commodities ?? ['electric', 'gas'];
  const flow = context.flow.value;
  const open = openPanel.value;
  const offersRequested = form.offersRequested.value || gasForm?.offersRequested.value;
  const toggle = (name: OpenPanel['name'], target: QuoteFormStore, label: string) => {
    const isOpen = open?.name === name && open.form === target;
    return (
      <button
        type="button"
        class="button-link"
        aria-expanded={isOpen}
        onClick={() => {
          openPanel.value = isOpen ? undefined : { name, form: target };
        }}
      >
        {label}
      </button>
    );
  };
  const focusField = (name: string) => {
    const control = formRef.current?.elements.namedItem(name);
    if (control instanceof HTMLElement) control.focus();
  };

  const startMonthField = (
    <SelectField
      name="startMonth"
      label={messages.startMonth}
      value={form.startMonth.value}
      options={form.availableMonths.value.map((value) => ({ value, label: format.month(value, 'short') }))}
      // Its line is there with the first digit of a ZIP code, so that nothing jumps when the utilities come.
      hint={
        form.slowestUtility.value ? messages.startMonthHint(form.slowestUtility.value) : form.postalCode.value && '\xa0'
      }
      onChange={(value) => form.select('startMonth', value)}
    />
  );

  return (
    <>
      <form
        ref={formRef}
        class="form-panel"
        noValidate
        aria-label={messages.heading}
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = [
            ...form.submit().keys(),
            ...[...(gasForm?.submit().keys() ?? [])].map((name) => `gas-${name}`),
          ];
          if (first) focusField(first);
        }}
      >
        {commodities.length > 1 && (
          <SegmentedControl
            name="commodity"
            label={messages.commodity}
            value={gasForm ? 'both' : form.commodity.value}
            options={[...commodities, 'both' as const].map((value) => ({ value, label: messages[value] }))}
            onChange={(value) => {
              openPanel.value = undefined;
              form.selectCommodity(value);
            }}
          />
        )}
        <TextField
          name="postalCode"
          label={messages.postalCode}
          value={form.postalCode.value}
          onInput={(text) => form.setField('postalCode', text)}
          onBlur={() => form.blur('postalCode')}
          error={form.errorFor('postalCode')}
          inputProps={{ inputMode: 'numeric', autocomplete: 'postal-code', maxLength: 10 }}
        />
        {gasForm && startMonthField}
        <CommodityFieldset context={context} form={form} legend={gasForm && messages.electric} />
        {gasForm && <CommodityFieldset context={context} form={gasForm} legend={messages.gas} prefix="gas-" />}
        {!gasForm && startMonthField}
        <div class="form-actions">
          <button type="submit" class={offersRequested ? '' : 'button-primary'}>
            {messages.showRates}
          </button>
          {toggle('usageEstimator', form, gasForm ? messages.estimateUsageOf.electric : messages.estimateUsage)}
          {gasForm
            ? toggle('usageEstimator', gasForm, messages.estimateUsageOf.gas)
            : toggle('locationImport', form, messages.importLocations)}
        </div>
      </form>
      {open && (
        <Lazy
          key={open.name + open.form.commodity.value}
          context={context}
          skeletonRows={2}
          load={() => panels[open.name](context.catalog)}
        >
          {({ render }) =>
            render({
              context,
              form: open.form,
              onComplete() {
                openPanel.value = undefined;
                focusField(open.form === gasForm ? 'gas-usage' : 'usage');
              },
            })
          }
        </Lazy>
      )}
      {flow.step === 'rates' && flow.notice && <Alert polite>{messages.offerUnavailable[flow.notice]}</Alert>}
      {offersRequested && (
        <Lazy
          key={gasForm ? 'both' : 'offers'}
          context={context}
          load={async () => {
            const [view, offersMessages, dualFuel] = await Promise.all([
              import('../checkout.ts'),
              context.catalog.lazy().then((lazy) => lazy.offers()),
              gasForm && import('../offers/dual-fuel-view.tsx'),
            ]);
            return { css: view.css, View: view.OffersView, DualFuelView: dualFuel?.DualFuelView, offersMessages };
          }}
        >
          {({ View, DualFuelView, offersMessages }) =>
            gasForm && DualFuelView ? (
              <DualFuelView context={context} electric={form} gas={gasForm} messages={offersMessages} />
            ) : (
              <View context={context} form={form} messages={offersMessages} />
            )
          }
        </Lazy>
      )}
      <p class="footnote">{messages.brokerNotice}</p>
    </>
  );
}
