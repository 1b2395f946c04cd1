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
      {/* One text, because a space of its own would move when more follows it, which counts as a layout shift. */}
      {`${context.catalog.app.brokerNotice(legalName)} `}
      {phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>}
      {/* At the end, so that nothing moves when the state becomes known. */}
      {licenses
        .filter((license) => state === undefined || license.state === state)
        .map(({ state, license }) => ` ${state}: ${license}.`)}
    </p>
  );
}
