import { TextField } from '../components/text-field.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import { bindTextField, type SectionProps } from './field-binding.ts';

/** Where bills go, when that is not the first meter. */
export function BillingAddress({
  optionalMessages,
  ...sectionProps
}: SectionProps & { readonly optionalMessages: OptionalMessages }) {
  const { billingAddress } = optionalMessages;
  const props = {
    ...sectionProps,
    messages: { ...sectionProps.messages, errors: { ...sectionProps.messages.errors, ...optionalMessages.errors } },
  };
  const { optional } = props.context.catalog.app;
  return (
    <fieldset class="form-section">
      <legend>{billingAddress.heading}</legend>
      <div class="form-grid">
        <TextField
          {...bindTextField(props, '/customer/billingAddress/street')}
          label={billingAddress.street}
          inputProps={{ autocomplete: 'billing address-line1' }}
        />
        <TextField
          {...bindTextField(props, '/customer/billingAddress/unit')}
          label={billingAddress.unit}
          optional={optional}
          inputProps={{ autocomplete: 'billing address-line2' }}
        />
        <TextField
          {...bindTextField(props, '/customer/billingAddress/city')}
          label={billingAddress.city}
          inputProps={{ autocomplete: 'billing address-level2' }}
        />
        <TextField
          {...bindTextField(props, '/customer/billingAddress/state')}
          label={billingAddress.state}
          inputProps={{
            autocomplete: 'billing address-level1',
            autocapitalize: 'characters',
            spellcheck: false,
          }}
        />
        <TextField
          {...bindTextField(props, '/customer/billingAddress/postalCode')}
          label={billingAddress.postalCode}
          inputProps={{ inputMode: 'numeric', autocomplete: 'billing postal-code', maxLength: 5 }}
        />
      </div>
    </fieldset>
  );
}
