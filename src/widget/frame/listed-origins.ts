/** The name of the `meta` in which our page has the origins that may frame it, as the server lists them. */
const meta = 'shopper-origins';

/** Whether a page of this origin may have us in a frame. `http://localhost:*` is any port there. */
export function isListed(origin: string): boolean {
  const listed = document.querySelector(`meta[name=${meta}]`)?.getAttribute('content') ?? '';
  return listed
    .split(' ')
    .some((entry) => entry === origin || (entry.endsWith(':*') && origin.replace(/:\d+$/, '') === entry.slice(0, -2)));
}
