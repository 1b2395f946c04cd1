import { useEffect } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import type { OpenedPurchase } from '../../wire/prepared-purchase.ts';
import type { ChangedTerms } from '../approval/changed-terms.tsx';
import { createLazy } from '../components/lazy.tsx';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { WidgetContext } from '../widget-context.ts';

interface ChangedOfferProps {
  readonly context: WidgetContext;
  readonly offer: Offer;
  readonly change: NonNullable<OpenedPurchase['change']>;
  readonly hint: string;
  /** Called when the customer can see the change. */
  readonly onShown: () => void;
}

interface LoadedProps {
  readonly ChangedTermsTable: typeof ChangedTerms;
  readonly messages: ApprovalMessages['opening'];
  readonly submissionErrors: SubmissionErrorMessages;
}

/** What has changed since the rejected contract was signed. The table is that of approval links. */
export const ChangedOffer = createLazy<ChangedOfferProps, LoadedProps>(async (catalog) => {
  const lazyMessages = await catalog.lazy();
  const [{ ChangedTerms: ChangedTermsTable, css }, { opening }, submissionErrors] = await Promise.all([
    import('../approval/approval.ts'),
    lazyMessages.approval(),
    lazyMessages.submissionErrors(),
  ]);
  return { View: ChangedOfferView, css, props: { ChangedTermsTable, messages: opening, submissionErrors } };
});

function ChangedOfferView({ hint, onShown, ChangedTermsTable, ...props }: ChangedOfferProps & LoadedProps) {
  useEffect(onShown, []);
  return (
    <div class="action-note">
      <p>{hint}</p>
      <ChangedTermsTable {...props} />
    </div>
  );
}
