import { TextField } from '../controls/text-field.tsx';
import type { SeldomTexts } from '../i18n/en/seldom.ts';
import { type SectionProps, textField } from './section-props.ts';

/** Whom to call, when that is not the signer. */
export function ContactFields({ words, ...props }: SectionProps & { readonly words: SeldomTexts['contact'] }) {
  return (
    <fieldset class="part">
      <legend>{words.heading}</legend>
      <div class="grid">
        <TextField
          {...textField(props, '/contact/name')}
          label={words.name}
          input={{ autocomplete: 'section-contact name' }}
        />
        <TextField
          {...textField(props, '/contact/email')}
          label={words.email}
          input={{ inputMode: 'email', autocomplete: 'section-contact email', spellcheck: false }}
        />
        <TextField
          {...textField(props, '/contact/phone')}
          label={words.phone}
          input={{ inputMode: 'tel', autocomplete: 'section-contact tel' }}
        />
      </div>
    </fieldset>
  );
}
