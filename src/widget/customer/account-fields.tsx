import { accountNeed, type Utility } from '../../wire/utility.ts';
import { TextField } from '../controls/text-field.tsx';
import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Format } from '../i18n/format.ts';
import { type AccountInput, tidyIdentifier } from './customer-input.ts';
import type { CustomerModel } from './customer-model.ts';
import { faultWords } from './fault-words.ts';
import { type AccountField, accountPointer } from './pointer.ts';
import { expectedWords, ruleWords } from './rule-words.ts';

const accountNeeds = accountNeed.options;

interface AccountFieldsProps {
  readonly account: AccountInput;
  readonly index: number;
  readonly count: number;
  readonly model: CustomerModel;
  readonly utility: Utility;
  readonly texts: CustomerTexts;
  readonly format: Format;
  readonly optional: string;
  readonly onRemove: () => void;
}

/** One meter: its number as the bill calls it, and where it hangs. */
export function AccountFields(props: AccountFieldsProps) {
  const { account, index, count, model, utility, texts, format, optional } = props;
  const { identifier } = utility;
  const faults = model.faults.value;
  const length = tidyIdentifier(account.identifier).length;
  const rule = ruleWords({ utility, texts, format, length });
  const expected = expectedWords({ utility, texts, format });
  const at = accountPointer(index, 'identifier');
  const name = texts.identifier(identifier.name);

  const field = (name: AccountField) => {
    const pointer = accountPointer(index, name);
    const fault = faults[pointer];
    return {
      name: pointer,
      value: account[name],
      onText: (text: string) => model.typeAccount(index, name, text),
      onLeave: () => model.leave(pointer),
      error: fault && (fault.code === 'identifier_rule' ? rule : faultWords(texts, fault)),
    };
  };
  /** Also what the utility asks for only once it has seen the contract. */
  const needs = accountNeeds.filter(
    (need) => utility.needs.includes(need) || faults[accountPointer(index, need)] || account[need],
  );
  const place = `section-meter${index + 1}`;

  return (
    <fieldset class="meter">
      <legend>{texts.meter(index + 1)}</legend>
      <div class="grid">
        <TextField
          {...field('identifier')}
          label={name.charAt(0).toUpperCase() + name.slice(1)}
          hint={texts.identifierHint(expected)}
          warning={model.doubts.value.has(at) ? texts.ruleDoubted(rule) : undefined}
          input={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, maxLength: 60 }}
        />
        {needs.map((need) => (
          <TextField
            key={need}
            {...field(need)}
            label={texts.needs[need].label}
            hint={texts.needs[need].hint}
            input={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, maxLength: 40 }}
          />
        ))}
        <TextField
          {...field('street')}
          label={texts.street}
          input={{ autocomplete: `${place} address-line1`, maxLength: 100 }}
        />
        <TextField
          {...field('unit')}
          label={texts.unit}
          optional={optional}
          input={{ autocomplete: `${place} address-line2`, maxLength: 30 }}
        />
        <TextField
          {...field('city')}
          label={texts.city}
          input={{ autocomplete: `${place} address-level2`, maxLength: 60 }}
        />
        <TextField
          {...field('postalCode')}
          label={texts.postalCode}
          hint={texts.state(utility.state)}
          input={{ inputMode: 'numeric', autocomplete: `${place} postal-code`, maxLength: 5 }}
        />
      </div>
      {account.annualUsage && (
        <p class="muted small">
          {texts.usesAYear(`${format.number(account.annualUsage.amount)} ${format.unit(account.annualUsage.unit)}`)}
        </p>
      )}
      {count > 1 && (
        <p class="actions">
          <button type="button" onClick={props.onRemove}>
            {texts.removeMeter(index + 1)}
          </button>
        </p>
      )}
    </fieldset>
  );
}
