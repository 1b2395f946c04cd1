import { effect } from '@preact/signals';
import type { I18n } from './i18n/i18n.ts';
import css from './modal.css?inline';

export { css };

/**
 * Shows `container` in a native modal dialog, which traps the focus, closes on Escape and restores the focus. Closing
 * the dialog only hides it, so the customer's input is kept.
 */
export function openModal(root: ShadowRoot, container: HTMLElement, i18n: I18n): void {
  const existing = container.closest('dialog');
  const dialog = existing ?? document.createElement('dialog');
  if (!existing) {
    dialog.part.add('dialog');
    const closeButton = document.createElement('button');
    closeButton.type = 'button';
    closeButton.className = 'dialog-close';
    closeButton.part.add('close');
    closeButton.onclick = () => dialog.close();
    const body = document.createElement('div');
    body.className = 'dialog-body';
    body.append(closeButton, container);
    dialog.append(body);
    // A click on the backdrop closes the dialog, unless the form has input, because the customer might think that the
    // input is lost.
    dialog.onclick = ({ target }) => {
      if ((target === dialog || target === body) && !hasInput(container)) dialog.close();
    };
    // Stops scroll events, because a scrolling script of the host page could otherwise keep the dialog from scrolling.
    for (const type of ['wheel', 'touchmove'] as const)
      dialog.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
    root.append(dialog);
    effect(() => {
      const { app } = i18n.catalog;
      dialog.lang = i18n.format.locale;
      dialog.ariaLabel = app.title;
      closeButton.textContent = app.close;
    });
  }
  if (!dialog.open) dialog.showModal();
}

const hasInput = (container: HTMLElement): boolean =>
  [...container.querySelectorAll<HTMLInputElement>('input[type=text], input[type=password]')].some(
    ({ value }) => value,
  );
