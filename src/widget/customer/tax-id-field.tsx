import { useSignal } from '@preact/signals';
import { described, Field } from '../controls/field.tsx';
import type { CustomerTexts } from '../i18n/en/customer.ts';

interface TaxIdFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly onLeave: () => void;
  readonly error: string | undefined;
  /** It may be a person's social security number: then nobody beside the customer should read it off the screen. */
  readonly ofPerson: boolean;
  readonly texts: CustomerTexts;
}

/** The tax id. A person's is masked while it is typed, with a button to look at it. */
export function TaxIdField({ value, onText, onLeave, ofPerson, texts, ...rest }: TaxIdFieldProps) {
  const shown = useSignal(false);
  const field = { ...rest, label: ofPerson ? texts.taxIdOfPerson : texts.taxId, hint: texts.taxIdHint };
  return (
    <Field {...field}>
      <span class="tax-id">
        <input
          {...(ofPerson && !shown.value ? ({ type: 'password' } as const) : ({ type: 'text' } as const))}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          maxLength={12}
          {...described(field)}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
          onBlur={onLeave}
        />
        {ofPerson && (
          <button
            type="button"
            aria-pressed={shown.value}
            aria-controls={field.name}
            onClick={() => {
              shown.value = !shown.value;
            }}
          >
            {shown.value ? texts.hideTaxId : texts.showTaxId}
          </button>
        )}
      </span>
    </Field>
  );
}
