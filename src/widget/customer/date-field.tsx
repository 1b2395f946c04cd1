import { Field, type FieldProps, fieldAria } from '../components/field.tsx';

interface DateFieldProps extends FieldProps {
  /** `2027-01-31`, or nothing. */
  readonly value: string;
  readonly onInput: (date: string) => void;
  readonly onBlur: () => void;
}

/** A day of the calendar. The browser's own picker, which phones show large. */
export const DateField = ({ value, onInput, onBlur, ...field }: DateFieldProps) => (
  <Field {...field}>
    <input
      type="date"
      {...fieldAria(field)}
      autocomplete="off"
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={onBlur}
    />
  </Field>
);
