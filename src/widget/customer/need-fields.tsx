import { accountNeed } from '../../wire/utility.ts';
import { TextField } from '../controls/text-field.tsx';
import type { SeldomTexts } from '../i18n/en/seldom.ts';
import { type AccountField, accountPointer } from './pointer.ts';
import type { BoundText, SectionProps } from './section-props.ts';

interface NeedFieldsProps extends SectionProps {
  readonly index: number;
  readonly field: (name: AccountField) => BoundText;
  readonly words: SeldomTexts['needs'];
}

/** What some utilities ask of a meter besides its number; also what one asks for only once it has seen the contract. */
export function NeedFields({ choice, model, index, field, words }: NeedFieldsProps) {
  const needs = accountNeed.options.filter(
    (need) =>
      choice.utility.needs.includes(need) || model.faults.value[accountPointer(index, need)] || field(need).value,
  );
  return (
    <>
      {needs.map((need) => (
        <TextField
          key={need}
          {...field(need)}
          {...words[need]}
          input={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, maxLength: 40 }}
        />
      ))}
    </>
  );
}
