import { TextField } from '../controls/text-field.tsx';
import { type SectionProps, textField } from './section-props.ts';
import { type MaybeSeldom, SeldomPart } from './seldom-part.tsx';
import { TickField } from './tick-field.tsx';

/** Who signs, and whom to call if that is someone else. */
export function SignerSection(props: SectionProps & MaybeSeldom) {
  const { model, texts } = props;
  return (
    <>
      <h2>{texts.signerHeading}</h2>
      <p class="muted">{texts.signerHint}</p>
      <div class="grid">
        <TextField {...textField(props, '/signer/name')} label={texts.name} input={{ autocomplete: 'name' }} />
        <TextField
          {...textField(props, '/signer/title')}
          label={texts.title}
          input={{ autocomplete: 'organization-title' }}
        />
        <TextField
          {...textField(props, '/signer/email')}
          label={texts.email}
          input={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
        />
        <TextField
          {...textField(props, '/signer/phone')}
          label={texts.phone}
          input={{ inputMode: 'tel', autocomplete: 'tel' }}
        />
      </div>
      <TickField model={model} name="signerIsContact" label={texts.signerIsContact} />
      {!model.input.value.signerIsContact && (
        <SeldomPart {...props}>
          {({ ContactFields, words }) => <ContactFields {...props} words={words.contact} />}
        </SeldomPart>
      )}
    </>
  );
}
