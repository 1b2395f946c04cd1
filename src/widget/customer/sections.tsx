import { useSignal } from '@preact/signals';
import type { Customer } from '../../wire/customer.ts';
import { Field, fieldAria, SelectField, TextField } from '../components/fields.tsx';
import { LazyDetails } from '../components/lazy-details.tsx';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import { bindTextField, CheckboxField, PhoneField, SectionHeading, type SectionProps } from './field-binding.tsx';
import { BillingAddress, ContactFields, CurrentSupplyFields } from './optional-sections.lazy.tsx';
import { legalNameLimit } from './validate-customer.ts';

/** The options for the business type, with the most frequent types first. */
const ENTITY_TYPES = [
  'llc',
  'corporation',
  'partnership',
  'sole_proprietor',
  'nonprofit',
  'government',
] as const satisfies readonly Customer['entityType'][];

export function BusinessSection(props: SectionProps) {
  const { context, selection, store, messages } = props;
  const entity = bindTextField(props, '/customer/entityType');
  return (
    <>
      <SectionHeading {...props} heading={messages.customerHeading} section={/^.customer/} />
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
        {!store.input.value.someoneElseSigns && (
          <TaxIdField
            {...bindTextField(props, '/customer/taxId')}
            isPersonal={entity.value === 'sole_proprietor'}
            messages={messages}
          />
        )}
      </div>
      <CheckboxField store={store} name="billedAtService" label={messages.billToServiceAddress} />
      {!store.input.value.billedAtService && <BillingAddress {...props} />}
    </>
  );
}

interface TaxIdFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur: () => void;
  readonly error: string | undefined;
  /** Whether to mask the input, because it may be a Social Security number. */
  readonly isPersonal: boolean;
  readonly messages: CustomerMessages;
}

/** The field for the tax ID. A tax ID that may be a Social Security number is masked, and a button reveals it. */
function TaxIdField({ value, onInput, onBlur, isPersonal, messages, ...rest }: TaxIdFieldProps) {
  const isVisible = useSignal(false);
  const field = { ...rest, label: isPersonal ? messages.taxIdOrSsn : messages.taxId, hint: messages.taxIdHint };
  return (
    <Field {...field}>
      <span class="tax-id">
        <input
          {...(isPersonal && !isVisible.value ? ({ type: 'password' } as const) : ({ type: 'text' } as const))}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          {...fieldAria(field)}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
          onChange={(event) => event.currentTarget.value !== value && onInput(event.currentTarget.value)}
          onBlur={onBlur}
        />
        {isPersonal && (
          <button
            type="button"
            aria-pressed={isVisible.value}
            aria-controls={field.name}
            onClick={() => {
              isVisible.value = !isVisible.value;
            }}
          >
            {isVisible.value ? messages.hideTaxId : messages.showTaxId}
          </button>
        )}
      </span>
    </Field>
  );
}

export function SignerSection(props: SectionProps) {
  const { store, messages } = props;
  return (
    <>
      <SectionHeading
        {...props}
        heading={messages.signerHeading}
        hint={messages.signerHint}
        section={/^.(signer|contact)/}
      />
      <CheckboxField store={store} name="someoneElseSigns" label={messages.someoneElseSigns} />
      {!store.input.value.someoneElseSigns && (
        <div class="form-grid">
          <TextField
            {...bindTextField(props, '/signer/name')}
            label={messages.name}
            inputProps={{ autocomplete: 'name' }}
          />
          <TextField
            {...bindTextField(props, '/signer/title')}
            label={messages.title}
            inputProps={{ autocomplete: 'organization-title' }}
          />
          <TextField
            {...bindTextField(props, '/signer/email')}
            label={messages.email}
            inputProps={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
          />
          <PhoneField {...props} label={messages.phone} path="/signer/phone" autocomplete="tel" />
        </div>
      )}
      <CheckboxField store={store} name="signerIsContact" label={messages.signerIsContact} />
      {!store.input.value.signerIsContact && <ContactFields {...props} />}
    </>
  );
}

export function CurrentSupplySection(props: SectionProps) {
  const { currentSupply } = props.messages;
  return (
    <>
      <SectionHeading {...props} {...currentSupply} />
      <LazyDetails summary={currentSupply.summary} initiallyOpen={CurrentSupplyFields.isLoaded(props.context)}>
        <CurrentSupplyFields {...props} />
      </LazyDetails>
    </>
  );
}
