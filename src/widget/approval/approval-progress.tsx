import type { ApprovalRequest, ApprovalStatus } from '../../wire/approval-request.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { PreparedHere } from './prepared-here.ts';

interface ApprovalProgressProps {
  readonly context: WidgetContext;
  readonly request: ApprovalRequest;
  readonly created: PreparedHere | undefined;
  readonly messages: ApprovalMessages['request'];
}

/** What the authorized signer does, in order. */
const STEPS = ['opened', 'contract_created', 'signed'] as const satisfies readonly ApprovalStatus[];
/** The statuses of a request that encounters no problems, in order. */
const LIFECYCLE: readonly ApprovalStatus[] = ['pending', ...STEPS];

/** What the authorized signer has done and what not, and until when the link, the purchase and the rate hold. */
export function ApprovalProgress({ context, request, created, messages }: ApprovalProgressProps) {
  const { dateTime } = context.format;
  const { contract, expiresAt, status } = request;
  const selection = created?.selection;
  const reached = LIFECYCLE.indexOf(status);
  if (reached < 0 || (contract && hasEnded(contract.status))) return null;
  return (
    <>
      <ol class="timeline">
        <li class="timeline-past">{messages.linkCreated}</li>
        {STEPS.map((step, index) => (
          <li key={step} class={timelineClass(index + 1 - reached)}>
            {messages.progress[step][index < reached ? 'done' : 'open']}
          </li>
        ))}
      </ol>
      {status === 'opened' && <p>{messages.completeBy(dateTime(expiresAt))}</p>}
      {(status === 'pending' || status === 'opened') && (
        <p class="text-small text-muted">
          {selection && messages.rateHeld(dateTime(selection.offer.expiresAt))} {messages.rateChecked}
        </p>
      )}
    </>
  );
}

function timelineClass(distance: number): string {
  if (distance <= 0) return 'timeline-past';
  return distance === 1 ? 'timeline-next' : 'timeline-upcoming';
}
