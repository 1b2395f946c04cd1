/** The secret of a link, by kind of link. The widget sends these fields when it creates the session. */
export interface LinkSecret {
  readonly resume?: string;
  readonly approval?: string;
}

/** The link that opened this page, until it is used, and the element whose widget shows it. */
let unusedLink: LinkSecret | undefined;
let holder: Element | undefined;

/**
 * Removes the secret of a resume link (`#shopper-resume=…`) or an approval link (`#shopper-approval=…`) from the page's
 * URL, so that it is not copied, bookmarked or sent elsewhere with the URL. Only the first widget on the page receives it. If the page has removed
 * that widget's element, for example because a framework replaced it, the next widget does.
 */
export function takeLinkSecret(host: Element): LinkSecret | undefined {
  const [match, kind = '', secret = ''] = /^#shopper-(resume|approval)=(.*)/.exec(location.hash) ?? [];
  if (match) {
    history.replaceState(history.state, '', location.pathname + location.search);
    unusedLink = { [kind]: secret };
  }
  // The page may have removed and inserted the same element again.
  if (holder !== host && holder?.isConnected) return undefined;
  holder = unusedLink && host;
  return unusedLink;
}

/** Call it when the link is used, because it works once. */
export function forgetLinkSecret(): void {
  unusedLink = holder = undefined;
}
