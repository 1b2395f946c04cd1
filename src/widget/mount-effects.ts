import { isolateKeyboardEvents } from './isolate-keyboard-events.ts';
import { keepFocus } from './keep-focus.ts';

/**
 * Runs once per widget, after the first paint. On our own page in an iframe, it also connects the widget to the host
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
