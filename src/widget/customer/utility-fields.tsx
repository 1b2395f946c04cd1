import type { Utility } from '../../wire/utility.ts';
import { TextField } from '../components/text-field.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { FieldBinding } from './field-binding.ts';

export interface UtilityFieldsProps {
  readonly context: WidgetContext;
  readonly fields: readonly { readonly name: Utility['requiredFields'][number]; readonly binding: FieldBinding }[];
}

/** Account fields that only some utilities require. */
export const UtilityFields = ({
  fields,
  optionalMessages,
}: UtilityFieldsProps & { readonly optionalMessages: OptionalMessages }) => (
  <>
    {fields.map(({ name, binding }) => (
      <TextField
        key={name}
        {...binding}
        {...optionalMessages.utilityFields[name]}
        inputProps={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false }}
      />
    ))}
  </>
);
