import { Field, type FieldProps, fieldAria } from './fields.tsx';

interface DateFieldProps extends FieldProps {
  /** ISO date, such as `2027-01-31`, or an empty string. */
  readonly value: string;
  readonly onInput: (date: string) => void;
  readonly onBlur?: () => void;
}

export const DateField = ({ value, onInput, onBlur, ...field }: DateFieldProps) => (
  <Field {...field}>
    <input
      type="date"
      {...fieldAria(field)}
      autocomplete="off"
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
      {...(onBlur && { onBlur })}
    />
  </Field>
);
