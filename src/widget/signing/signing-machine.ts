import { type Signal, signal } from '@preact/signals';
import type { Contract } from '../../wire/contract.ts';
import { hasEnded, isSigned } from '../../wire/contract-status.ts';
import type { ErrorKind } from '../api/errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import { perWidget } from '../widget-context.ts';

export type SigningSurface =
  /** `deadlineAt`: time by which the view must be ready, in milliseconds since the epoch. */
  | { readonly kind: 'focused'; readonly url: string; readonly deadlineAt: number }
  | { readonly kind: 'popup'; readonly window: Window }
  | { readonly kind: 'redirect' }
  /** The contract is signed by email. The widget opens no signing page, and only the server reports the progress. */
  | { readonly kind: 'email' };

/**
 * The apparent reason why the signing session ended. The reason is a hint to poll the BFF, and never proof of a
 * signature. `finished`: signed or declined, according to the signing page. `returned`: the signing page redirected
 * back. `window_closed`: the window appears to be closed. Browsers also report an open window as closed if its page
 * sets Cross-Origin-Opener-Policy.
 */
export type SessionEndReason = 'finished' | 'returned' | 'postponed' | 'timed_out' | 'interrupted' | 'window_closed';

/** Reasons after which a signature may still arrive, so the status `pending` from the server is not conclusive. */
const INCONCLUSIVE_REASONS = ['finished', 'returned'] as const;
type InconclusiveReason = (typeof INCONCLUSIVE_REASONS)[number];

/** The reason why the customer has to open signing again. */
export type ReadyReason = Exclude<SessionEndReason, InconclusiveReason> | 'blocked' | 'iframe_failed' | 'failed';

/** A signature status from the server that events from this page cannot change. */
export type SettledStatus = 'signed' | 'waiting_others' | 'declined' | 'voided' | 'expired';
export type SignatureStatus = 'pending' | SettledStatus;

export type SigningState =
  /** No contract exists yet. */
  | { readonly state: 'review' }
  | { readonly state: 'preparing' }
  | { readonly state: 'ready'; readonly reason?: ReadyReason; readonly error?: ErrorKind }
  | { readonly state: 'open'; readonly surface: SigningSurface }
  /** The server is being polled. `isOverdue`: polling has exceeded the maximum wait. */
  | { readonly state: 'confirming'; readonly reason: SessionEndReason; readonly isOverdue: boolean }
  | { readonly state: SettledStatus };

export type SigningEvent =
  | { readonly type: 'requested' }
  | { readonly type: 'blocked' }
  /** Creating the signing URL failed. */
  | { readonly type: 'failed'; readonly error: ErrorKind }
  | { readonly type: 'opened'; readonly surface: SigningSurface }
  /** The focused view failed to load, or did not load in time. */
  | { readonly type: 'iframe_failed' }
  /** The contract can no longer be signed. The reason comes with the contract's status from the server. */
  | { readonly type: 'not_possible' }
  | { readonly type: 'ended'; readonly reason: SessionEndReason }
  /** `isPollResult`: the contract was requested after the signing session ended, rather than pushed. */
  | { readonly type: 'server_update'; readonly status: SignatureStatus; readonly isPollResult: boolean }
  | { readonly type: 'poll_timed_out' }
  | { readonly type: 'back_online' }
  /** An existing contract is shown. `wasOpen`: its signing page was open when this page was unloaded. */
  | { readonly type: 'restored'; readonly wasOpen: boolean }
  | { readonly type: 'reset' };

const SETTLED_STATUSES: readonly string[] = [
  'signed',
  'waiting_others',
  'declined',
  'voided',
  'expired',
] satisfies SettledStatus[];

/** Returns the next state. If the event does not apply to the current state, returns the same object. */
export function reduceSigning(current: SigningState, event: SigningEvent): SigningState {
  if (event.type === 'reset') return current.state === 'review' ? current : { state: 'review' };
  if (event.type === 'server_update') return applyServerUpdate(current, event.status, event.isPollResult);
  if (event.type === 'opened' && event.surface.kind === 'email') return sentByEmail(current, event.surface);
  switch (current.state) {
    case 'review':
      if (event.type === 'requested') return { state: 'preparing' };
      return event.type === 'restored' ? restore(event.wasOpen) : current;
    case 'preparing':
      if (event.type === 'opened') return { state: 'open', surface: event.surface };
      if (event.type === 'failed') return { state: 'ready', reason: 'failed', error: event.error };
      if (event.type === 'not_possible') return { state: 'confirming', reason: 'returned', isOverdue: false };
      return event.type === 'blocked' ? { state: 'ready', reason: 'blocked' } : current;
    case 'open':
      // Events from this page are irrelevant to signing by email.
      if (current.surface.kind === 'email') return current;
      if (event.type === 'ended') return { state: 'confirming', reason: event.reason, isOverdue: false };
      if (event.type === 'iframe_failed' && current.surface.kind === 'focused')
        return { state: 'ready', reason: 'iframe_failed' };
      return reopen(current, event);
    case 'confirming':
      if (event.type === 'poll_timed_out') return { ...current, isOverdue: true };
      return reopen(current, event);
    case 'ready':
      // Opening failed only because the device was offline.
      if (event.type === 'back_online') return current.error === 'offline' ? { state: 'ready' } : current;
      return reopen(current, event);
    default:
      return current;
  }
}

/** The customer can open signing any number of times. Each click creates a new URL for the same envelope. */
function reopen(current: SigningState, { type }: SigningEvent): SigningState {
  if (type === 'requested') return { state: 'preparing' };
  return type === 'blocked' ? { state: 'ready', reason: 'blocked' } : current;
}

/** Signing by email stays open until the server reports a settled status. */
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
    const isSettled = SETTLED_STATUSES.includes(current.state) && current.state !== 'waiting_others';
    return isSettled || current.state === status ? current : { state: status };
  }
  if (current.state !== 'confirming' || !isPollResult || isInconclusive(current.reason)) return current;
  return { state: 'ready', reason: current.reason };
}

const isInconclusive = (reason: SessionEndReason): reason is InconclusiveReason =>
  INCONCLUSIVE_REASONS.some((candidate) => candidate === reason);

/** Reasons that the signing page reports only if nothing was signed. */
const UNSIGNED_REASONS = ['postponed', 'timed_out'] as const;

/**
 * Returns the reason why the signing session ended if the reason means that nothing was signed. The server still has to
 * confirm that nothing was signed.
 */
export const unsignedEndReason = (signing: SigningState): (typeof UNSIGNED_REASONS)[number] | undefined =>
  signing.state === 'confirming' ? UNSIGNED_REASONS.find((reason) => reason === signing.reason) : undefined;

export function signatureStatus(contract: Pick<Contract, 'status' | 'signing'>): SignatureStatus {
  const { status, signing } = contract;
  if (status === 'declined' || status === 'voided' || status === 'expired') return status;
  if (isSigned(contract)) return 'signed';
  // The contract was canceled before it was signed.
  if (hasEnded(status)) return 'voided';
  if (signing.you === 'declined') return 'declined';
  if (signing.you === 'waiting') return 'pending';
  return signing.others > 0 ? 'waiting_others' : 'signed';
}

/** The widget's signing state. Change it only with `dispatchSigningEvent`. */
export const signingState = perWidget((): Signal<SigningState> => signal({ state: 'review' }));

export function dispatchSigningEvent(context: WidgetContext, event: SigningEvent): void {
  const state = signingState(context);
  state.value = reduceSigning(state.peek(), event);
}
