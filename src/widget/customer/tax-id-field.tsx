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
  const input = {
    ...described(field),
    inputMode: 'numeric' as const,
    autocomplete: 'off',
    spellcheck: false,
    maxLength: 12,
    value,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => onText(event.currentTarget.value),
    onBlur: onLeave,
  };
  return (
    <Field {...field}>
      <span class="tax-id">
        {ofPerson && !shown.value ? <input type="password" {...input} /> : <input type="text" {...input} />}
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
