import type { ComponentChildren } from 'preact';

export interface AlertProps {
  readonly children: ComponentChildren;
  /** Label of a button for resolving the problem. */
  readonly action?: string | undefined;
  readonly onAction?: (() => void) | undefined;
  readonly role?: 'alert' | 'status';
}

/** An important message. With the role `alert`, screen readers announce it immediately. */
export function Alert({ children, action, onAction, role = 'alert' }: AlertProps) {
  return (
    <div class="alert" part="notice" role={role}>
      <p>{children}</p>
      {action && (
        <button type="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
