import { TextField } from '../components/text-field.tsx';
import { bindTextField, type OptionalSectionProps } from './field-binding.ts';

/** The contact person, if different from the signer. */
export function ContactFields(props: OptionalSectionProps) {
  const messages = props.optionalMessages.contact;
  return (
    <fieldset class="form-section">
      <legend>{messages.heading}</legend>
      <div class="form-grid">
        <TextField
          {...bindTextField(props, '/contact/name')}
          label={messages.name}
          inputProps={{ autocomplete: 'section-contact name' }}
        />
        <TextField
          {...bindTextField(props, '/contact/email')}
          label={messages.email}
          inputProps={{ inputMode: 'email', autocomplete: 'section-contact email', spellcheck: false }}
        />
        <TextField
          {...bindTextField(props, '/contact/phone')}
          label={messages.phone}
          inputProps={{ inputMode: 'tel', autocomplete: 'section-contact tel' }}
        />
      </div>
    </fieldset>
  );
}
