import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { SubmissionWarningMessages } from '../i18n/en/review-step.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft } from './customer-draft.ts';
import type { FieldPath } from './customer-input.ts';
import { WarningsAdvice } from './optional-sections.lazy.tsx';
import { findWarnings, type SubmissionWarning, type WarningCode } from './submission-warnings.ts';

interface SubmissionAdviceProps {
  readonly context: WidgetContext;
  readonly details: CustomerDetails;
  readonly selection: SelectedOffer;
  readonly messages: SubmissionWarningMessages;
  readonly disabled: boolean;
  readonly onChange: (field: FieldPath) => void;
}

/**
 * Shows warnings about the input on the review step. The review step already has the message for a missing bill, which
 * is by far the most frequent warning. Other messages load with the optional sections.
 */
export function SubmissionAdvice({ context, details, selection, messages, ...listProps }: SubmissionAdviceProps) {
  const { value: rejectedNumbers } = customerDraft(context).rejectedNumbers;
  const warnings = findWarnings(details, selection, new Date(), { rejectedNumbers });
  const list = (all: readonly SubmissionWarning[], warningMessages: WarningsListProps['warningMessages']) => (
    <WarningsList {...listProps} warnings={all} messages={messages} warningMessages={warningMessages} />
  );
  const hasAllMessages =
    warnings.every(({ code }) => code in messages.warnings) && !details.accounts.some(({ annualUsage }) => annualUsage);
  if (hasAllMessages) return list(warnings, messages.warnings);
  return (
    <WarningsAdvice context={context} details={details} selection={selection}>
      {(all, rareMessages) => {
        const allMessages: Record<WarningCode, string> = { ...messages.warnings, ...rareMessages };
        return list(all, allMessages);
      }}
    </WarningsAdvice>
  );
}

interface WarningsListProps {
  readonly warnings: readonly SubmissionWarning[];
  readonly messages: SubmissionWarningMessages;
  readonly warningMessages: Readonly<Partial<Record<WarningCode, string>>>;
  readonly disabled: boolean;
  readonly onChange: (field: FieldPath) => void;
}

function WarningsList({ warnings, messages, warningMessages, disabled, onChange }: WarningsListProps) {
  if (!warnings.length) return null;
  return (
    <section class="warnings" aria-labelledby="warnings">
      <h3 id="warnings">{messages.heading}</h3>
      <p class="text-muted text-small">{messages.intro}</p>
      <ul>
        {warnings.map(({ code, field, accountIndex }) => {
          const id = `warning-${code}-${accountIndex ?? ''}`;
          return (
            <li key={id}>
              <span id={id}>
                {accountIndex !== undefined && messages.meter(accountIndex + 1)}
                {warningMessages[code]}
              </span>{' '}
              <button
                type="button"
                class="button-link"
                aria-describedby={id}
                disabled={disabled}
                onClick={() => onChange(field)}
              >
                {messages.change}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
