/** Longer than it takes until the effects of a component have run, which may move the focus themselves. */
const DELAY_MS = 200;

/**
 * Keeps the focus in the widget when the element that has it is removed, such as a retry button once the retry has
 * succeeded. The browser would move the focus to the page's body, and the customer would start again at the top of the
 * page. It moves to the closest ancestor that can receive it, unless the code that removed the element chooses another.
 */
export function keepFocus(container: HTMLElement): void {
  let focusPath: readonly HTMLElement[] = [];
  const isLost = () => focusPath[0]?.isConnected === false && document.activeElement === document.body;
  container.addEventListener('focusin', (event) => {
    focusPath = event.composedPath().filter((target) => target instanceof HTMLElement);
  });
  container.addEventListener('focusout', ({ target }) => {
    // Chromium dispatches this event for an element that is being removed, too. Afterward, it is clear which it was.
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
