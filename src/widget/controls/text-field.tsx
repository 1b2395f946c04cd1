import { described, Field, type FieldProps } from './field.tsx';

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly onLeave?: (() => void) | undefined;
  readonly suffix?: string | undefined;
  readonly input?: {
    readonly inputMode?: 'numeric' | 'decimal' | 'email' | 'tel';
    readonly autocomplete?: string;
    readonly autocapitalize?: 'characters';
    readonly spellcheck?: false;
    readonly maxLength?: number;
  };
}

/** One line of text. It takes whatever is typed: the model tidies it and says what is wrong. */
export function TextField({ value, onText, onLeave, suffix, input, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <span class="control">
        <input
          type="text"
          {...input}
          {...described(field)}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
          {...(onLeave && { onBlur: onLeave })}
        />
        {suffix && <span class="suffix">{suffix}</span>}
      </span>
    </Field>
  );
}
