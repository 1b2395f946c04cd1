/**
 * The URL that the customer returns to: this page without its fragment, and without its query if it would be too long
 * for the API. Inside our iframe, it is the hosted page.
 */
export function returnUrl(host: Element): string {
  const hostedPageUrl = host.getAttribute('framed');
  if (hostedPageUrl) return hostedPageUrl;
  const { origin, pathname, search } = location;
  const full = origin + pathname + search;
  return full.length <= 2000 ? full : origin + pathname;
}
