import type { ComponentChildren } from 'preact';
import { focusOnMount } from '../focus-on-mount.ts';
import { Alert } from './alert.tsx';

/** An alert that receives the focus when it appears, because the button that failed may be out of view or removed. */
export function FocusedAlert({ children }: { readonly children: ComponentChildren }) {
  return (
    <div tabIndex={-1} ref={focusOnMount}>
      <Alert>{children}</Alert>
    </div>
  );
}
