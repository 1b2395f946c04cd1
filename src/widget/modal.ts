import { effect } from '@preact/signals';
import type { I18n } from './i18n/i18n.ts';
import css from './modal.css?inline';

export { css };

/**
 * Shows `container` in a dialog over the page, the browser's own: it keeps the focus inside, closes on Escape and gives
 * the focus back to where it was. Closed, it is only hidden: what was typed stays.
 */
export function openModal(root: ShadowRoot, container: HTMLElement, i18n: I18n): void {
  const existing = container.closest('dialog');
  const dialog = existing ?? document.createElement('dialog');
  if (!existing) {
    dialog.part.add('dialog');
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'dialog-close';
    close.part.add('close');
    close.onclick = () => dialog.close();
    const body = document.createElement('div');
    body.className = 'dialog-body';
    body.append(close, container);
    dialog.append(body);
    // Beside the card is the page: a click there leaves.
    dialog.onclick = ({ target }) => {
      if (target === dialog || target === body) dialog.close();
    };
    root.append(dialog);
    effect(() => {
      const { app } = i18n.catalog;
      dialog.lang = i18n.format.locale;
      dialog.ariaLabel = app.title;
      close.textContent = app.close;
    });
  }
  if (!dialog.open) dialog.showModal();
}
