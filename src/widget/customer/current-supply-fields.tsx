import { DateField } from '../components/date-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { setCurrentContractEnd } from './current-contract-end.ts';
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
        onInput={(date) => {
          contractEnd.onInput(date);
          setCurrentContractEnd(context, date);
        }}
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
