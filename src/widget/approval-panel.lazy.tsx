import { createLazy } from './components/lazy.tsx';
import type { SectionProps } from './customer/field-binding.tsx';
import type { ApprovalMessages } from './i18n/en/approval.ts';

/**
 * The last part of the customer form when someone else signs. Few customers need this panel, so it is in a separate
 * lazy part.
 */
export const ApprovalPanel = createLazy<SectionProps, { readonly approvalMessages: ApprovalMessages }>(
  async (catalog) => {
    const [{ ApprovalPanel: View, css }, approvalMessages] = await Promise.all([
      import('./approval/approval.ts'),
      catalog.lazy().then((lazyMessages) => lazyMessages.approval()),
    ]);
    return { View, css, props: { approvalMessages } };
  },
);
