import type { Signal } from '@preact/signals';
import type { Contract } from '../../wire/contract.ts';
import { isSigned } from '../contract/contract-status.ts';
import type { ErrorKind } from '../error-kind.ts';

/** Where the signing page is shown. A focused view must be up by `until` (milliseconds since the epoch). */
export type SigningSurface =
  | { readonly kind: 'focused'; readonly url: string; readonly deadlineAt: number }
  | { readonly kind: 'popup'; readonly window: Window }
  | { readonly kind: 'redirect' }
  /** In somebody's inbox, later and elsewhere: there is nothing to show, and only the server knows how it goes on. */
  | { readonly kind: 'email' };

/**
 * How signing seems to have ended, as far as a page can tell: a hint to ask the BFF, never proof. `finished`: signed or
 * declined, says the signing page. `returned`: it sent the customer back. `window_closed`: its window looks closed, which browsers
 * also say of one that a page's isolation (COOP) merely cut off from us.
 */
export type SessionEndReason = 'finished' | 'returned' | 'postponed' | 'timed_out' | 'interrupted' | 'window_closed';

/** Hints after which a signature may be on its way: "not yet" does not settle them. */
const INCONCLUSIVE_REASONS = ['finished', 'returned'] as const;
type InconclusiveReason = (typeof INCONCLUSIVE_REASONS)[number];

/** Why signing has to be opened once more. */
export type ReadyReason = Exclude<SessionEndReason, InconclusiveReason> | 'blocked' | 'iframe_failed' | 'failed';

/** What the server says of the signature. Beyond `pending` nothing the page notices counts any more. */
export type SettledStatus = 'signed' | 'waiting_others' | 'declined' | 'voided' | 'expired';
export type SignatureStatus = 'pending' | SettledStatus;

/** Where the signature stands, from reading the terms to the server's last word. */
export type SigningState =
  /** There is no contract yet. */
  | { readonly state: 'review' }
  /** The contract, or an address to sign it at, is being made. */
  | { readonly state: 'preparing' }
  | { readonly state: 'ready'; readonly reason?: ReadyReason; readonly error?: ErrorKind }
  | { readonly state: 'open'; readonly surface: SigningSurface }
  /** The server is being asked. `late`: for longer than anyone should be kept waiting. */
  | { readonly state: 'confirming'; readonly reason: SessionEndReason; readonly isOverdue: boolean }
  | { readonly state: SettledStatus };

export type SigningEvent =
  | { readonly type: 'requested' }
  /** No contract was made. */
  | { readonly type: 'rejected' }
  | { readonly type: 'blocked' }
  /** No address to sign at was made. */
  | { readonly type: 'failed'; readonly error: ErrorKind }
  | { readonly type: 'opened'; readonly surface: SigningSurface }
  /** The focused view did not come up. */
  | { readonly type: 'iframe_failed' }
  /** There is nothing to sign any more: the server knows why. */
  | { readonly type: 'not_possible' }
  | { readonly type: 'ended'; readonly reason: SessionEndReason }
  /** The server's word. `asked`: it is the answer to a question put after signing ended. */
  | { readonly type: 'server_update'; readonly status: SignatureStatus; readonly isPollResult: boolean }
  | { readonly type: 'poll_timed_out' }
  /** A contract made earlier is on show; `wasOpen`: its signing page was, when this page went. */
  | { readonly type: 'restored'; readonly wasOpen: boolean }
  | { readonly type: 'reset' };

const SETTLED_STATUSES: readonly string[] = [
  'signed',
  'waiting_others',
  'declined',
  'voided',
  'expired',
] satisfies SettledStatus[];

/** The next state. An event that means nothing in a state leaves it as it is, the same object. */
export function reduceSigning(current: SigningState, event: SigningEvent): SigningState {
  if (event.type === 'reset') return current.state === 'review' ? current : { state: 'review' };
  if (event.type === 'server_update') return applyServerUpdate(current, event.status, event.isPollResult);
  if (event.type === 'opened' && event.surface.kind === 'email') return sentByEmail(current, event.surface);
  switch (current.state) {
    case 'review':
      if (event.type === 'requested') return { state: 'preparing' };
      return event.type === 'restored' ? restore(event.wasOpen) : current;
    case 'preparing':
      if (event.type === 'rejected') return { state: 'review' };
      if (event.type === 'opened') return { state: 'open', surface: event.surface };
      if (event.type === 'failed') return { state: 'ready', reason: 'failed', error: event.error };
      if (event.type === 'not_possible') return { state: 'confirming', reason: 'returned', isOverdue: false };
      return event.type === 'blocked' ? { state: 'ready', reason: 'blocked' } : current;
    case 'open':
      // Nothing that happens on this page tells of an inbox.
      if (current.surface.kind === 'email') return current;
      if (event.type === 'ended') return { state: 'confirming', reason: event.reason, isOverdue: false };
      if (event.type === 'iframe_failed' && current.surface.kind === 'focused')
        return { state: 'ready', reason: 'iframe_failed' };
      return reopen(current, event);
    case 'confirming':
      if (event.type === 'poll_timed_out') return { ...current, isOverdue: true };
      return reopen(current, event);
    case 'ready':
      return reopen(current, event);
    default:
      return current;
  }
}

/** Signing can be opened as often as it takes: each click gets a fresh address on the same envelope. */
function reopen(current: SigningState, { type }: SigningEvent): SigningState {
  if (type === 'requested') return { state: 'preparing' };
  return type === 'blocked' ? { state: 'ready', reason: 'blocked' } : current;
}

/** What lies in an inbox is open as long as nobody has answered, whoever looks and whenever. */
function sentByEmail(current: SigningState, surface: SigningSurface): SigningState {
  const isOpen = current.state === 'open' && current.surface.kind === 'email';
  const isDue =
    current.state === 'preparing' ||
    current.state === 'ready' ||
    current.state === 'open' ||
    current.state === 'confirming';
  return isDue && !isOpen ? { state: 'open', surface } : current;
}

const restore = (wasOpen: boolean): SigningState =>
  wasOpen ? { state: 'confirming', reason: 'returned', isOverdue: false } : { state: 'ready' };

function applyServerUpdate(current: SigningState, status: SignatureStatus, isPollResult: boolean): SigningState {
  if (current.state === 'review') return current;
  if (status !== 'pending') {
    const isFinal = SETTLED_STATUSES.includes(current.state) && current.state !== 'waiting_others';
    return isFinal || current.state === status ? current : { state: status };
  }
  if (current.state !== 'confirming' || !isPollResult || isInconclusive(current.reason)) return current;
  return { state: 'ready', reason: current.reason };
}

const isInconclusive = (reason: SessionEndReason): reason is InconclusiveReason =>
  INCONCLUSIVE_REASONS.some((candidate) => candidate === reason);

/** What a contract says of the signature. */
export function signatureStatus({ status, signing }: Pick<Contract, 'status' | 'signing'>): SignatureStatus {
  if (status === 'declined' || status === 'voided' || status === 'expired') return status;
  if (isSigned(status)) return 'signed';
  if (signing.you === 'declined') return 'declined';
  if (signing.you === 'waiting') return 'pending';
  return signing.others > 0 ? 'waiting_others' : 'signed';
}

/** Applies one event to the signing state of this widget. */
export function dispatchSigningEvent(
  { signing }: { readonly signing: Signal<SigningState> },
  event: SigningEvent,
): void {
  signing.value = reduceSigning(signing.peek(), event);
}
