import { TextField } from '../controls/text-field.tsx';
import { type SectionProps, textField } from './section-props.ts';
import { TickField } from './tick-field.tsx';

/** Who signs, and whom to call if that is someone else. */
export function SignerSection(props: SectionProps) {
  const { model, texts } = props;
  const { signerIsContact } = model.input.value;
  return (
    <>
      <h2>{texts.signerHeading}</h2>
      <p class="muted">{texts.signerHint}</p>
      <div class="grid">
        <TextField {...textField(props, 'name')} label={texts.name} input={{ autocomplete: 'name', maxLength: 100 }} />
        <TextField
          {...textField(props, 'title')}
          label={texts.title}
          input={{ autocomplete: 'organization-title', maxLength: 60 }}
        />
        <TextField
          {...textField(props, 'email')}
          label={texts.email}
          input={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
        />
        <TextField
          {...textField(props, 'phone')}
          label={texts.phone}
          input={{ inputMode: 'tel', autocomplete: 'tel' }}
        />
      </div>
      <TickField
        name="signerIsContact"
        label={texts.signerIsContact}
        ticked={signerIsContact}
        onTick={(ticked) => model.tick('signerIsContact', ticked)}
      />
      {!signerIsContact && (
        <fieldset class="part">
          <legend>{texts.contact.heading}</legend>
          <div class="grid">
            <TextField
              {...textField(props, 'contactName')}
              label={texts.contact.name}
              input={{ autocomplete: 'section-contact name', maxLength: 100 }}
            />
            <TextField
              {...textField(props, 'contactEmail')}
              label={texts.contact.email}
              input={{ inputMode: 'email', autocomplete: 'section-contact email', spellcheck: false }}
            />
            <TextField
              {...textField(props, 'contactPhone')}
              label={texts.contact.phone}
              input={{ inputMode: 'tel', autocomplete: 'section-contact tel' }}
            />
          </div>
        </fieldset>
      )}
    </>
  );
}
