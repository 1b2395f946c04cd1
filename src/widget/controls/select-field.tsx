import { described, Field, type FieldProps } from './field.tsx';

interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value | '';
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  /** Shown while nothing is chosen. */
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  readonly onPick: (value: Value) => void;
  readonly onLeave?: (() => void) | undefined;
}

/** One of a few. The browser's own list, so that phones show theirs. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, choices, placeholder, disabled, onPick, onLeave, ...field } = props;
  return (
    <Field {...field}>
      <select
        {...described(field)}
        value={value}
        disabled={disabled}
        {...(onLeave && { onBlur: onLeave })}
        onChange={(event) => {
          const picked = choices.find((choice) => choice.value === event.currentTarget.value);
          if (picked) onPick(picked.value);
        }}
      >
        {placeholder !== undefined && (
          <option value="" disabled selected={value === ''}>
            {placeholder}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
