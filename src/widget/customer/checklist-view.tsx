import type { Choice, Details } from '../flow.ts';
import type { ChecklistTexts } from '../i18n/en/checklist.ts';
import type { Shopper } from '../shopper.ts';
import { type Advice, type AdviceCode, checklist } from './checklist.ts';
import type { Pointer } from './pointer.ts';
import { SeldomPart } from './seldom-part.tsx';

interface ChecklistViewProps {
  readonly shopper: Shopper;
  readonly details: Details;
  readonly choice: Choice;
  readonly texts: ChecklistTexts;
  readonly disabled: boolean;
  /** To the field where it can be mended. */
  readonly onChange: (field: Pointer) => void;
}

/** What tends to get a contract rejected, each with its fix and the way to its field. Words for what few are told come along then. */
export function ChecklistView({ shopper, details, choice, texts, disabled, onChange }: ChecklistViewProps) {
  const draw = (found: readonly Advice[], advice: Partial<Record<AdviceCode, string>>) =>
    found.length ? (
      <section class="advice" aria-labelledby="advice">
        <h3 id="advice">{texts.heading}</h3>
        <p class="muted small">{texts.intro}</p>
        <ul>
          {found.map(({ code, field, meter }) => {
            const id = `advice-${code}-${meter ?? ''}`;
            return (
              <li key={id}>
                <span id={id}>
                  {meter !== undefined && texts.meter(meter + 1)}
                  {advice[code]}
                </span>{' '}
                <button
                  type="button"
                  class="link"
                  aria-describedby={id}
                  disabled={disabled}
                  onClick={() => onChange(field)}
                >
                  {texts.change}
                </button>
              </li>
            );
          })}
        </ul>
      </section>
    ) : (
      <p class="muted">{texts.clear}</p>
    );
  const { advice } = texts;
  const found = checklist(details, choice, new Date());
  return found.every(({ code }) => code in advice) && !details.accounts.some(({ annualUsage }) => annualUsage) ? (
    draw(found, advice)
  ) : (
    <SeldomPart shopper={shopper}>
      {({ words, usageMisfit }) =>
        draw(checklist(details, choice, new Date(), usageMisfit), { ...advice, ...words.advice })
      }
    </SeldomPart>
  );
}
