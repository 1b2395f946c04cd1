import { useEffect, useMemo } from 'preact/hooks';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';
import { ApproverView } from './approver-view.tsx';
import { PreparerView } from './preparer-view.tsx';
import { createRoleStore } from './role-store.ts';

interface ApprovalLandingProps {
  readonly context: WidgetContext;
  readonly messages: ApprovalMessages;
  /** The names of contract statuses. */
  readonly contractStatuses: TrackingMessages['event'];
}

/** In place of a contract: the status of the request that this tab has prepared, or the purchase that it opens. */
export function ApprovalLanding({ context, messages, contractStatuses }: ApprovalLandingProps) {
  const { role, find } = useMemo(() => createRoleStore(context), [context]);
  useEffect(() => void find(), [find]);
  const found = role.value;
  if (found === undefined) return <p class="section text-muted">{messages.opening.loading}</p>;
  if (found !== 'none' && found.role === 'prepared')
    return <PreparerView context={context} id={found.id} messages={messages} contractStatuses={contractStatuses} />;
  return <ApproverView context={context} id={found === 'none' ? undefined : found.id} messages={messages.opening} />;
}
