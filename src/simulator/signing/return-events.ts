/** How DocuSign can send a signer back: the value of `event` on the return URL. */
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

/** An ending that DocuSign has not told anybody of yet: whoever reads endings must bear one. */
const UNKNOWN_EVENT = 'unknown_event';
export type Ending = ReturnEvent | typeof UNKNOWN_EVENT;

/** Every ending a signer can be given. */
export const endings: readonly Ending[] = [...returnEvents, UNKNOWN_EVENT];

/** What focused view's `sessionEnd` can say: it knows nothing of codes and identity checks. */
export const isSessionEndType = (ending: Ending): boolean =>
  ending !== 'access_code_failed' && ending !== 'id_check_failed';

/**
 * The return URL with its event added, all else as it was.
 *
 * @example withEvent('https://a.example/r?s=1#x', 'cancel') // 'https://a.example/r?s=1&event=cancel#x'
 */
export function withEvent(returnUrl: string, event: Ending): string {
  const url = new URL(returnUrl);
  url.search += `${url.search ? '&' : '?'}event=${event}`;
  return url.href;
}
