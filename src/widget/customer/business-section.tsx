import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { CheckboxField } from './checkbox-field.tsx';
import { ENTITY_TYPES } from './entity-types.ts';
import { bindTextField, type SectionProps } from './field-binding.ts';
import { legalNameLimit } from './legal-name-limit.ts';
import { type MaybeSeldom, SeldomPart } from './seldom-part.tsx';
import { TaxIdField } from './tax-id-field.tsx';

/** Who buys, and where the bills go. */
export function BusinessSection(props: SectionProps & MaybeSeldom) {
  const { context, selection, store, messages } = props;
  const entity = bindTextField(props, '/customer/entityType');
  return (
    <>
      <h2>{messages.customerHeading}</h2>
      <div class="form-grid">
        <TextField
          {...bindTextField(props, '/customer/legalName')}
          label={messages.legalName}
          hint={messages.legalNameHint(legalNameLimit(selection.utility.state))}
          inputProps={{ autocomplete: 'organization' }}
        />
        <TextField
          {...bindTextField(props, '/customer/tradeName')}
          label={messages.tradeName}
          hint={messages.tradeNameHint}
          optional={context.catalog.app.optional}
          inputProps={{ autocomplete: 'off' }}
        />
        <SelectField
          {...entity}
          label={messages.entityType}
          value={ENTITY_TYPES.find((type) => type === entity.value) ?? ''}
          placeholder={messages.choose}
          options={ENTITY_TYPES.map((value) => ({ value, label: messages.entityTypes[value] }))}
          onChange={entity.onInput}
        />
        <TaxIdField
          {...bindTextField(props, '/customer/taxId')}
          isPersonal={entity.value === 'sole_proprietor'}
          messages={messages}
        />
      </div>
      <CheckboxField store={store} name="billedAtService" label={messages.billToServiceAddress} />
      {!store.input.value.billedAtService && (
        <SeldomPart {...props}>
          {({ BillingAddress, words }) => <BillingAddress {...props} optionalMessages={words} />}
        </SeldomPart>
      )}
    </>
  );
}
