import type { WidgetContext } from './widget-context.ts';

interface BrokerNoticeProps {
  readonly context: WidgetContext;
  /** The state of the customer's utility, if it is known. */
  readonly state: string | undefined;
}

/** Who the broker is, on every step: legal name, license in the customer's state, and phone number. */
export function BrokerNotice({ context, state }: BrokerNoticeProps) {
  const { licenses = [], legalName, phone } = context.site.value?.branding ?? {};
  return (
    <p class="footnote">
      {context.catalog.app.brokerNotice(legalName)}
      {licenses
        .filter((license) => state === undefined || license.state === state)
        .map(({ state, license }) => ` ${state}: ${license}.`)}{' '}
      {phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>}
    </p>
  );
}
