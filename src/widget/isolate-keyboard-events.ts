/**
 * Keeps key events of form fields inside the shadow root.
 *
 * Outside the root, events are retargeted to the host element, which is not a field, so single-key shortcuts of the
 * host page would fire while the customer types. Escape and Tab still propagate, because the host page may have put
 * the widget in a dialog.
 */
export function isolateKeyboardEvents(container: HTMLElement): void {
  const stopFieldEvent = (event: KeyboardEvent) => {
    const [target] = event.composedPath();
    if (!/^(Escape|Tab)$/.test(event.key) && target instanceof Element && target.matches('input,select,textarea'))
      event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const) container.addEventListener(type, stopFieldEvent);
}
