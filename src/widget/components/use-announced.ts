import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * The content of a live region: nothing when the region is first rendered, and the content from then on. Screen readers
 * announce only the changes of a region that already exists.
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
