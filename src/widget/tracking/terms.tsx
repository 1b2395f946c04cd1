import type { Contract } from '../../wire/contract.ts';
import { DescriptionItem } from '../components/description-item.tsx';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';
import { accountStatus } from './timeline.tsx';

interface TermsProps {
  readonly contract: Contract;
  readonly context: WidgetContext;
  readonly messages: TrackingMessages;
}

/** The contract's terms as text, for devices that cannot show the document. */
export function Terms({ contract, context: { format }, messages }: TermsProps) {
  const { terms, accounts } = contract;
  const { productKind: kind } = terms;
  return (
    <dl class="description-list">
      <DescriptionItem term={messages.supplier}>
        {terms.supplier}
        {terms.supplierLicense && <p class="text-small text-muted">{messages.license(terms.supplierLicense)}</p>}
      </DescriptionItem>
      <DescriptionItem term={messages.utility}>{terms.utility}</DescriptionItem>
      <DescriptionItem term={messages.rate}>
        <strong>{format.rateText(terms.rate)}</strong>
        {kind === 'fixed_pass_through' && ` ${messages.plusPassThrough}`} · {terms.product}
      </DescriptionItem>
      {kind && kind !== 'fixed' && <DescriptionItem term={messages.kindLabel}>{messages.kind[kind]}</DescriptionItem>}
      <DescriptionItem term={messages.term}>
        {messages.termFrom(terms.termMonths, format.month(terms.startMonth, 'short'))}
      </DescriptionItem>
      <DescriptionItem term={messages.estimateLabel}>
        {messages.perYear(format.dollars(terms.annualEstimate))}
        {kind && messages.caveat[kind]}
      </DescriptionItem>
      <DescriptionItem term={messages.metersHeading}>
        <ul>
          {accounts.map(({ last4, status }) => (
            <li key={last4}>
              {messages.meter(last4)} <span class="text-muted">· {accountStatus(contract, status, messages)}</span>
            </li>
          ))}
        </ul>
      </DescriptionItem>
    </dl>
  );
}
