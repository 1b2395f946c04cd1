import css from './over-page.css?inline';

export { css };

/**
 * Shows `container` in a dialog over the page, the browser's own: it keeps the focus inside, closes on Escape and gives
 * the focus back to where it was. Closed, it is only hidden: what was typed stays.
 *
 * @param name of the dialog
 * @param words of the button that closes it
 */
export function openOverPage(root: ShadowRoot, container: HTMLElement, name: string, words: string): void {
  const before = container.closest('dialog');
  const dialog = before ?? document.createElement('dialog');
  if (!before) {
    dialog.part.add('dialog');
    dialog.ariaLabel = name;
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'close';
    close.part.add('close');
    close.textContent = words;
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
  }
  if (!dialog.open) dialog.showModal();
}
