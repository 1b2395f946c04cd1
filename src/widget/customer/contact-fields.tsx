import { TextField } from '../components/text-field.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import { bindTextField, type SectionProps } from './field-binding.ts';

/** Whom to call, when that is not the signer. */
export function ContactFields({
  optionalMessages,
  ...props
}: SectionProps & { readonly optionalMessages: OptionalMessages['contact'] }) {
  return (
    <fieldset class="form-section">
      <legend>{optionalMessages.heading}</legend>
      <div class="form-grid">
        <TextField
          {...bindTextField(props, '/contact/name')}
          label={optionalMessages.name}
          inputProps={{ autocomplete: 'section-contact name' }}
        />
        <TextField
          {...bindTextField(props, '/contact/email')}
          label={optionalMessages.email}
          inputProps={{ inputMode: 'email', autocomplete: 'section-contact email', spellcheck: false }}
        />
        <TextField
          {...bindTextField(props, '/contact/phone')}
          label={optionalMessages.phone}
          inputProps={{ inputMode: 'tel', autocomplete: 'section-contact tel' }}
        />
      </div>
    </fieldset>
  );
}
