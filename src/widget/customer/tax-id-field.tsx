import { useSignal } from '@preact/signals';
import { Field, fieldAria } from '../components/field.tsx';
import type { CustomerMessages } from '../i18n/en/customer.ts';

interface TaxIdFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur: () => void;
  readonly error: string | undefined;
  /** It may be a person's social security number: then nobody beside the customer should read it off the screen. */
  readonly isPersonal: boolean;
  readonly messages: CustomerMessages;
}

/** The tax id. A person's is masked while it is typed, with a button to look at it. */
export function TaxIdField({ value, onInput, onBlur, isPersonal, messages, ...rest }: TaxIdFieldProps) {
  const isVisible = useSignal(false);
  const field = { ...rest, label: isPersonal ? messages.taxIdOrSsn : messages.taxId, hint: messages.taxIdHint };
  return (
    <Field {...field}>
      <span class="tax-id">
        <input
          {...(isPersonal && !isVisible.value ? ({ type: 'password' } as const) : ({ type: 'text' } as const))}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          maxLength={12}
          {...fieldAria(field)}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
          onBlur={onBlur}
        />
        {isPersonal && (
          <button
            type="button"
            aria-pressed={isVisible.value}
            aria-controls={field.name}
            onClick={() => {
              isVisible.value = !isVisible.value;
            }}
          >
            {isVisible.value ? messages.hideTaxId : messages.showTaxId}
          </button>
        )}
      </span>
    </Field>
  );
}
