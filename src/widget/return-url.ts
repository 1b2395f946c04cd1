/**
 * Returns the URL that the customer returns to: the URL of this page without its fragment, and without its query if the
 * URL would be too long for the API. In an iframe on our origin, returns the URL of the hosted page.
 */
export function returnUrl(host: Element): string {
  const hostedPageUrl = host.getAttribute('framed');
  if (hostedPageUrl) return hostedPageUrl;
  const { origin, pathname, search } = location;
  const full = origin + pathname + search;
  return full.length <= 2000 ? full : origin + pathname;
}
