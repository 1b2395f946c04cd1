/** The values of `event` with which DocuSign redirects a signer to the return URL. */
export const returnEvents = [
  'signing_complete',
  'viewing_complete',
  'cancel',
  'decline',
  'exception',
  'fax_pending',
  'session_timeout',
  'ttl_expired',
  'access_code_failed',
  'id_check_failed',
] as const;
export type ReturnEvent = (typeof returnEvents)[number];

/** An event that does not exist yet. Clients must handle unknown events. */
const UNKNOWN_EVENT = 'unknown_event';
export type Ending = ReturnEvent | typeof UNKNOWN_EVENT;

/** All ways to end a session. */
export const endings: readonly Ending[] = [...returnEvents, UNKNOWN_EVENT];

/**
 * Whether the focused view's `sessionEnd` event can report the ending. It has no values for access codes or identity
 * checks.
 */
export const isSessionEndType = (ending: Ending): boolean =>
  ending !== 'access_code_failed' && ending !== 'id_check_failed';

/**
 * Adds an event to the return URL and keeps the rest unchanged.
 *
 * @example withEvent('https://a.example/r?s=1#x', 'cancel') // 'https://a.example/r?s=1&event=cancel#x'
 */
export function withEvent(returnUrl: string, event: Ending): string {
  const url = new URL(returnUrl);
  url.search += `${url.search ? '&' : '?'}event=${event}`;
  return url.href;
}
