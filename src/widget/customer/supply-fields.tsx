import { TextField } from '../controls/text-field.tsx';
import type { SeldomTexts } from '../i18n/en/seldom.ts';
import { DayField } from './day-field.tsx';
import { type SectionProps, textField } from './section-props.ts';
import { overlaps } from './supply-dates.ts';

interface SupplyFieldsProps extends SectionProps {
  readonly words: SeldomTexts;
}

/** Who supplies until now, and whether that is over when the new contract begins. */
export function SupplyFields({ words, ...section }: SupplyFieldsProps) {
  const { shopper, choice, texts } = section;
  const props = { ...section, texts: { ...texts, errors: { ...texts.errors, ...words.errors } } };
  const { optional } = shopper.language.shell;
  const end = textField(props, '/currentSupply/contractEnd');
  const { startMonth } = choice.offer;
  return (
    <div class="grid">
      <TextField
        {...textField(props, '/currentSupply/supplier')}
        label={words.supply.supplier}
        optional={optional}
        input={{ autocomplete: 'off' }}
      />
      <DayField
        {...end}
        label={words.supply.contractEnd}
        optional={optional}
        warning={
          end.value && overlaps(end.value, startMonth)
            ? words.supply.overlap(shopper.format.month(startMonth))
            : undefined
        }
      />
    </div>
  );
}
