import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createLazy } from '../components/lazy.tsx';
import { SegmentedControl } from '../components/segmented-control.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { UsageEstimatorMessages } from '../i18n/en/usage-estimator.ts';
import type { UsagePanelProps } from '../usage/usage-panel.ts';
import { type Basis, EstimateForm } from './estimate-form.tsx';

interface UsageEstimatorProps extends UsagePanelProps {
  readonly messages: UsageEstimatorMessages;
}

/**
 * How the annual usage is determined: by an estimate, or with a letter of authorization that lets the broker request
 * the data.
 */
type Method = Basis | 'authorization';

/** Determines the annual usage from a monthly bill, from the floor area, or with a letter of authorization. */
export function UsageEstimator(props: UsageEstimatorProps) {
  const { context, messages, commodity, utility } = props;
  const method = useSignal<Method>(context.sessionStore.read('authorization') ? 'authorization' : 'monthly_bill');
  const panelRef = useRef<HTMLDivElement>(null);
  const offersAuthorization = context.site.value?.usageAuthorization;
  useEffect(() => panelRef.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);

  const methods: readonly Method[] = [
    'monthly_bill',
    'premises',
    ...(offersAuthorization ? (['authorization'] as const) : []),
  ];
  return (
    <div ref={panelRef}>
      <div class="form-panel">
        <SegmentedControl
          name="basis"
          label={messages.basisLabel}
          value={method.value}
          options={methods.map((value) => ({ value, label: messages.methods[value] }))}
          onChange={(value) => {
            method.value = value;
          }}
        />
      </div>
      {method.value === 'authorization' && offersAuthorization ? (
        <AuthorizationPanel context={context} utility={utility} commodity={commodity} />
      ) : (
        <EstimateForm {...props} basis={method.value === 'premises' ? 'premises' : 'monthly_bill'} />
      )}
    </div>
  );
}

const AuthorizationPanel = createLazy<
  Pick<UsagePanelProps, 'context' | 'utility' | 'commodity'>,
  { readonly messages: AuthorizationMessages }
>(async (catalog) => {
  const [{ AuthorizationPanel: View, css }, messages] = await Promise.all([
    import('../authorization/authorization-panel.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.authorization()),
  ]);
  return { View, css, props: { messages } };
});
