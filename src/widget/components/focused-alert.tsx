import type { ComponentChildren } from 'preact';
import { Alert } from './alert.tsx';

/**
 * An alert that receives the focus when it appears, because the button that the customer clicked may be out of view or
 * removed.
 */
export function FocusedAlert({ children }: { readonly children: ComponentChildren }) {
  return (
    <div tabIndex={-1} ref={focusOnMount}>
      <Alert>{children}</Alert>
    </div>
  );
}

/** A `ref` that focuses an element when it appears. Use it where the element that had the focus has been removed. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus({ preventScroll: true });
