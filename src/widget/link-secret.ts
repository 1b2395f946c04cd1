/**
 * The secret of the link that opened this page, by kind of link. The widget sends these fields when it creates the
 * session.
 */
export interface LinkSecret {
  readonly resume?: string;
  readonly approval?: string;
}

/**
 * Removes the secret of a resume link (`#shopper-resume=…`) or an approval link (`#shopper-approval=…`) from the page's
 * URL, so that scripts cannot read it later. Only the first call returns the secret, so only the first widget on the
 * page receives it.
 */
export function consumeLinkSecret(): LinkSecret | undefined {
  const [match, kind = '', secret = ''] = /^#shopper-(resume|approval)=(.*)/.exec(location.hash) ?? [];
  if (!match) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return { [kind]: secret };
}
