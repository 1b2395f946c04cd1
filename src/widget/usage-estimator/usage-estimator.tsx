import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { activity, type EstimateUsageRequest, estimateUsage } from '../../wire/usage-estimate.ts';
import { Alert } from '../components/alert.tsx';
import { Lazy } from '../components/lazy.tsx';
import { SegmentedControl } from '../components/segmented-control.tsx';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { UsageEstimatorMessages } from '../i18n/en/usage-estimator.ts';
import type { PanelProps } from '../quote-form/panel-props.ts';
import { parseAmount } from '../quote-form/parse-amount.ts';
import { encodeEstimateSource } from '../quote-form/usage-source.ts';

interface UsageEstimatorProps extends PanelProps {
  readonly messages: UsageEstimatorMessages;
}

type Basis = EstimateUsageRequest['basis'];
/** How the usage is come by: an estimate, or a letter that lets the broker read it. */
type Method = Basis['kind'] | 'authorization';

/**
 * A year's usage from a monthly bill, or from a kind of business and its floor. The rate typed into the form is not used
 * for it: that one is the supply price, and a bill has delivery and taxes in it too.
 */
export function UsageEstimator({ context, form, messages, onComplete }: UsageEstimatorProps) {
  const method = useSignal<Method>(context.sessionStore.read('authorization') ? 'authorization' : 'monthly_bill');
  const monthlyBill = useSignal('');
  const selectedActivity = useSignal<string>('');
  const squareFeet = useSignal('');
  const showErrors = useSignal(false);
  const status = useSignal<'idle' | 'working' | ErrorKind>('idle');
  const panelRef = useRef<HTMLDivElement>(null);
  const controller = useRef<AbortController>(undefined);
  const { app } = context.catalog;
  const utilities = form.utilities.value;
  const state = form.utility.value?.state ?? (utilities.status === 'success' ? utilities.data[0]?.state : undefined);

  const offersAuthorization = context.site.value?.usageAuthorization;

  useEffect(() => {
    panelRef.current?.querySelector<HTMLElement>('input:checked')?.focus();
    return () => controller.current?.abort();
  }, []);

  const [billAmount, floorArea] = [parseAmount(monthlyBill.value.replace('$', '')), parseAmount(squareFeet.value)];
  const activityOption = activity.options.find((option) => option === selectedActivity.value);

  function toBasis(): Basis | undefined {
    if (method.value === 'monthly_bill')
      return billAmount.error ? undefined : { kind: 'monthly_bill', amount: billAmount.amount };
    return floorArea.error || !activityOption
      ? undefined
      : { kind: 'premises', activity: activityOption, squareFeet: floorArea.amount };
  }

  async function estimate() {
    const validBasis = toBasis();
    showErrors.value = !validBasis;
    if (!validBasis || !state) return;
    controller.current?.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    status.value = 'working';
    try {
      const client = await context.loadApiClient();
      const body = { commodity: form.commodity.value, state, basis: validBasis };
      const estimateResponse = await client.call(estimateUsage, { body, signal });
      signal.throwIfAborted();
      const { amount: usage, unit } = estimateResponse.annualUsage;
      form.patch({ usage, unit, source: encodeEstimateSource({ ...estimateResponse.assumption, unit, state }) });
      onComplete();
    } catch (error) {
      if (!signal.aborted) status.value = toErrorKind(error);
    }
  }

  return (
    <div ref={panelRef}>
      <div class="form-panel">
        <SegmentedControl
          name="basis"
          label={messages.basisLabel}
          value={method.value}
          options={[
            { value: 'monthly_bill', label: messages.methods.monthly_bill },
            { value: 'premises', label: messages.methods.premises },
            ...(offersAuthorization
              ? [{ value: 'authorization' as const, label: messages.methods.authorization }]
              : []),
          ]}
          onChange={(value) => {
            method.value = value;
            showErrors.value = false;
          }}
        />
      </div>
      {method.value === 'authorization' && offersAuthorization ? (
        <Lazy
          key="authorization"
          context={context}
          load={async () => {
            const [view, panelMessages] = await Promise.all([
              import('../authorization/authorization-panel.tsx'),
              context.catalog.lazy().then((lazy) => lazy.authorization()),
            ]);
            return { css: view.css, View: view.AuthorizationPanel, panelMessages };
          }}
        >
          {({ View, panelMessages }) => <View context={context} form={form} messages={panelMessages} />}
        </Lazy>
      ) : (
        <form
          class="form-panel"
          noValidate
          aria-label={messages.heading}
          onSubmit={(event) => {
            event.preventDefault();
            estimate();
          }}
        >
          {method.value === 'monthly_bill' ? (
            <TextField
              name="monthlyBill"
              label={messages.monthlyBill}
              hint={messages.monthlyBillHint}
              value={monthlyBill.value}
              onInput={(text) => {
                monthlyBill.value = text;
                showErrors.value = false;
              }}
              error={showErrors.value ? messages.errors.monthlyBill : undefined}
              suffix="$"
              inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
            />
          ) : (
            <>
              <SelectField
                name="activity"
                label={messages.activity}
                value={activityOption ?? ''}
                placeholder={messages.chooseActivity}
                options={activity.options.map((value) => ({ value, label: messages.activities[value] }))}
                onChange={(value) => {
                  selectedActivity.value = value;
                }}
                error={showErrors.value && !activityOption ? messages.errors.activity : undefined}
              />
              <TextField
                name="squareFeet"
                label={messages.floorArea}
                value={squareFeet.value}
                onInput={(text) => {
                  squareFeet.value = text;
                }}
                error={showErrors.value && floorArea.error ? messages.errors.floorArea : undefined}
                suffix={messages.floorAreaUnit}
                inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
              />
            </>
          )}
          {!state && <Alert polite>{messages.postalCodeFirst}</Alert>}
          {status.value !== 'idle' && status.value !== 'working' && <Alert>{app.errors[status.value]}</Alert>}
          <div class="form-actions">
            <button type="submit" aria-disabled={!state || status.value === 'working'}>
              {status.value === 'working' ? messages.estimating : messages.useEstimate}
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
