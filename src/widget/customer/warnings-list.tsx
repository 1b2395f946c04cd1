import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { SubmissionWarningMessages } from '../i18n/en/submission-warnings.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { FieldPath } from './field-paths.ts';
import { SeldomPart } from './seldom-part.tsx';
import { findWarnings, type SubmissionWarning, type WarningCode } from './submission-warnings.ts';

interface WarningsListProps {
  readonly context: WidgetContext;
  readonly details: CustomerDetails;
  readonly selection: SelectedOffer;
  readonly messages: SubmissionWarningMessages;
  readonly disabled: boolean;
  /** To the field where it can be mended. */
  readonly onChange: (field: FieldPath) => void;
}

/** What tends to get a contract rejected, each with its fix and the way to its field. Words for what few are told come along then. */
export function WarningsList({ context, details, selection, messages, disabled, onChange }: WarningsListProps) {
  const render = (warnings: readonly SubmissionWarning[], warningMessages: Partial<Record<WarningCode, string>>) =>
    warnings.length ? (
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
    ) : (
      <p class="text-muted">{messages.noWarnings}</p>
    );
  const { warnings: warningMessages } = messages;
  const warnings = findWarnings(details, selection, new Date());
  return warnings.every(({ code }) => code in warningMessages) &&
    !details.accounts.some(({ annualUsage }) => annualUsage) ? (
    render(warnings, warningMessages)
  ) : (
    <SeldomPart context={context}>
      {({ words, usageMisfit }) =>
        render(findWarnings(details, selection, new Date(), usageMisfit), { ...warningMessages, ...words.warnings })
      }
    </SeldomPart>
  );
}
