import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Alert, type AlertProps } from './alert.tsx';

/**
 * Returns the content of a live region after its first render, and nothing before that. Screen readers announce only
 * changes of a region that already exists.
 *
 * @example <p role="status">{useAnnounced(messages.sent)}</p>
 */
export function useAnnounced(content: ComponentChildren): ComponentChildren {
  const isRendered = useSignal(false);
  useEffect(() => {
    isRendered.value = true;
  }, []);
  return isRendered.value && content;
}

interface StatusProps {
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** Text that screen readers announce when they are idle. */
export const Status = ({ class: className, children }: StatusProps) => (
  <p class={className} role="status">
    {useAnnounced(children)}
  </p>
);

/** An important message that screen readers announce when they are idle. */
export const PoliteAlert = ({ children, ...alert }: AlertProps) => (
  <Alert {...alert} role="status">
    {useAnnounced(children)}
  </Alert>
);
