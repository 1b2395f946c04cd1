import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface LazyDetailsProps {
  readonly summary: string;
  readonly initiallyOpen?: boolean;
  /** Rendered, and therefore loaded, when the customer first opens the disclosure. */
  readonly children: ComponentChildren;
}

export function LazyDetails({ summary, initiallyOpen = false, children }: LazyDetailsProps) {
  const wasOpened = useSignal(initiallyOpen);
  return (
    <details
      open={wasOpened.value}
      onToggle={() => {
        wasOpened.value = true;
      }}
    >
      <summary>{summary}</summary>
      {wasOpened.value && children}
    </details>
  );
}
