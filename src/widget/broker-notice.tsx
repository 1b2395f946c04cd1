import type { Flow } from './flow-reducer.ts';
import type { BrokerNoticeMessage } from './i18n/en/broker-notice.ts';
import type { RatesStore } from './quote-form/rates-store.ts';
import type { WidgetContext } from './widget-context.ts';

interface BrokerNoticeProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
  readonly message: BrokerNoticeMessage;
}

/** Who the broker is, on every step: legal name, phone number, and license in the customer's state, once it is known. */
export function BrokerNotice({ context, rates, message }: BrokerNoticeProps) {
  const { licenses = [], legalName, phone } = context.site.value?.branding ?? {};
  const state = stateOf(context.flow.value) ?? rates.primary.utility.value?.state;
  return (
    <>
      {/* One text, because a space of its own would move when more follows it, which counts as a layout shift. */}
      {`${message(legalName)} `}
      {phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>}
      {/* At the end, so that nothing moves when the state becomes known. */}
      {licenses
        .filter((license) => state === undefined || license.state === state)
        .map(({ state, license }) => ` ${state}: ${license}.`)}
    </>
  );
}

const stateOf = (flow: Flow): string | undefined => ('selection' in flow ? flow.selection?.utility.state : undefined);
