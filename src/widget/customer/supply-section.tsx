import { TextField } from '../controls/text-field.tsx';
import type { Choice } from '../flow.ts';
import type { Format } from '../i18n/format.ts';
import { DayField } from './day-field.tsx';
import { type SectionProps, textField } from './section-props.ts';
import { overlaps, signBy, startsTooSoon } from './supply-dates.ts';

interface SupplySectionProps extends SectionProps {
  readonly choice: Choice;
  readonly format: Format;
}

/** Who supplies until now, and whether the new contract can begin when it should. */
export function SupplySection(props: SupplySectionProps) {
  const { model, texts, optional, choice, format } = props;
  const { contractEnd } = model.input.value;
  const { startMonth } = choice.offer;
  const { leadTimeDays, name } = choice.utility;
  const start = format.month(startMonth);
  const lastDay = new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(signBy(startMonth, leadTimeDays)),
  );
  const late = startsTooSoon(startMonth, leadTimeDays, new Date());
  return (
    <>
      <h2>{texts.supply.heading}</h2>
      <p class="muted">{texts.supply.hint}</p>
      <div class="grid">
        <TextField
          {...textField(props, 'supplier')}
          label={texts.supply.supplier}
          optional={optional}
          input={{ autocomplete: 'off', maxLength: 100 }}
        />
        <DayField
          {...textField(props, 'contractEnd')}
          label={texts.supply.contractEnd}
          optional={optional}
          warning={contractEnd && overlaps(contractEnd, startMonth) ? texts.supply.overlap(start) : undefined}
        />
      </div>
      <p class={late ? 'note warning' : 'note muted'}>
        {late ? texts.supply.tooSoon(name, leadTimeDays, start) : texts.supply.signBy(lastDay, start)}
      </p>
    </>
  );
}
