import { emitFrom } from '../host-events.ts';
import { createSpeech } from '../i18n/speech.ts';
import { tidyOptions, type WidgetHandle, type WidgetOptions } from '../options.ts';
import { takeResumeSecret } from '../resume-secret.ts';
import css from './frame.css?inline';
import { type Shown, startFrame } from './start-frame.ts';

/**
 * Shows the shop in a frame of our own origin, where no script of the page can read what is typed. Until it is up, and when it
 * cannot come up, what stands in `slot` shows: the page's own children.
 *
 * @param slot the loader's; the element has left meanwhile, or come back, when it is not in `root` any more
 */
export function mountFrame(root: ShadowRoot, options: WidgetOptions, slot: ChildNode | null): WidgetHandle {
  const { host } = root;
  if (!(host instanceof HTMLElement) || !host.isConnected || root.firstChild !== slot) return nothing;

  let current = tidyOptions(options);
  const speech = createSpeech(host, current.locale);
  speech.speak(current.locale);
  const overPage = current.mode === 'button' || current.mode === 'dialog';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const container = document.createElement('div');
  let shown: Shown | undefined;
  const resume = takeResumeSecret();
  let destroyed = false;

  const show = (what: 'frame' | 'slot') => {
    container.className = what === 'frame' ? 'frame' : overPage ? 'frame opening' : 'frame waiting';
    if (!overPage && slot instanceof HTMLElement) slot.hidden = what === 'frame';
  };
  const hasWords = () => !overPage && (host.childElementCount > 0 || host.textContent?.trim() !== '');
  const words = document.createElement('p');
  const start = () => {
    shown?.stop();
    words.remove();
    show('slot');
    shown = startFrame({ host, container, options: () => current, resume, hasWords, onShow: show, onFail: fail });
  };
  function fail() {
    shown?.stop();
    shown = undefined;
    const { trouble, callUs, tryAgain } = speech.language.shell;
    const { api, site, phone } = current;
    console.error(
      `commercial-shopper: the frame of ${api} did not come up: is it up, has the site key "${site}" a hosted page there that lists ${self.origin}, and does this page's frame-src allow it?`,
    );
    emitFrom(host, current.events)('shopper:error', { code: 'frame_not_loaded' });
    const again = document.createElement('button');
    again.type = 'button';
    again.textContent = tryAgain;
    again.onclick = start;
    words.replaceChildren(`${trouble.unreachable} ${phone ? `${callUs(phone)} ` : ''}`, again);
    // In the slot, only a page that gave no children of its own shows it.
    if (overPage) container.append(words);
    else if (slot instanceof HTMLElement) slot.replaceChildren(words);
    show('slot');
  }

  const focus = () => shown?.focus();
  Object.defineProperty(host, 'focus', { value: focus, configurable: true });

  if (!overPage) {
    root.append(container);
    start();
  }
  return {
    open() {
      if (!overPage || destroyed) return;
      import('../over-page.ts').then(
        ({ openOverPage, css: overCss }) => {
          if (destroyed) return;
          const isFirst = !container.isConnected;
          if (isFirst) sheet.replaceSync(css + overCss);
          openOverPage(root, container, speech);
          if (isFirst) start();
          else focus();
        },
        () => {},
      );
    },
    update(changes) {
      if (destroyed) return;
      const before = current;
      current = { ...current, ...tidyOptions(changes) };
      if (current.locale !== before.locale) speech.speak(current.locale);
      const isOther = current.site !== before.site || current.api !== before.api;
      if (isOther && container.isConnected) start();
      else shown?.follow();
    },
    destroy() {
      if (destroyed) return;
      destroyed = true;
      shown?.stop();
      Reflect.deleteProperty(host, 'focus');
      (container.closest('dialog') ?? container).remove();
      if (slot instanceof HTMLElement) slot.hidden = false;
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

const nothing: WidgetHandle = { open() {}, update() {}, destroy() {} };
