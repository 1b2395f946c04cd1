import { Field, type FieldProps, fieldAria } from './field.tsx';

interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value | '';
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  /** Shown until an option is selected. */
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
  readonly onBlur?: (() => void) | undefined;
}

/** A native `select`, so that phones show their own picker. */
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
