import type { Contract, ContractStatus } from '../../wire/contract.ts';
import { awaitsSignature, CONTRACT_LIFECYCLE, isSettled } from '../../wire/contract-status.ts';
import { DescriptionItem } from '../components/description-item.tsx';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import type { Format } from '../i18n/format.ts';
import type { WidgetContext } from '../widget-context.ts';

interface TimelineProps {
  /** A contract, or one of its accounts. */
  readonly item: { readonly status: ContractStatus; readonly timeline: Contract['timeline'] };
  readonly waitsForOthers: boolean;
  readonly startMonth: string;
  readonly messages: TrackingMessages;
  readonly format: Format;
}

const MILESTONES = ['signed', 'submitted', 'accepted', 'enrolled', 'flowing'] as const;

/** Shows past events with their times, and future milestones. A final status has no future milestones. */
function Timeline({ item: { status, timeline }, waitsForOthers, startMonth, messages, format }: TimelineProps) {
  // A past hold needs no action, and its reason is no longer known.
  const pastEvents = timeline.filter(
    (entry) => entry.status !== 'draft' && (entry.status !== 'on_hold' || status === 'on_hold'),
  );
  // For a status outside the lifecycle, such as on_hold, earlier events show the progress.
  const lastReached = Math.max(
    ...[status, ...pastEvents.map((entry) => entry.status)].map((status) => CONTRACT_LIFECYCLE.indexOf(status)),
  );
  const upcoming = isSettled(status)
    ? []
    : MILESTONES.filter((milestone) => CONTRACT_LIFECYCLE.indexOf(milestone) > lastReached);
  const label = (milestone: (typeof MILESTONES)[number]) => {
    if (milestone === 'flowing') return messages.upcoming.flowing(format.month(startMonth));
    return milestone === 'signed' && waitsForOthers ? messages.otherSignatures : messages.upcoming[milestone];
  };

  return (
    <ol class="timeline">
      {pastEvents.map((entry) => (
        <li
          key={entry.status + entry.at}
          class={CONTRACT_LIFECYCLE.includes(entry.status) ? 'timeline-past' : 'timeline-past timeline-stopped'}
        >
          {messages.event[entry.status]}
          <p class="text-small text-muted">
            <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
          </p>
        </li>
      ))}
      {upcoming.map((milestone, index) => (
        <li key={milestone} class={index === 0 ? 'timeline-next' : 'timeline-upcoming'}>
          {label(milestone)}
        </li>
      ))}
    </ol>
  );
}

/** Whether the customer has signed and other signers have not. */
export const waitsForOthers = ({ you, others }: Contract['signing']): boolean => you === 'signed' && others > 0;

function accountStatus({ signing }: Contract, status: ContractStatus, messages: TrackingMessages): string {
  return awaitsSignature(status) && waitsForOthers(signing) ? messages.awaitingOthers : messages.meterStatus[status];
}

interface ContractTimelineProps {
  readonly contract: Contract;
  readonly messages: TrackingMessages;
  readonly format: Format;
}

/**
 * The contract's timeline. If the contract has several accounts, each account also has a timeline, because utilities
 * switch accounts separately.
 */
export function ContractTimeline({ contract, messages, format }: ContractTimelineProps) {
  const { accounts, terms } = contract;
  const { startMonth } = terms;
  const isWaiting = waitsForOthers(contract.signing);
  return (
    <>
      <h3 class="visually-hidden">{messages.history}</h3>
      <Timeline
        item={contract}
        waitsForOthers={isWaiting}
        startMonth={startMonth}
        messages={messages}
        format={format}
      />
      {accounts.length > 1 &&
        accounts.map((account) => (
          <details key={account.last4} class="meter-history">
            <summary>{messages.historyOf(account.last4, accountStatus(contract, account.status, messages))}</summary>
            <Timeline
              item={account}
              waitsForOthers={isWaiting}
              startMonth={startMonth}
              messages={messages}
              format={format}
            />
          </details>
        ))}
    </>
  );
}

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
      {terms.heldUntil && awaitsSignature(contract.status) && (
        <DescriptionItem term={messages.heldUntil}>{format.dateTime(terms.heldUntil)}</DescriptionItem>
      )}
      <DescriptionItem term={messages.estimateLabel}>
        {messages.perYear(format.dollars(terms.annualEstimate))}
        {kind && messages.caveat[kind]}
      </DescriptionItem>
      <Fees terms={terms} format={format} messages={messages} />
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

interface FeesProps {
  readonly terms: Contract['terms'];
  readonly format: WidgetContext['format'];
  readonly messages: TrackingMessages;
}

/** Fees that the rate does not include. Unknown for contracts of an older version. */
function Fees({ terms: { monthlyFee, earlyTermination: early }, format, messages }: FeesProps) {
  return (
    <>
      {monthlyFee && Number(monthlyFee.amount) > 0 && (
        <DescriptionItem term={messages.monthlyFeeLabel}>{messages.perMonth(format.fee(monthlyFee))}</DescriptionItem>
      )}
      {early && (
        <DescriptionItem term={messages.earlyTerminationLabel}>
          {messages.earlyTermination[early.kind](format.fee(early.amount))}
        </DescriptionItem>
      )}
    </>
  );
}
