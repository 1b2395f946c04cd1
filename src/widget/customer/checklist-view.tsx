import type { Choice, Details } from '../flow.ts';
import type { ChecklistTexts } from '../i18n/en/checklist.ts';
import { checklist } from './checklist.ts';
import type { Pointer } from './pointer.ts';

interface ChecklistViewProps {
  readonly details: Details;
  readonly choice: Choice;
  readonly texts: ChecklistTexts;
  readonly disabled: boolean;
  /** To the field where it can be mended. */
  readonly onChange: (field: Pointer) => void;
}

/** What tends to get a contract rejected, each with its fix and the way to its field. */
export function ChecklistView({ details, choice, texts, disabled, onChange }: ChecklistViewProps) {
  const found = checklist(details, choice, new Date());
  if (!found.length) return <p class="muted">{texts.clear}</p>;
  return (
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
                {texts.advice[code]}
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
  );
}
