import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly children: ComponentChildren;
  /** The way on: what the button says and does. */
  readonly action?: string | undefined;
  readonly onAction?: (() => void) | undefined;
  readonly calm?: boolean;
}

/** Something the customer must know now. Read out at once unless `calm`. */
export function Notice({ children, action, onAction, calm }: NoticeProps) {
  return (
    <div class="notice" part="notice" role={calm ? 'status' : 'alert'}>
      <p>{children}</p>
      {action && (
        <button type="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
