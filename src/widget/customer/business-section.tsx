import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { entityTypes } from './entity-types.ts';
import { nameLimit } from './name-limit.ts';
import { type SectionProps, textField } from './section-props.ts';
import { type MaybeSeldom, SeldomPart } from './seldom-part.tsx';
import { TaxIdField } from './tax-id-field.tsx';
import { TickField } from './tick-field.tsx';

/** Who buys, and where the bills go. */
export function BusinessSection(props: SectionProps & MaybeSeldom) {
  const { shopper, choice, model, texts } = props;
  const entity = textField(props, '/customer/entityType');
  return (
    <>
      <h2>{texts.customerHeading}</h2>
      <div class="grid">
        <TextField
          {...textField(props, '/customer/legalName')}
          label={texts.legalName}
          hint={texts.legalNameHint(nameLimit(choice.utility.state))}
          input={{ autocomplete: 'organization' }}
        />
        <TextField
          {...textField(props, '/customer/tradeName')}
          label={texts.tradeName}
          hint={texts.tradeNameHint}
          optional={shopper.language.shell.optional}
          input={{ autocomplete: 'off' }}
        />
        <SelectField
          {...entity}
          label={texts.entityType}
          value={entityTypes.find((type) => type === entity.value) ?? ''}
          placeholder={texts.choose}
          choices={entityTypes.map((value) => ({ value, label: texts.entityTypes[value] }))}
          onPick={entity.onText}
        />
        <TaxIdField
          {...textField(props, '/customer/taxId')}
          ofPerson={entity.value === 'sole_proprietor'}
          texts={texts}
        />
      </div>
      <TickField model={model} name="billedAtService" label={texts.billedAtService} />
      {!model.input.value.billedAtService && (
        <SeldomPart {...props}>{({ BillingAddress, words }) => <BillingAddress {...props} words={words} />}</SeldomPart>
      )}
    </>
  );
}
