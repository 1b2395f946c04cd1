/** Long enough for the effects of a component to run, because an effect may move the focus. */
const DELAY_MS = 200;

/**
 * Keeps the focus in the widget when the focused element is removed, such as a retry button after a successful retry.
 * Otherwise, the browser would move the focus to the page's body, and keyboard users would start again at the top of
 * the page. The closest focusable ancestor receives the focus, unless the code that removed the element moves the
 * focus.
 */
export function keepFocus(container: HTMLElement): void {
  let focusPath: readonly HTMLElement[] = [];
  const isLost = () => focusPath[0]?.isConnected === false && document.activeElement === document.body;
  container.addEventListener('focusin', (event) => {
    focusPath = event.composedPath().filter((target) => target instanceof HTMLElement);
  });
  container.addEventListener('focusout', ({ target }) => {
    // Chromium also dispatches this event for an element that is being removed. A microtask later, `isConnected` shows
    // whether the element was removed or only lost the focus.
    queueMicrotask(() => {
      if (focusPath[0] === target && focusPath[0]?.isConnected) focusPath = [];
    });
  });
  new MutationObserver(() => {
    if (!isLost()) return;
    setTimeout(() => {
      if (!isLost()) return;
      const ancestor = focusPath.find((element) => element.isConnected && element.matches('[tabindex]'));
      (ancestor ?? container.querySelector<HTMLElement>('[tabindex]'))?.focus({ preventScroll: true });
    }, DELAY_MS);
  }).observe(container, { childList: true, subtree: true });
}
