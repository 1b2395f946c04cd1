import { Field, type FieldProps, fieldAria } from '../components/field.tsx';
import { TextField } from '../components/text-field.tsx';
import { overlapsCurrentSupply } from './current-supply.ts';
import { bindTextField, type OptionalSectionProps } from './field-binding.ts';

/** The current supplier contract, with a warning if it ends after the new one begins. */
export function CurrentSupplyFields(props: OptionalSectionProps) {
  const { context, selection, optionalMessages } = props;
  const { optional } = context.catalog.app;
  const contractEnd = bindTextField(props, '/currentSupply/contractEnd');
  const { startMonth } = selection.offer;
  return (
    <div class="form-grid">
      <TextField
        {...bindTextField(props, '/currentSupply/supplier')}
        label={optionalMessages.currentSupply.supplier}
        optional={optional}
        inputProps={{ autocomplete: 'off' }}
      />
      <DateField
        {...contractEnd}
        label={optionalMessages.currentSupply.contractEnd}
        optional={optional}
        warning={
          contractEnd.value && overlapsCurrentSupply(contractEnd.value, startMonth)
            ? optionalMessages.currentSupply.overlap(context.format.month(startMonth))
            : undefined
        }
      />
    </div>
  );
}

interface DateFieldProps extends FieldProps {
  /** ISO date, such as `2027-01-31`, or an empty string. */
  readonly value: string;
  readonly onInput: (date: string) => void;
  readonly onBlur: () => void;
}

/** A date input with the browser's native picker. */
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
