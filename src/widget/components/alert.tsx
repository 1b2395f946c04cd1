import type { ComponentChildren } from 'preact';

interface AlertProps {
  readonly children: ComponentChildren;
  /** The way on: what the button says and does. */
  readonly action?: string | undefined;
  readonly onAction?: (() => void) | undefined;
  readonly polite?: boolean;
}

/** Something the customer must know now. Read out at once unless `calm`. */
export function Alert({ children, action, onAction, polite }: AlertProps) {
  return (
    <div class="alert" part="notice" role={polite ? 'status' : 'alert'}>
      <p>{children}</p>
      {action && (
        <button type="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
