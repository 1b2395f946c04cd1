import { type ReadonlySignal, signal } from '@preact/signals';
import { perWidget } from '../per-widget.ts';
import type { WidgetContext } from '../widget-context.ts';
import { type ApprovalRole, readRole, writeRole } from './prepared-here.ts';

/** The link counts once: an approver may prepare another purchase for someone else on the same page. */
const isLinkRead = perWidget(() => signal(false));

interface RoleStore {
  /** Undefined until the session is open; `none` if the link opened nothing. */
  readonly role: ReadonlySignal<ApprovalRole | 'none' | undefined>;
  find(): Promise<void>;
}

/** Creates the store that finds out which approval request this tab shows, and in which role. */
export function createRoleStore(context: WidgetContext): RoleStore {
  const role = signal<ApprovalRole | 'none' | undefined>(undefined);
  return {
    role,
    async find() {
      const session = await context
        .loadApiClient()
        .then((client) => client.session())
        .catch(() => undefined);
      // Without a session, the page reports why, and renders this part again after a retry.
      if (!session) return;
      const { approvalRequestId: id } = session;
      const isRead = isLinkRead(context);
      if (id !== undefined && !isRead.peek()) writeRole(context, { role: 'opened', id });
      isRead.value = true;
      role.value = readRole(context) ?? 'none';
    },
  };
}
