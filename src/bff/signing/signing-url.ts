/**
 * Whether an address that the upstream calls a signing URL is one: of the signing service's origins, over http(s), with
 * nobody's name in it. A `blob:` address has its maker's origin, so the origin alone does not do.
 */
export function isSigningUrl(text: string, origins: readonly string[]): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    origins.includes(url.origin) &&
    url.username === '' &&
    url.password === ''
  );
}
