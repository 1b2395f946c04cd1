import type { Presentation } from '../../wire/session.ts';
import type { WidgetContext } from '../widget-context.ts';

/** Apps whose in-app browser blocks windows, and closes when the customer leaves the in-app browser. */
const IN_APP_BROWSER =
  /FBAN|FBAV|FB_IAB|Instagram|\bLine\/|MicroMessenger|LinkedInApp|Snapchat|Pinterest\/|TikTok|musical_ly|BytedanceWebview|GSA\/|; wv\)/;

/** Whether signing opens in the same tab, because iframes and second windows do not work well on this device. */
const requiresSameTab = () =>
  IN_APP_BROWSER.test(navigator.userAgent) ||
  matchMedia('(pointer: coarse) and ((max-width: 640px) or (max-height: 480px))').matches;

/** Whether this site's contracts are signed by email, so that no signing page opens here. */
export function isSignedByEmail({ site }: Pick<WidgetContext, 'site'>): boolean {
  return site.value?.signing.method === 'email';
}

/** Minimum width at which a contract is readable in an iframe. */
const MIN_IFRAME_WIDTH_PX = 480;

/**
 * Chooses among the presentations that the site allows: the same tab on phones and in in-app browsers, otherwise the
 * focused view in the page, otherwise a window. The focused view requires DocuSign's script. The host element must be
 * directly in the document, because the script's selector does not match elements in shadow roots of the host page. The
 * focused view is not tried again in a tab where it has failed.
 */
export function choosePresentation({ site, host, sessionStore }: WidgetContext): Presentation {
  // The widget's iframe has no room for another iframe, and the tab belongs to the host page, so only a window is
  // possible.
  if (host.hasAttribute('framed')) return 'popup';
  const signing = site.value?.signing;
  const canEmbed =
    signing?.docusign &&
    host.getRootNode() === document &&
    host.clientWidth >= MIN_IFRAME_WIDTH_PX &&
    !sessionStore.read('focusedViewFailed');
  const allowed = (signing?.presentations ?? []).filter((presentation) => presentation !== 'focused' || canEmbed);
  const order: Presentation[] = requiresSameTab() ? ['redirect', 'popup'] : ['focused', 'popup', 'redirect'];
  return order.find((presentation) => allowed.includes(presentation)) ?? allowed[0] ?? 'redirect';
}

/**
 * Opens an empty window for the signing page. Must run in the click handler, or the browser blocks the window.
 *
 * @returns undefined when the browser blocked the window
 */
export function openWindow(placeholder: string): Window | undefined {
  const signingWindow = window.open('about:blank', '_blank', 'popup,width=980,height=860');
  if (!signingWindow) return undefined;
  signingWindow.document.title = placeholder;
  signingWindow.document.body.textContent = placeholder;
  return signingWindow;
}
