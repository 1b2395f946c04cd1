/** A `ref` that focuses an element when it appears. Use it where the element that had the focus has been removed. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus({ preventScroll: true });
