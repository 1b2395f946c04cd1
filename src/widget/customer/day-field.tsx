import { described, Field, type FieldProps } from '../controls/field.tsx';

interface DayFieldProps extends FieldProps {
  /** `2027-01-31`, or nothing. */
  readonly value: string;
  readonly onText: (day: string) => void;
  readonly onLeave: () => void;
}

/** A day of the calendar. The browser's own picker, which phones show large. */
export const DayField = ({ value, onText, onLeave, ...field }: DayFieldProps) => (
  <Field {...field}>
    <input
      type="date"
      {...described(field)}
      autocomplete="off"
      value={value}
      onInput={(event) => onText(event.currentTarget.value)}
      onBlur={onLeave}
    />
  </Field>
);
