/** The name of the `meta` in which our page has the origins that may frame it, as the server lists them. */
const META_NAME = 'shopper-origins';

/** Whether a page of this origin may have us in a frame. `http://localhost:*` is any port there. */
export function isAllowedOrigin(origin: string): boolean {
  const allowed = document.querySelector(`meta[name=${META_NAME}]`)?.getAttribute('content') ?? '';
  return allowed
    .split(' ')
    .some((entry) => entry === origin || (entry.endsWith(':*') && origin.replace(/:\d+$/, '') === entry.slice(0, -2)));
}
