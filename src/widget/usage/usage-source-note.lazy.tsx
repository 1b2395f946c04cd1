import { createLazy } from '../components/lazy.tsx';
import type { UsageEstimatorMessages } from '../i18n/en/usage.ts';
import type { UsageSourceNoteProps } from './usage-source-note.tsx';

/**
 * The note about the source of a usage. The note loads on demand, because customers who type their usage see no note.
 */
export const UsageSourceNote = createLazy<UsageSourceNoteProps, { readonly messages: UsageEstimatorMessages }>(
  async (catalog) => {
    const [{ UsageSourceNote: View }, messages] = await Promise.all([
      import('./usage-source-note.tsx'),
      catalog.lazy().then((lazyMessages) => lazyMessages.usageEstimator()),
    ]);
    return { View, props: { messages } };
  },
);
