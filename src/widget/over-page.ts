import { effect } from '@preact/signals';
import type { Speech } from './i18n/speech.ts';
import css from './over-page.css?inline';

export { css };

/**
 * Shows `container` in a dialog over the page, the browser's own: it keeps the focus inside, closes on Escape and gives
 * the focus back to where it was. Closed, it is only hidden: what was typed stays.
 */
export function openOverPage(root: ShadowRoot, container: HTMLElement, speech: Speech): void {
  const before = container.closest('dialog');
  const dialog = before ?? document.createElement('dialog');
  if (!before) {
    dialog.part.add('dialog');
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'close';
    close.part.add('close');
    close.onclick = () => dialog.close();
    const room = document.createElement('div');
    room.className = 'room';
    room.append(close, container);
    dialog.append(room);
    // Beside the card is the page: a click there leaves.
    dialog.onclick = ({ target }) => {
      if (target === dialog || target === room) dialog.close();
    };
    root.append(dialog);
    effect(() => {
      const { shell } = speech.language;
      dialog.lang = speech.format.locale;
      dialog.ariaLabel = shell.widget;
      close.textContent = shell.close;
    });
  }
  if (!dialog.open) dialog.showModal();
}
