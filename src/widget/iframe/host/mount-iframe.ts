import { createEmitter } from '../../host-events.ts';
import { createI18n } from '../../i18n/i18n.ts';
import { normalizeOptions, type WidgetHandle, type WidgetOptions } from '../../options.ts';
import { consumeResumeToken } from '../../resume-token.ts';
import { createIframe, type IframeHandle } from './create-iframe.ts';
import css from './iframe.css?inline';

/**
 * Shows the shop in a frame of our own origin, where no script of the page can read what is typed. Until it is up, and when it
 * cannot come up, what stands in `slot` shows: the page's own children.
 *
 * @param slot the loader's; the element has left meanwhile, or come back, when it is not in `root` any more
 */
export function mountIframe(root: ShadowRoot, options: WidgetOptions, slot: ChildNode | null): WidgetHandle {
  const { host } = root;
  if (!(host instanceof HTMLElement) || !host.isConnected || root.firstChild !== slot) return NOOP_HANDLE;

  let currentOptions = normalizeOptions(options);
  const i18n = createI18n(host, currentOptions.locale);
  i18n.speak(currentOptions.locale);
  const isModal = currentOptions.mode === 'button' || currentOptions.mode === 'dialog';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const container = document.createElement('div');
  let iframe: IframeHandle | undefined;
  const resumeToken = consumeResumeToken();
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
      resumeToken,
      hasFallback,
      onShow: setVisible,
      onFail: showError,
    });
  };
  function showError() {
    iframe?.destroy();
    iframe = undefined;
    const { errors, callUs, tryAgain } = i18n.catalog.app;
    const { api, site, phone } = currentOptions;
    console.error(
      `commercial-shopper: the frame of ${api} did not come up: is it up, has the site key "${site}" a hosted page there that lists ${self.origin}, and does this page's frame-src allow it?`,
    );
    createEmitter(host, currentOptions.events)('shopper:error', { code: 'frame_not_loaded' });
    const retryButton = document.createElement('button');
    retryButton.type = 'button';
    retryButton.textContent = tryAgain;
    retryButton.onclick = start;
    errorElement.replaceChildren(`${errors.unreachable} ${phone ? `${callUs(phone)} ` : ''}`, retryButton);
    // In the slot, only a page that gave no children of its own shows it.
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
      if (currentOptions.locale !== previous.locale) i18n.speak(currentOptions.locale);
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

const NOOP_HANDLE: WidgetHandle = { open() {}, update() {}, destroy() {} };
