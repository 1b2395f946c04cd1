/**
 * Removes the token of a resume link (`#shopper-resume=…`) from the page's URL, so that scripts cannot read it later.
 * The first widget on the page receives it; later calls return undefined.
 */
export function consumeResumeToken(): string | undefined {
  const token = /^#shopper-resume=(.*)/.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
