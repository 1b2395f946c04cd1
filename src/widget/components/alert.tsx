import type { ComponentChildren } from 'preact';

interface AlertProps {
  readonly children: ComponentChildren;
  /** Label of the button that helps to fix the problem. */
  readonly action?: string | undefined;
  readonly onAction?: (() => void) | undefined;
  readonly polite?: boolean;
}

/** An important message. Screen readers announce it immediately or, if it is `polite`, when they are idle. */
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
