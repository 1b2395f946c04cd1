import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { activity, type EstimateUsageRequest, estimateUsage } from '../../wire/usage-estimate.ts';
import { createQuery } from '../api/query.ts';
import { Alert } from '../components/alert.tsx';
import { PoliteAlert } from '../components/polite-alert.tsx';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/text-field.tsx';
import type { UsageEstimatorMessages } from '../i18n/en/usage-estimator.ts';
import { type Amount, parseAmount } from '../usage/parse-amount.ts';
import type { UsagePanelProps } from '../usage/usage-panel.ts';
import { encodeEstimateSource } from '../usage/usage-source.ts';

/** The basis of the estimate: the amount of a monthly bill, or the business activity and floor area. */
export type Basis = EstimateUsageRequest['basis']['kind'];

interface EstimateFormProps extends UsagePanelProps {
  readonly messages: UsageEstimatorMessages;
  readonly basis: Basis;
}

/**
 * Estimates the annual usage. Does not use the quote form's current rate, because that is the supply price only,
 * whereas a bill also includes delivery and taxes.
 */
export function EstimateForm({
  context,
  messages,
  commodity,
  utility,
  utilities,
  basis,
  onComplete,
}: EstimateFormProps) {
  const fields = useEstimateFields(basis);
  const showErrors = useSignal(false);
  const query = useMemo(
    () =>
      createQuery({
        load: async (body: EstimateUsageRequest, signal) => ({
          ...(await (await context.loadApiClient()).call(estimateUsage, { body, signal })),
          state: body.state,
        }),
        onSuccess({ annualUsage: { amount: usage, unit }, assumption, state }) {
          onComplete({ usage, unit, source: encodeEstimateSource({ ...assumption, unit, state }) });
        },
      }),
    [],
  );
  useEffect(() => query.cancel, [query]);
  useEffect(() => {
    showErrors.value = false;
  }, [basis]);
  const state = utility?.state ?? utilities[0]?.state;
  const estimate = query.state.value;
  const isLoading = estimate.status === 'loading';

  return (
    <form
      class="form-panel"
      noValidate
      aria-label={messages.heading}
      onSubmit={(event) => {
        event.preventDefault();
        const validBasis = fields.toBasis();
        showErrors.value = !validBasis;
        if (!validBasis) event.currentTarget.querySelector<HTMLElement>(`[name="${fields.firstInvalid()}"]`)?.focus();
        else if (state) query.fetch({ commodity, state, basis: validBasis });
      }}
    >
      {basis === 'monthly_bill' ? (
        <MonthlyBill messages={messages} fields={fields} showErrors={showErrors} />
      ) : (
        <Premises messages={messages} fields={fields} showErrors={showErrors} />
      )}
      {!state && <PoliteAlert>{messages.postalCodeFirst}</PoliteAlert>}
      {estimate.status === 'error' && <Alert>{context.catalog.app.errors[estimate.errorKind]}</Alert>}
      <div class="form-actions">
        <button type="submit" aria-disabled={!state || isLoading}>
          {isLoading ? messages.estimating : messages.useEstimate}
        </button>
      </div>
    </form>
  );
}

function useEstimateFields(basis: Basis) {
  const monthlyBill = useSignal('');
  const selectedActivity = useSignal<string>('');
  const squareFeet = useSignal('');
  const billAmount: Amount = parseAmount(monthlyBill.value.replace('$', ''));
  const floorArea: Amount = parseAmount(squareFeet.value);
  const activityOption = activity.options.find((option) => option === selectedActivity.value);

  function toBasis(): EstimateUsageRequest['basis'] | undefined {
    if (basis === 'monthly_bill')
      return billAmount.error ? undefined : { kind: 'monthly_bill', amount: billAmount.amount };
    return floorArea.error || !activityOption
      ? undefined
      : { kind: 'premises', activity: activityOption, squareFeet: floorArea.amount };
  }
  /** The name of the field to correct first, if `toBasis` returns undefined. */
  const firstInvalid = (): string =>
    basis === 'monthly_bill' ? 'monthlyBill' : activityOption ? 'squareFeet' : 'activity';
  /** `toBasis` returns undefined while a field of the current basis is invalid. */
  return { monthlyBill, selectedActivity, squareFeet, floorArea, activityOption, toBasis, firstInvalid };
}

interface FieldsProps extends Pick<EstimateFormProps, 'messages'> {
  readonly fields: ReturnType<typeof useEstimateFields>;
  readonly showErrors: Signal<boolean>;
}

function MonthlyBill({ messages, fields, showErrors }: FieldsProps) {
  return (
    <TextField
      name="monthlyBill"
      label={messages.monthlyBill}
      hint={messages.monthlyBillHint}
      value={fields.monthlyBill.value}
      onInput={(text) => {
        fields.monthlyBill.value = text;
        showErrors.value = false;
      }}
      error={showErrors.value ? messages.errors.monthlyBill : undefined}
      suffix="$"
      inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
    />
  );
}

function Premises({ messages, fields, showErrors }: FieldsProps) {
  return (
    <>
      <SelectField
        name="activity"
        label={messages.activity}
        value={fields.activityOption ?? ''}
        placeholder={messages.chooseActivity}
        options={activity.options.map((value) => ({ value, label: messages.activities[value] }))}
        onChange={(value) => {
          fields.selectedActivity.value = value;
        }}
        error={showErrors.value && !fields.activityOption ? messages.errors.activity : undefined}
      />
      <TextField
        name="squareFeet"
        label={messages.floorArea}
        value={fields.squareFeet.value}
        onInput={(text) => {
          fields.squareFeet.value = text;
        }}
        error={showErrors.value && fields.floorArea.error ? messages.errors.floorArea : undefined}
        suffix={messages.floorAreaUnit}
        inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
    </>
  );
}
