import type { SessionEndReason } from './signing-machine.ts';

/** DocuSign's `sessionEndType`s, in what they make us expect of the server. None of them proves anything. */
const REASONS = new Map<unknown, SessionEndReason>([
  ['signing_complete', 'finished'],
  ['decline', 'finished'],
  ['viewing_complete', 'returned'],
  ['cancel', 'postponed'],
  ['session_timeout', 'timed_out'],
  ['ttl_expired', 'timed_out'],
  ['exception', 'interrupted'],
  ['fax_pending', 'interrupted'],
]);

/** The hint in a `sessionEnd` event, whatever it holds: what we do not know was an interruption. */
export function toSessionEndReason(event: unknown): SessionEndReason {
  const type = typeof event === 'object' && event && 'sessionEndType' in event ? event.sessionEndType : undefined;
  return REASONS.get(type) ?? 'interrupted';
}
