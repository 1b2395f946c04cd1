import type { Utility } from '../../wire/utility.ts';
import { DateField } from '../components/date-field.tsx';
import { TextField } from '../components/fields.tsx';
import type { OptionalMessages } from '../i18n/en/optional-sections.ts';
import { overlapsCurrentSupply } from '../switch-deadline.ts';
import type { WidgetContext } from '../widget-context.ts';
import { setCurrentContractEnd } from './customer-draft.ts';
import { bindTextField, type FieldBinding, type OptionalSectionProps, PhoneField } from './field-binding.tsx';

const STATES =
  'Alabama:AL,Alaska:AK,Arizona:AZ,Arkansas:AR,California:CA,Colorado:CO,Connecticut:CT,Delaware:DE,' +
  'District of Columbia:DC,Florida:FL,Georgia:GA,Hawaii:HI,Idaho:ID,Illinois:IL,Indiana:IN,Iowa:IA,Kansas:KS,' +
  'Kentucky:KY,Louisiana:LA,Maine:ME,Maryland:MD,Massachusetts:MA,Michigan:MI,Minnesota:MN,Mississippi:MS,' +
  'Missouri:MO,Montana:MT,Nebraska:NE,Nevada:NV,New Hampshire:NH,New Jersey:NJ,New Mexico:NM,New York:NY,' +
  'North Carolina:NC,North Dakota:ND,Ohio:OH,Oklahoma:OK,Oregon:OR,Pennsylvania:PA,Rhode Island:RI,' +
  'South Carolina:SC,South Dakota:SD,Tennessee:TN,Texas:TX,Utah:UT,Vermont:VT,Virginia:VA,Washington:WA,' +
  'West Virginia:WV,Wisconsin:WI,Wyoming:WY,Puerto Rico:PR,' +
  // Spanish names that differ from the English names.
  'Carolina del Norte:NC,Carolina del Sur:SC,Dakota del Norte:ND,Dakota del Sur:SD,Distrito de Columbia:DC,' +
  'Hawái:HI,Luisiana:LA,Misisipi:MS,Misuri:MO,Nueva Jersey:NJ,Nueva York:NY,Nuevo Hampshire:NH,' +
  'Nuevo México:NM,Oregón:OR,Pensilvania:PA,Tejas:TX,Virginia Occidental:WV';

const codes = new Map(
  STATES.split(',')
    .map((state) => state.toLowerCase().split(':'))
    .map(([name, code]) => [name, code]),
);

/**
 * Returns the two-letter code for the full name of a state in English or Spanish. Returns other text unchanged.
 *
 * @example toStateCode(' texas') // 'TX'
 */
export const toStateCode = (text: string): string =>
  codes.get(text.trim().replace(/\s+/g, ' ').toLowerCase())?.toUpperCase() ?? text;

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
        <PhoneField {...props} label={messages.phone} path="/contact/phone" autocomplete="section-contact tel" />
      </div>
    </fieldset>
  );
}

/** The fields of the current supply contract. Warns if the current contract ends after the new contract starts. */
export function CurrentSupplyFields(props: OptionalSectionProps) {
  const { context, selection, optionalMessages } = props;
  const { optional } = context.catalog.app;
  const contractEnd = bindTextField(props, '/currentSupply/contractEnd');
  const { startMonth } = selection.offer;
  return (
    <div class="form-grid">
      <TextField
        {...bindTextField(props, '/currentSupply/supplier')}
        label={optionalMessages.currentSupply.supplier}
        optional={optional}
        inputProps={{ autocomplete: 'off' }}
      />
      <DateField
        {...contractEnd}
        onInput={(date) => {
          contractEnd.onInput(date);
          setCurrentContractEnd(context, date);
        }}
        label={optionalMessages.currentSupply.contractEnd}
        optional={optional}
        warning={
          contractEnd.value && overlapsCurrentSupply(contractEnd.value, startMonth)
            ? optionalMessages.currentSupply.overlap(context.format.month(startMonth))
            : undefined
        }
      />
    </div>
  );
}

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
