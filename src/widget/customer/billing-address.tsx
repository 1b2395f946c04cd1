import { TextField } from '../components/text-field.tsx';
import { bindTextField, type OptionalSectionProps } from './field-binding.ts';
import { toStateCode } from './us-states.ts';

/** The billing address, for bills that do not go to the first account's service address. */
export function BillingAddress(props: OptionalSectionProps) {
  const { billingAddress } = props.optionalMessages;
  const { optional } = props.context.catalog.app;
  const state = bindTextField(props, '/customer/billingAddress/state');
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
          {...state}
          onBlur={() => {
            state.onInput(toStateCode(state.value));
            state.onBlur();
          }}
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
          inputProps={{ inputMode: 'numeric', autocomplete: 'billing postal-code' }}
        />
      </div>
    </fieldset>
  );
}
