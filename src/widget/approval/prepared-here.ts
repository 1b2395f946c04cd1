import { type Signal, signal } from '@preact/signals';
import type { CreatedApprovalRequest } from '../../wire/saved-purchase.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';

/**
 * An approval request whose link was created on this page. The link is secret and the email address is personal data,
 * so both are only in memory.
 */
export interface PreparedHere {
  readonly request: CreatedApprovalRequest;
  /** Undefined if the request was created before a reload and its link was replaced afterward. */
  readonly selection: SelectedOffer | undefined;
  readonly email: string | undefined;
}

/** The approval request whose link was created on this page. Undefined after a reload. */
export const preparedHere: (context: WidgetContext) => Signal<PreparedHere | undefined> = perWidget(() =>
  signal<PreparedHere | undefined>(undefined),
);

/** The role of this tab in an approval request. Stored in `sessionStorage`, and contains no personal data. */
export interface ApprovalRole {
  readonly role: 'prepared' | 'opened';
  readonly id: string;
}

/** @returns undefined if this tab has no approval request */
export function readRole({ sessionStore }: WidgetContext): ApprovalRole | undefined {
  const [, role, id = ''] = /^(prepared|opened) (ap_\w{1,64})$/.exec(sessionStore.read('approval') ?? '') ?? [];
  return role === 'prepared' || role === 'opened' ? { role, id } : undefined;
}

export const writeRole = ({ sessionStore }: WidgetContext, role: ApprovalRole | undefined): void =>
  sessionStore.write('approval', role && `${role.role} ${role.id}`);

/** The details of a prepared purchase that are shown to the approver above the form. Kept only in memory. */
interface OpenedRequest {
  readonly legalName: string;
  /** The contact person that the preparer entered, who may be the preparer. */
  readonly contactName: string | undefined;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export const openedRequest = perWidget(() => signal<OpenedRequest | undefined>(undefined));
