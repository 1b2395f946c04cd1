import type { EndHint } from './signing-machine.ts';

/** DocuSign's `sessionEndType`s, in what they make us expect of the server. None of them proves anything. */
const hints = new Map<unknown, EndHint>([
  ['signing_complete', 'finished'],
  ['decline', 'finished'],
  ['viewing_complete', 'returned'],
  ['cancel', 'put_aside'],
  ['session_timeout', 'timed_out'],
  ['ttl_expired', 'timed_out'],
  ['exception', 'interrupted'],
  ['fax_pending', 'interrupted'],
]);

/** The hint in a `sessionEnd` event, whatever it holds: what we do not know was an interruption. */
export function endHint(event: unknown): EndHint {
  const type = typeof event === 'object' && event && 'sessionEndType' in event ? event.sessionEndType : undefined;
  return hints.get(type) ?? 'interrupted';
}
