import { createLazy } from '../components/lazy.tsx';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';

/** What an approver is asked to do, at the top of the form. It loads its messages itself, because the form has none. */
export const ApproverNotice = createLazy<
  { readonly context: WidgetContext },
  { readonly messages: ApprovalMessages['approver'] }
>(async (catalog) => {
  const [{ ApproverNoticeView: View }, { approver: messages }] = await Promise.all([
    import('./approver-notice.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.approval()),
  ]);
  return { View, props: { messages } };
}, 0);
