import { Field, type FieldProps, fieldAria } from './field.tsx';

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly suffix?: string | undefined;
  readonly inputProps?: {
    readonly inputMode?: 'numeric' | 'decimal' | 'email' | 'tel';
    readonly autocomplete?: string;
    readonly autocapitalize?: 'characters';
    readonly spellcheck?: false;
    readonly maxLength?: number;
  };
}

/** A single-line text field. It accepts any input; the store normalizes and validates it. */
export function TextField({ value, onInput, onBlur, suffix, inputProps, ...field }: TextFieldProps) {
  const readValue = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    if (currentTarget.value !== value) onInput(currentTarget.value);
  };
  return (
    <Field {...field}>
      <span class="field-control">
        <input
          type="text"
          {...inputProps}
          {...fieldAria(field)}
          value={value}
          onInput={readValue}
          // Some programs that fill in forms cause no other event.
          onChange={readValue}
          {...(onBlur && { onBlur })}
        />
        {suffix && <span class="field-suffix">{suffix}</span>}
      </span>
    </Field>
  );
}
