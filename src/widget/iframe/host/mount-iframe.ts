import { createEmitter } from '../../host-events.ts';
import { createI18n, type I18n } from '../../i18n/i18n.ts';
import { takeLinkSecret } from '../../link-secret.ts';
import { normalizeOptions, type WidgetHandle, type WidgetOptions } from '../../options.ts';
import { createIframe, type IframeHandle } from './create-iframe.ts';
import css from './iframe.css?inline';

/**
 * Shows the widget in an iframe on our own origin, where the host page's scripts cannot read the customer's input.
 * Shows the host page's content in `slot` until the widget is ready, and if the widget fails.
 *
 * @param slot the slot that the loader created. If `root` no longer contains the slot, the element was removed while
 *   this code loaded.
 */
// This function is longer than most, because `open`, `update` and `destroy` share the state of the widget.
export function mountIframe(root: ShadowRoot, options: WidgetOptions, slot: ChildNode | null): WidgetHandle {
  const { host } = root;
  if (!(host instanceof HTMLElement) || !host.isConnected || root.firstChild !== slot) return NOOP_HANDLE;

  let currentOptions = normalizeOptions(options);
  const i18n = createI18n(host, currentOptions.locale);
  i18n.setLocale(currentOptions.locale);
  const isModal = currentOptions.mode === 'button' || currentOptions.mode === 'dialog';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const container = document.createElement('div');
  let iframe: IframeHandle | undefined;
  const link = takeLinkSecret(host);
  let destroyed = false;

  const setVisible = (visible: 'iframe' | 'slot') => {
    container.className = `iframe-container ${visible === 'iframe' ? '' : isModal ? 'iframe-container-opening' : 'iframe-container-waiting'}`;
    if (!isModal && slot instanceof HTMLElement) slot.hidden = visible === 'iframe';
  };
  const hasFallback = () => !isModal && (host.childElementCount > 0 || host.textContent?.trim() !== '');
  const errorElement = document.createElement('p');
  const start = () => {
    iframe?.destroy();
    errorElement.remove();
    setVisible('slot');
    iframe = createIframe({
      host,
      container,
      options: () => currentOptions,
      link,
      hasFallback,
      onShow: setVisible,
      onFail: showError,
    });
  };
  function showError() {
    iframe?.destroy();
    iframe = undefined;
    reportFailure(host, currentOptions);
    fillErrorElement(errorElement, i18n, currentOptions.phone, start);
    // Outside a dialog, the error is the fallback content of the slot, so it is shown only if the element has no
    // children.
    if (isModal) container.append(errorElement);
    else if (slot instanceof HTMLElement) slot.replaceChildren(errorElement);
    setVisible('slot');
  }

  const focus = () => iframe?.focus();
  Object.defineProperty(host, 'focus', { value: focus, configurable: true });

  if (!isModal) {
    root.append(container);
    start();
  }
  return {
    open() {
      if (!isModal || destroyed) return;
      import('../../modal.ts').then(
        ({ openModal, css: modalCss }) => {
          if (destroyed) return;
          const isFirst = !container.isConnected;
          if (isFirst) sheet.replaceSync(css + modalCss);
          openModal(root, container, i18n);
          if (isFirst) start();
          else focus();
        },
        () => {},
      );
    },
    update(changes) {
      if (destroyed) return;
      const previous = currentOptions;
      currentOptions = { ...currentOptions, ...normalizeOptions(changes) };
      if (currentOptions.locale !== previous.locale) i18n.setLocale(currentOptions.locale);
      const isOtherSite = currentOptions.site !== previous.site || currentOptions.api !== previous.api;
      if (isOtherSite && container.isConnected) start();
      else iframe?.sync();
    },
    destroy() {
      if (destroyed) return;
      destroyed = true;
      iframe?.destroy();
      Reflect.deleteProperty(host, 'focus');
      (container.closest('dialog') ?? container).remove();
      if (slot instanceof HTMLElement) slot.hidden = false;
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    },
  };
}

function reportFailure(host: Element, { api, site, events }: WidgetOptions): void {
  console.error(
    `commercial-shopper: the iframe of ${api} failed to load. Check that the server is running, that the hosted page of site key "${site}" allows ${self.origin}, and that this page's frame-src allows it.`,
  );
  createEmitter(host, events)('shopper:error', { code: 'frame_not_loaded' });
}

function fillErrorElement(element: Element, i18n: I18n, phone: string | undefined, onRetry: () => void): void {
  const { errors, callUs, tryAgain } = i18n.catalog.app;
  const retryButton = document.createElement('button');
  retryButton.type = 'button';
  retryButton.textContent = tryAgain;
  retryButton.onclick = onRetry;
  element.replaceChildren(`${errors.unreachable} ${phone ? `${callUs(phone)} ` : ''}`, retryButton);
}

/** The handle for an element that was removed while the widget loaded. */
const NOOP_HANDLE: WidgetHandle = { open() {}, update() {}, destroy() {} };
