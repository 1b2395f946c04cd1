import { requiredField } from '../../wire/utility.ts';
import { TextField } from '../components/fields.tsx';
import { normalizeNumber } from '../normalize-input.ts';
import type { AccountInput } from './customer-input.ts';
import { type AccountField, accountFieldPath } from './customer-input.ts';
import { bindField, errorMessage, type FieldBinding, fieldError, type SectionProps } from './field-binding.tsx';
import { hasValidLength, identifierFormatMessage, violatesUnverifiedRule } from './identifier.ts';
import { AccountUsage, UtilityFields } from './optional-sections.lazy.tsx';

interface AccountFieldsProps extends SectionProps {
  readonly account: AccountInput;
  readonly index: number;
  readonly count: number;
  readonly onRemove: () => void;
}

type IdentifierContext = Pick<SectionProps, 'selection' | 'messages' | 'context'>;

function identifierRuleMessage({ selection: { utility }, messages, context }: IdentifierContext, text: string): string {
  const { identifier } = utility;
  const expected = identifierFormatMessage({ utility, messages, format: context.format });
  const { length } = normalizeNumber(text);
  return expected
    ? messages.identifierInvalid(
        identifier.name,
        utility.name,
        expected,
        hasValidLength(identifier, length) ? 0 : length,
      )
    : messages.identifierUnrecognized(identifier.name, utility.name);
}

/** Returns the message for an invalid account number. The message uses the utility's term for this number. */
function identifierError(context: IdentifierContext, text: string, code: string | undefined): string | undefined {
  const { selection, messages } = context;
  if (code === 'required') return messages.identifierRequired(selection.utility.identifier.name);
  return code === 'identifier_rule' ? identifierRuleMessage(context, text) : errorMessage(messages.errors, code);
}

/** The message for an error of any field of the form. */
export function errorOf(props: SectionProps, path: string, code: string): string | undefined {
  const { store, messages } = props;
  const account = store.input.value.accounts.find((_, index) => path === accountFieldPath(index, 'identifier'));
  return account ? identifierError(props, account.identifier, code) : fieldError(messages, path, code);
}

export function AccountFields(props: AccountFieldsProps) {
  const { context, selection, store, messages, account, index, count } = props;
  const { format } = context;
  const { utility } = selection;
  const { identifier } = utility;
  const identifierValue = normalizeNumber(account.identifier);
  const formatMessage = identifierFormatMessage({ utility, messages, format });
  const ruleMessage = identifierRuleMessage(props, account.identifier);
  const name = messages.identifier(identifier.name);

  const field = (name: AccountField): FieldBinding => ({
    ...bindField(props, accountFieldPath(index, name)),
    value: account[name],
    onInput: (text: string) => store.setAccountField(index, name, text),
  });
  const identifierField = field('identifier');
  const identifierCode = store.errors.value[identifierField.name];
  const warning =
    store.editedPath.value !== identifierField.name && violatesUnverifiedRule(identifierValue, identifier)
      ? messages.identifierSuspicious(ruleMessage)
      : undefined;
  // A field that the utility does not list is also shown if it has a value or an error, because the server may have
  // rejected the contract without the field.
  const utilityFields = requiredField.options
    .map((name) => ({ name, binding: field(name) }))
    .filter(({ name, binding }) => utility.requiredFields.includes(name) || binding.error || binding.value);
  const autocompleteSection = `section-meter${index + 1}`;

  return (
    <fieldset class="form-section account-section">
      <legend>{messages.meter(index + 1)}</legend>
      <div class="form-grid">
        <TextField
          {...identifierField}
          error={identifierError(props, account.identifier, identifierCode)}
          label={name.charAt(0).toUpperCase() + name.slice(1)}
          // The message of a violated rule already contains the format.
          hint={messages.identifierHint(warning || identifierCode === 'identifier_rule' ? undefined : formatMessage)}
          warning={warning}
          inputProps={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false }}
        />
        {utilityFields.length > 0 && <UtilityFields context={context} fields={utilityFields} />}
        <TextField
          {...field('street')}
          label={messages.street}
          inputProps={{ autocomplete: `${autocompleteSection} address-line1` }}
        />
        <TextField
          {...field('unit')}
          label={messages.unit}
          optional={context.catalog.app.optional}
          inputProps={{ autocomplete: `${autocompleteSection} address-line2` }}
        />
        <TextField
          {...field('city')}
          label={messages.city}
          inputProps={{ autocomplete: `${autocompleteSection} address-level2` }}
        />
        <TextField
          {...field('postalCode')}
          label={messages.postalCode}
          hint={messages.state(utility.state)}
          inputProps={{ inputMode: 'numeric', autocomplete: `${autocompleteSection} postal-code` }}
        />
      </div>
      {account.annualUsage && <AccountUsage context={context} annualUsage={account.annualUsage} />}
      {count > 1 && (
        <p class="button-row">
          <button type="button" onClick={props.onRemove}>
            {messages.removeMeter(index + 1)}
          </button>
        </p>
      )}
    </fieldset>
  );
}
