import { signal } from '@preact/signals';
import { perWidget } from '../per-widget.ts';

/** What the approver sees of a prepared purchase above the form. Kept only in memory. */
interface OpenedRequest {
  readonly legalName: string;
  /** The contact person that the preparer entered, who may be the preparer. */
  readonly contactName: string | undefined;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** The approval request that was opened on this page. */
export const openedRequest = perWidget(() => signal<OpenedRequest | undefined>(undefined));
