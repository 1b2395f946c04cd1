import { Field, type FieldProps, fieldAria } from './field.tsx';

interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value | '';
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  /** Shown while nothing is chosen. */
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
  readonly onBlur?: (() => void) | undefined;
}

/** One of a few. The browser's own list, so that phones show theirs. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, options, placeholder, disabled, onChange, onBlur, ...field } = props;
  return (
    <Field {...field}>
      <select
        {...fieldAria(field)}
        value={value}
        disabled={disabled}
        {...(onBlur && { onBlur })}
        onChange={(event) => {
          const selected = options.find((option) => option.value === event.currentTarget.value);
          if (selected) onChange(selected.value);
        }}
      >
        {placeholder !== undefined && (
          <option value="" disabled selected={value === ''}>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
