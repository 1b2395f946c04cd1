import { TextField } from '../components/text-field.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import { overlapsCurrentSupply } from './current-supply-dates.ts';
import { DateField } from './date-field.tsx';
import { bindTextField, type SectionProps } from './field-binding.ts';

interface CurrentSupplyFieldsProps extends SectionProps {
  readonly optionalMessages: OptionalMessages;
}

/** Who supplies until now, and whether that is over when the new contract begins. */
export function CurrentSupplyFields({ optionalMessages, ...sectionProps }: CurrentSupplyFieldsProps) {
  const { context, selection, messages } = sectionProps;
  const props = {
    ...sectionProps,
    messages: { ...messages, errors: { ...messages.errors, ...optionalMessages.errors } },
  };
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
