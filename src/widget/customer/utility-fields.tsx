import { requiredField } from '../../wire/utility.ts';
import { TextField } from '../components/text-field.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import type { FieldBinding, SectionProps } from './field-binding.ts';
import { type AccountField, accountFieldPath } from './field-paths.ts';

interface UtilityFieldsProps extends SectionProps {
  readonly index: number;
  readonly field: (name: AccountField) => FieldBinding;
  readonly fieldMessages: OptionalMessages['utilityFields'];
}

/** What some utilities ask of a meter besides its number; also what one asks for only once it has seen the contract. */
export function UtilityFields({ selection, store, index, field, fieldMessages }: UtilityFieldsProps) {
  const visibleFields = requiredField.options.filter(
    (fieldName) =>
      selection.utility.requiredFields.includes(fieldName) ||
      store.errors.value[accountFieldPath(index, fieldName)] ||
      field(fieldName).value,
  );
  return (
    <>
      {visibleFields.map((fieldName) => (
        <TextField
          key={fieldName}
          {...field(fieldName)}
          {...fieldMessages[fieldName]}
          inputProps={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, maxLength: 40 }}
        />
      ))}
    </>
  );
}
