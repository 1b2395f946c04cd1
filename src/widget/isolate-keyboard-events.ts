/**
 * Keys typed into a field stay there: outside of a shadow root they seem to come from its host, which is no field, so a
 * page's one-letter shortcuts would take them. Escape and Tab go on, since a dialog of the page may stand around us.
 */
export function isolateKeyboardEvents(container: HTMLElement): void {
  const stopFieldEvent = (event: KeyboardEvent) => {
    const [target] = event.composedPath();
    if (!/^(Escape|Tab)$/.test(event.key) && target instanceof Element && target.matches('input,select,textarea'))
      event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const) container.addEventListener(type, stopFieldEvent);
}
