import type { ComponentChildren } from 'preact';
import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { OptionalMessages } from '../i18n/en/optional-sections.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft } from './customer-draft.ts';
import { usageOutsideBand } from './imported-accounts.tsx';
import { findWarnings, type SubmissionWarning } from './submission-warnings.ts';

export interface WarningsAdviceProps {
  readonly context: WidgetContext;
  readonly details: CustomerDetails;
  readonly selection: SelectedOffer;
  readonly children: (
    warnings: readonly SubmissionWarning[],
    rareMessages: OptionalMessages['warnings'],
  ) => ComponentChildren;
}

/**
 * Finds all warnings, including the warning about usage, and passes the messages that the review step does not load to
 * `children`.
 */
export function WarningsAdvice({
  context,
  details,
  selection,
  children,
  optionalMessages,
}: WarningsAdviceProps & { readonly optionalMessages: OptionalMessages }) {
  const isUsageOutsideBand = usageOutsideBand(details.accounts, selection.offer) !== undefined;
  const { value: rejectedNumbers } = customerDraft(context).rejectedNumbers;
  const warnings = findWarnings(details, selection, new Date(), { isUsageOutsideBand, rejectedNumbers });
  return <>{children(warnings, optionalMessages.warnings)}</>;
}
