/**
 * Keys typed into a field stay there: outside of a shadow root they seem to come from its host, which is no field, so a
 * page's one-letter shortcuts would take them. Escape and Tab go on, since a dialog of the page may stand around us.
 */
export function quietKeys(container: Element): void {
  const hush = (event: Event) => {
    const [from] = event.composedPath();
    const leaves = event instanceof KeyboardEvent && (event.key === 'Escape' || event.key === 'Tab');
    if (!leaves && from instanceof Element && from.matches('input,select,textarea')) event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup']) container.addEventListener(type, hush);
}
