import type { ComponentChildren } from 'preact';
import { useAnnounced } from './use-announced.ts';

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
