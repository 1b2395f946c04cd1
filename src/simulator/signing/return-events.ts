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

/**
 * The return URL with its event added, all else as it was.
 *
 * @example withEvent('https://a.example/r?s=1#x', 'cancel') // 'https://a.example/r?s=1&event=cancel#x'
 */
export function withEvent(returnUrl: string, event: ReturnEvent): string {
  const url = new URL(returnUrl);
  url.search += `${url.search ? '&' : '?'}event=${event}`;
  return url.href;
}
