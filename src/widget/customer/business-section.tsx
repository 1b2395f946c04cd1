import type { Utility } from '../../wire/utility.ts';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { entityTypes } from './entity-types.ts';
import { faultWords } from './fault-words.ts';
import { nameLimit } from './name-limit.ts';
import { pointers } from './pointer.ts';
import { type SectionProps, textField } from './section-props.ts';
import { TaxIdField } from './tax-id-field.tsx';
import { TickField } from './tick-field.tsx';

/** Who buys, and where the bills go. */
export function BusinessSection(props: SectionProps & { readonly utility: Utility }) {
  const { model, texts, optional, utility } = props;
  const input = model.input.value;
  return (
    <>
      <h2>{texts.customerHeading}</h2>
      <div class="grid">
        <TextField
          {...textField(props, 'legalName')}
          label={texts.legalName}
          hint={texts.legalNameHint(nameLimit(utility.state))}
          input={{ autocomplete: 'organization', maxLength: 100 }}
        />
        <TextField
          {...textField(props, 'tradeName')}
          label={texts.tradeName}
          hint={texts.tradeNameHint}
          optional={optional}
          input={{ autocomplete: 'off', maxLength: 100 }}
        />
        <SelectField
          name={pointers.entityType}
          label={texts.entityType}
          value={entityTypes.find((type) => type === input.entityType) ?? ''}
          placeholder={texts.choose}
          choices={entityTypes.map((value) => ({ value, label: texts.entityTypes[value] }))}
          onPick={(value) => model.type('entityType', value)}
          onLeave={() => model.leave(pointers.entityType)}
          error={faultWords(texts, model.faults.value[pointers.entityType])}
        />
        <TaxIdField {...textField(props, 'taxId')} ofPerson={input.entityType === 'sole_proprietor'} texts={texts} />
      </div>
      <TickField
        name="billedAtService"
        label={texts.billedAtService}
        ticked={input.billedAtService}
        onTick={(ticked) => model.tick('billedAtService', ticked)}
      />
      {!input.billedAtService && <BillingAddress {...props} />}
    </>
  );
}

function BillingAddress(props: SectionProps) {
  const { texts, optional } = props;
  return (
    <fieldset class="part">
      <legend>{texts.billing.heading}</legend>
      <div class="grid">
        <TextField
          {...textField(props, 'billingStreet')}
          label={texts.billing.street}
          input={{ autocomplete: 'billing address-line1', maxLength: 100 }}
        />
        <TextField
          {...textField(props, 'billingUnit')}
          label={texts.billing.unit}
          optional={optional}
          input={{ autocomplete: 'billing address-line2', maxLength: 30 }}
        />
        <TextField
          {...textField(props, 'billingCity')}
          label={texts.billing.city}
          input={{ autocomplete: 'billing address-level2', maxLength: 60 }}
        />
        <TextField
          {...textField(props, 'billingState')}
          label={texts.billing.state}
          input={{
            autocomplete: 'billing address-level1',
            autocapitalize: 'characters',
            spellcheck: false,
            // A browser may fill in the whole name: better said than cut.
            maxLength: 30,
          }}
        />
        <TextField
          {...textField(props, 'billingPostalCode')}
          label={texts.billing.postalCode}
          input={{ inputMode: 'numeric', autocomplete: 'billing postal-code', maxLength: 5 }}
        />
      </div>
    </fieldset>
  );
}
