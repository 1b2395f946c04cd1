import type { Presentation } from '../../wire/session.ts';
import type { WidgetContext } from '../widget-context.ts';
import { focusedViewConfig } from './focused-view-config.ts';

/** Apps that open links in a browser of their own, which blocks windows and closes when left. */
const IN_APP_BROWSER =
  /FBAN|FBAV|FB_IAB|Instagram|\bLine\/|MicroMessenger|LinkedInApp|Snapchat|Pinterest\/|TikTok|musical_ly|BytedanceWebview|GSA\/|; wv\)/;

/** Frames and second windows are not for these: signing takes the tab and gives it back. */
const needsWholeTab = () =>
  IN_APP_BROWSER.test(navigator.userAgent) ||
  matchMedia('(pointer: coarse) and ((max-width: 640px) or (max-height: 480px))').matches;

/** Whether contracts of this site go to an inbox to be signed, and nothing is opened here. */
export function isSignedByEmail({ site }: Pick<WidgetContext, 'site'>): boolean {
  return site.value?.signing.method === 'email';
}

/** Narrower than this, in pixels, nobody reads a contract in a frame. */
const MIN_IFRAME_WIDTH_PX = 480;

/**
 * How signing is shown on this device, as far as the site allows: the same tab on phones and in apps, else in the page
 * where DocuSign's script can be, else a window. The page itself fails in a shadow root of the host's own making, which
 * DocuSign's selector does not reach into, and where it failed before in this tab.
 */
export function choosePresentation({ site, host, sessionStore }: WidgetContext): Presentation {
  // Neither DocuSign's frame within a frame of ours, nor a tab that is somebody else's page.
  if (host.hasAttribute('framed')) return 'popup';
  const signing = site.value?.signing;
  const canEmbed =
    focusedViewConfig(signing) &&
    host.getRootNode() === document &&
    host.clientWidth >= MIN_IFRAME_WIDTH_PX &&
    !sessionStore.read('focusedViewFailed');
  const allowed = (signing?.presentations ?? []).filter((presentation) => presentation !== 'focused' || canEmbed);
  const order: Presentation[] = needsWholeTab() ? ['redirect', 'popup'] : ['focused', 'popup', 'redirect'];
  return order.find((presentation) => allowed.includes(presentation)) ?? allowed[0] ?? 'redirect';
}

/**
 * Opens the empty window a signing page will go to. Must run in the click itself: browsers block windows that open
 * later. Undefined when this one did.
 */
export function openWindow(placeholder: string): Window | undefined {
  const signingWindow = window.open('about:blank', '_blank', 'popup,width=980,height=860');
  if (!signingWindow) return undefined;
  signingWindow.document.title = placeholder;
  signingWindow.document.body.textContent = placeholder;
  return signingWindow;
}
