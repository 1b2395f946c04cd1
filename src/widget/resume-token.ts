/**
 * Takes the secret of a resume link out of the page's address, `#shopper-resume=…`, before anything else can read or
 * keep it: the first widget to ask gets it, once.
 */
export function consumeResumeToken(): string | undefined {
  const token = /^#shopper-resume=(.*)/.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
