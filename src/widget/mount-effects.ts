import { options } from 'preact';
import { keepFocus } from './keep-focus.ts';

/**
 * Runs once per widget, as soon as the deferred part has loaded. If the hosted page is in an iframe, also connects the widget to the host
 * page.
 */
export function runMountEffects(container: HTMLElement, host: Element): void {
  isolateKeyboardEvents(container);
  keepFocus(container);
  if (host instanceof HTMLElement && host.hasAttribute('framed')) {
    import('./iframe/embed/embed-bridge.ts').then(
      ({ startEmbedBridge }) => startEmbedBridge(host),
      // Without the bridge, the host page receives no message, and shows its own content after a timeout.
      () => {},
    );
  }
}

/**
 * Keeps key events of form fields inside the shadow root.
 *
 * Outside the root, events are retargeted to the host element, which is not a field, so single-key shortcuts of the
 * host page would fire while the customer types. Escape and Tab still propagate, because the host page may have put
 * the widget in a dialog.
 */
function isolateKeyboardEvents(container: HTMLElement): void {
  const stopFieldEvent = (event: KeyboardEvent) => {
    const [target] = event.composedPath();
    if (!/^(Escape|Tab)$/.test(event.key) && target instanceof Element && target.matches('input,select,textarea'))
      event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const) container.addEventListener(type, stopFieldEvent);
}

/** Elements that are never replaced, because they may have the focus or already have keys. */
const STAYS = /^(a|button|summary|option)$/;

/**
 * Makes Preact replace an element whose text has changed, instead of changing its text node. A browser's translator
 * replaces text nodes with elements. A change to the original text node, which is no longer on the page, would leave an
 * outdated price on the page. Elements with a role are not replaced, because screen readers announce only changes
 * inside an element that stays on the page.
 */
export function replaceChangedText(): void {
  options.vnode = (vnode) => {
    const { type, key, props } = vnode;
    if (typeof type !== 'string' || key != null || STAYS.test(type) || 'role' in props) return;
    const children: readonly unknown[] = [props.children].flat();
    const text = children.join('');
    if (text && children.every((child) => typeof child !== 'object')) vnode.key = text;
  };
}
