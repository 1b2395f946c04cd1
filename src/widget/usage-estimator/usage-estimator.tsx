import { type Signal, signal, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { activity, type EstimateUsageRequest, estimateUsage } from '../../wire/usage-estimate.ts';
import { createQuery } from '../api/query.ts';
import { Alert } from '../components/alert.tsx';
import { SegmentedControl, SelectField, TextField } from '../components/fields.tsx';
import { createLazy } from '../components/lazy.tsx';
import { PoliteAlert } from '../components/live-region.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { UsageEstimatorMessages } from '../i18n/en/usage.ts';
import { type Amount, parseAmount } from '../usage/parse-usage.ts';
import { cancelOnEscape, encodeEstimateSource, type UsagePanelProps } from '../usage/usage-panel.ts';
import { perWidget } from '../widget-context.ts';

interface UsageEstimatorProps extends UsagePanelProps {
  readonly messages: UsageEstimatorMessages;
}

type Method = Basis | 'authorization';

const createDraft = () => ({
  /** Undefined until the customer selects a method. */
  method: signal<Method | undefined>(undefined),
  monthlyBill: signal(''),
  activity: signal(''),
  squareFeet: signal(''),
});
type Draft = ReturnType<typeof createDraft>;

/** Keeps the input in memory while the panel is closed. */
const estimateDrafts = perWidget(() => ({ electric: createDraft(), gas: createDraft() }));

export function UsageEstimator(props: UsageEstimatorProps) {
  const { context, messages, commodity, utility, onCancel } = props;
  const draft = estimateDrafts(context)[commodity];
  const method = draft.method.value ?? (context.sessionStore.read('authorization') ? 'authorization' : 'monthly_bill');
  const panelRef = useRef<HTMLElement>(null);
  const offersAuthorization = context.site.value?.usageAuthorization;
  useEffect(() => panelRef.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);

  const methods: readonly Method[] = [
    'monthly_bill',
    'premises',
    ...(offersAuthorization ? (['authorization'] as const) : []),
  ];
  return (
    <section ref={panelRef} aria-label={messages.heading} onKeyDown={cancelOnEscape(onCancel)}>
      <div class="form-panel">
        <SegmentedControl
          name="basis"
          label={messages.basisLabel}
          value={method}
          options={methods.map((value) => ({ value, label: messages.methods[value] }))}
          onChange={(value) => {
            draft.method.value = value;
          }}
        />
      </div>
      {method === 'authorization' && offersAuthorization ? (
        <AuthorizationPanel context={context} utility={utility} commodity={commodity} onCancel={onCancel} />
      ) : (
        <EstimateForm {...props} draft={draft} basis={method === 'premises' ? 'premises' : 'monthly_bill'} />
      )}
    </section>
  );
}

const AuthorizationPanel = createLazy<
  Pick<UsagePanelProps, 'context' | 'utility' | 'commodity' | 'onCancel'>,
  { readonly messages: AuthorizationMessages }
>(async (catalog) => {
  const [{ AuthorizationPanel: View, css }, messages] = await Promise.all([
    import('../authorization/authorization-panel.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.authorization()),
  ]);
  return { View, css, props: { messages } };
});

type Basis = EstimateUsageRequest['basis']['kind'];

interface EstimateFormProps extends UsagePanelProps {
  readonly messages: UsageEstimatorMessages;
  readonly draft: Draft;
  readonly basis: Basis;
}

/**
 * Estimates the annual usage. Does not use the current rate from the quote form, because that rate is only the supply
 * price. A bill also includes delivery and taxes.
 */
export function EstimateForm({
  context,
  messages,
  commodity,
  utility,
  utilities,
  draft,
  basis,
  onComplete,
  onCancel,
}: EstimateFormProps) {
  const fields = estimateFields(draft, basis);
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
        <button type="button" class="button-link" onClick={onCancel}>
          {messages.cancel}
        </button>
      </div>
    </form>
  );
}

function estimateFields({ monthlyBill, activity: selectedActivity, squareFeet }: Draft, basis: Basis) {
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
  readonly fields: ReturnType<typeof estimateFields>;
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
