import { TextField } from '../controls/text-field.tsx';
import type { AccountInput } from './customer-input.ts';
import { doubtful } from './identifier-rule.ts';
import { type AccountField, accountPointer } from './pointer.ts';
import { expectedWords } from './rule-words.ts';
import { type BoundText, bound, type SectionProps } from './section-props.ts';
import type { MaybeSeldom } from './seldom-part.tsx';
import { tidyIdentifier } from './tidy.ts';

interface AccountFieldsProps extends SectionProps, MaybeSeldom {
  readonly account: AccountInput;
  readonly index: number;
  readonly count: number;
  readonly onRemove: () => void;
}

/** One meter: its number as the bill calls it, and where it hangs. */
export function AccountFields(props: AccountFieldsProps) {
  const { shopper, choice, model, texts, seldom, account, index, count } = props;
  const { format } = shopper;
  const { utility } = choice;
  const { identifier } = utility;
  const typed = tidyIdentifier(account.identifier);
  const expected = expectedWords({ utility, texts, format });
  const rule = expected
    ? texts.ruleBroken(identifier.name, utility.name, expected, typed.length)
    : texts.ruleBrokenUnknown(identifier.name, utility.name);
  const name = texts.identifier(identifier.name);

  const field = (name: AccountField): BoundText => ({
    ...bound(props, accountPointer(index, name)),
    value: account[name],
    onText: (text: string) => model.typeAccount(index, name, text),
  });
  const own = field('identifier');
  const place = `section-meter${index + 1}`;

  return (
    <fieldset class="part meter">
      <legend>{texts.meter(index + 1)}</legend>
      <div class="grid">
        <TextField
          {...own}
          error={model.faults.value[own.name] === 'identifier_rule' ? rule : own.error}
          label={name.charAt(0).toUpperCase() + name.slice(1)}
          hint={texts.identifierHint(expected)}
          warning={doubtful(typed, identifier) ? texts.ruleDoubted(rule) : undefined}
          input={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false }}
        />
        {seldom && <seldom.NeedFields {...props} field={field} words={seldom.words.needs} />}
        <TextField {...field('street')} label={texts.street} input={{ autocomplete: `${place} address-line1` }} />
        <TextField
          {...field('unit')}
          label={texts.unit}
          optional={shopper.language.shell.optional}
          input={{ autocomplete: `${place} address-line2` }}
        />
        <TextField {...field('city')} label={texts.city} input={{ autocomplete: `${place} address-level2` }} />
        <TextField
          {...field('postalCode')}
          label={texts.postalCode}
          hint={texts.state(utility.state)}
          input={{ inputMode: 'numeric', autocomplete: `${place} postal-code`, maxLength: 5 }}
        />
      </div>
      {seldom && account.annualUsage && (
        <p class="muted small">
          {seldom.words.usesAYear(
            `${format.number(account.annualUsage.amount)} ${format.unit(account.annualUsage.unit)}`,
          )}
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
