import type { Contract } from '../../wire/contract.ts';
import { isSigned } from '../contract/road.ts';
import type { Trouble } from '../trouble.ts';

/** Where the signing page is shown. A focused view must be up by `until` (milliseconds since the epoch). */
export type Place =
  | { readonly as: 'focused'; readonly url: string; readonly until: number }
  | { readonly as: 'popup'; readonly window: Window }
  | { readonly as: 'redirect' }
  /** In somebody's inbox, later and elsewhere: there is nothing to show, and only the server knows how it goes on. */
  | { readonly as: 'inbox' };

/**
 * How signing seems to have ended, as far as a page can tell: a hint to ask the BFF, never proof. `finished`: signed or
 * declined, says the signing page. `returned`: it sent the customer back. `left`: its window looks closed, which browsers
 * also say of one that a page's isolation (COOP) merely cut off from us.
 */
export type EndHint = 'finished' | 'returned' | 'put_aside' | 'timed_out' | 'interrupted' | 'left';

/** Hints after which a signature may be on its way: "not yet" does not settle them. */
const patient = ['finished', 'returned'] as const;
type Patient = (typeof patient)[number];

/** Why signing has to be opened once more. */
export type ReadyWhy = Exclude<EndHint, Patient> | 'blocked' | 'no_frame' | 'failed';

/** What the server says of the signature. Beyond `pending` nothing the page notices counts any more. */
export type Settled = 'signed' | 'waiting_others' | 'declined' | 'voided' | 'expired';
export type Standing = 'pending' | Settled;

/** Where the signature stands, from reading the terms to the server's last word. */
export type SigningState =
  /** There is no contract yet. */
  | { readonly state: 'review' }
  /** The contract, or an address to sign it at, is being made. */
  | { readonly state: 'preparing' }
  | { readonly state: 'ready'; readonly why?: ReadyWhy; readonly trouble?: Trouble }
  | { readonly state: 'open'; readonly place: Place }
  /** The server is being asked. `late`: for longer than anyone should be kept waiting. */
  | { readonly state: 'confirming'; readonly hint: EndHint; readonly late: boolean }
  | { readonly state: Settled };

export type SigningEvent =
  | { readonly type: 'asked' }
  /** No contract was made. */
  | { readonly type: 'refused' }
  | { readonly type: 'blocked' }
  /** No address to sign at was made. */
  | { readonly type: 'failed'; readonly trouble: Trouble }
  | { readonly type: 'opened'; readonly place: Place }
  /** The focused view did not come up. */
  | { readonly type: 'frame_failed' }
  /** There is nothing to sign any more: the server knows why. */
  | { readonly type: 'not_possible' }
  | { readonly type: 'ended'; readonly hint: EndHint }
  /** The server's word. `asked`: it is the answer to a question put after signing ended. */
  | { readonly type: 'told'; readonly standing: Standing; readonly asked: boolean }
  | { readonly type: 'waited' }
  /** A contract made earlier is on show; `wasOpen`: its signing page was, when this page went. */
  | { readonly type: 'found'; readonly wasOpen: boolean }
  | { readonly type: 'reset' };

const settled: readonly string[] = ['signed', 'waiting_others', 'declined', 'voided', 'expired'] satisfies Settled[];

/** The next state. An event that means nothing in a state leaves it as it is, the same object. */
export function next(now: SigningState, event: SigningEvent): SigningState {
  if (event.type === 'reset') return now.state === 'review' ? now : { state: 'review' };
  if (event.type === 'told') return told(now, event.standing, event.asked);
  if (event.type === 'opened' && event.place.as === 'inbox') return mailed(now, event.place);
  switch (now.state) {
    case 'review':
      if (event.type === 'asked') return { state: 'preparing' };
      return event.type === 'found' ? found(event.wasOpen) : now;
    case 'preparing':
      if (event.type === 'refused') return { state: 'review' };
      if (event.type === 'opened') return { state: 'open', place: event.place };
      if (event.type === 'failed') return { state: 'ready', why: 'failed', trouble: event.trouble };
      if (event.type === 'not_possible') return { state: 'confirming', hint: 'returned', late: false };
      return event.type === 'blocked' ? { state: 'ready', why: 'blocked' } : now;
    case 'open':
      // Nothing that happens on this page tells of an inbox.
      if (now.place.as === 'inbox') return now;
      if (event.type === 'ended') return { state: 'confirming', hint: event.hint, late: false };
      if (event.type === 'frame_failed' && now.place.as === 'focused') return { state: 'ready', why: 'no_frame' };
      return again(now, event);
    case 'confirming':
      if (event.type === 'waited') return { ...now, late: true };
      return again(now, event);
    case 'ready':
      return again(now, event);
    default:
      return now;
  }
}

/** Signing can be opened as often as it takes: each click gets a fresh address on the same envelope. */
function again(now: SigningState, { type }: SigningEvent): SigningState {
  if (type === 'asked') return { state: 'preparing' };
  return type === 'blocked' ? { state: 'ready', why: 'blocked' } : now;
}

/** What lies in an inbox is open as long as nobody has answered, whoever looks and whenever. */
function mailed(now: SigningState, place: Place): SigningState {
  const isOpen = now.state === 'open' && now.place.as === 'inbox';
  const isDue =
    now.state === 'preparing' || now.state === 'ready' || now.state === 'open' || now.state === 'confirming';
  return isDue && !isOpen ? { state: 'open', place } : now;
}

const found = (wasOpen: boolean): SigningState =>
  wasOpen ? { state: 'confirming', hint: 'returned', late: false } : { state: 'ready' };

function told(now: SigningState, standing: Standing, asked: boolean): SigningState {
  if (now.state === 'review') return now;
  if (standing !== 'pending') {
    const final = settled.includes(now.state) && now.state !== 'waiting_others';
    return final || now.state === standing ? now : { state: standing };
  }
  if (now.state !== 'confirming' || !asked || isPatient(now.hint)) return now;
  return { state: 'ready', why: now.hint };
}

const isPatient = (hint: EndHint): hint is Patient => patient.some((one) => one === hint);

/** What a contract says of the signature. */
export function standingOf({ status, signing }: Pick<Contract, 'status' | 'signing'>): Standing {
  if (status === 'declined' || status === 'voided' || status === 'expired') return status;
  if (isSigned(status)) return 'signed';
  if (signing.you === 'declined') return 'declined';
  if (signing.you === 'waiting') return 'pending';
  return signing.others > 0 ? 'waiting_others' : 'signed';
}
