import { TextField } from '../components/text-field.tsx';
import { CheckboxField } from './checkbox-field.tsx';
import { bindTextField, type SectionProps } from './field-binding.ts';
import { ContactFields } from './optional-sections.lazy.tsx';

/** The signer, and the contact person if different. */
export function SignerSection(props: SectionProps) {
  const { store, messages } = props;
  return (
    <>
      <h2>{messages.signerHeading}</h2>
      <p class="text-muted">{messages.signerHint}</p>
      <CheckboxField store={store} name="someoneElseSigns" label={messages.someoneElseSigns} />
      {!store.input.value.someoneElseSigns && (
        <div class="form-grid">
          <TextField
            {...bindTextField(props, '/signer/name')}
            label={messages.name}
            inputProps={{ autocomplete: 'name' }}
          />
          <TextField
            {...bindTextField(props, '/signer/title')}
            label={messages.title}
            inputProps={{ autocomplete: 'organization-title' }}
          />
          <TextField
            {...bindTextField(props, '/signer/email')}
            label={messages.email}
            inputProps={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
          />
          <TextField
            {...bindTextField(props, '/signer/phone')}
            label={messages.phone}
            inputProps={{ inputMode: 'tel', autocomplete: 'tel' }}
          />
        </div>
      )}
      <CheckboxField store={store} name="signerIsContact" label={messages.signerIsContact} />
      {!store.input.value.signerIsContact && <ContactFields {...props} />}
    </>
  );
}
