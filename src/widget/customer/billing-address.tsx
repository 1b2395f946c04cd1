import { TextField } from '../controls/text-field.tsx';
import type { SeldomTexts } from '../i18n/en/seldom.ts';
import { type SectionProps, textField } from './section-props.ts';

/** Where bills go, when that is not the first meter. */
export function BillingAddress({ words: all, ...section }: SectionProps & { readonly words: SeldomTexts }) {
  const words = all.billing;
  const props = { ...section, texts: { ...section.texts, errors: { ...section.texts.errors, ...all.errors } } };
  const { optional } = props.shopper.language.shell;
  return (
    <fieldset class="part">
      <legend>{words.heading}</legend>
      <div class="grid">
        <TextField
          {...textField(props, '/customer/billingAddress/street')}
          label={words.street}
          input={{ autocomplete: 'billing address-line1' }}
        />
        <TextField
          {...textField(props, '/customer/billingAddress/unit')}
          label={words.unit}
          optional={optional}
          input={{ autocomplete: 'billing address-line2' }}
        />
        <TextField
          {...textField(props, '/customer/billingAddress/city')}
          label={words.city}
          input={{ autocomplete: 'billing address-level2' }}
        />
        <TextField
          {...textField(props, '/customer/billingAddress/state')}
          label={words.state}
          input={{
            autocomplete: 'billing address-level1',
            autocapitalize: 'characters',
            spellcheck: false,
          }}
        />
        <TextField
          {...textField(props, '/customer/billingAddress/postalCode')}
          label={words.postalCode}
          input={{ inputMode: 'numeric', autocomplete: 'billing postal-code', maxLength: 5 }}
        />
      </div>
    </fieldset>
  );
}
