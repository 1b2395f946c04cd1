import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';
import { ApproverView } from './approver-view.tsx';
import { type ApprovalRole, readRole, writeRole } from './prepared-here.ts';
import { PreparerView } from './preparer-view.tsx';

interface ApprovalLandingProps {
  readonly context: WidgetContext;
  readonly messages: ApprovalMessages;
  readonly contractStatuses: TrackingMessages['event'];
}

/**
 * Shows the approval request that was prepared in this tab, or the purchase that an approval link has opened in this
 * tab.
 */
export function ApprovalLanding({ context, messages, contractStatuses }: ApprovalLandingProps) {
  const { role, find } = useMemo(() => createRoleStore(context), [context]);
  useEffect(() => void find(), [find]);
  const found = role.value;
  if (found === undefined) return <p class="section text-muted">{messages.opening.loading}</p>;
  if (found !== 'none' && found.role === 'prepared')
    return <PreparerView context={context} id={found.id} messages={messages} contractStatuses={contractStatuses} />;
  return <ApproverView context={context} id={found === 'none' ? undefined : found.id} messages={messages.opening} />;
}

/**
 * Whether the approval link of this page has been read. The link is read only once, because an approver may later
 * prepare another purchase on the same page.
 */
const isLinkRead = perWidget(() => signal(false));

interface RoleStore {
  /** Undefined until the session has been created. `none` if this tab has no approval request. */
  readonly role: ReadonlySignal<ApprovalRole | 'none' | undefined>;
  find(): Promise<void>;
}

/** Creates the store that determines which approval request this tab shows, and in which role. */
function createRoleStore(context: WidgetContext): RoleStore {
  const role = signal<ApprovalRole | 'none' | undefined>(undefined);
  return {
    role,
    async find() {
      const session = await context
        .loadApiClient()
        .then((client) => client.session())
        .catch(() => undefined);
      // Without a session, the widget shows the startup error, and renders this component again after a retry.
      if (!session) return;
      const { approvalRequestId: id } = session;
      const isRead = isLinkRead(context);
      if (id !== undefined && !isRead.peek()) {
        writeRole(context, { role: 'opened', id });
        // Forgets a contract that this tab showed before, so that the tab shows the purchase again after a reload.
        context.sessionStore.write('contract', undefined);
      }
      isRead.value = true;
      role.value = readRole(context) ?? 'none';
    },
  };
}
