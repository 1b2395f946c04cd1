import type { ComponentChildren } from 'preact';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { Shopper } from '../shopper.ts';
import type { RatesModel } from './rates-model.ts';
import { usageUnits } from './usage-units.ts';
import { UtilityField, UtilityTrouble } from './utility-field.tsx';

interface EnergyFieldsProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  /** Goes before the fields' names, where the form asks about two energies. */
  readonly prefix?: string;
}

/** What is asked about one energy: who delivers it, how much is used, what is paid now. */
export function EnergyFields({ shopper, model, prefix = '' }: EnergyFieldsProps) {
  const { language, format } = shopper;
  const texts = language.shell.rates;
  const commodity = model.commodity.value;
  const units = usageUnits[commodity];
  const unit = model.unit.value;
  const check = model.check.value;
  const note = model.usageNote.value;
  return (
    <>
      <UtilityField shopper={shopper} model={model} prefix={prefix} />
      <TextField
        name={`${prefix}usage`}
        label={texts.usage}
        value={model.usage.value}
        onText={(text) => model.type('usage', text)}
        onLeave={() => model.leave('usage')}
        hint={(note && check?.note(note)) ?? texts.usageHint}
        warning={check?.odd ? texts.usageOdd : undefined}
        error={model.faultAt('usage')}
        suffix={units.length > 1 ? undefined : format.unit(unit)}
        input={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
      {units.length > 1 && (
        <SelectField
          name={`${prefix}unit`}
          label={texts.unit}
          value={unit}
          choices={units.map((value) => ({ value, label: format.unit(value) }))}
          onPick={model.pickUnit}
        />
      )}
      <TextField
        name={`${prefix}currentRate`}
        label={texts.currentRate}
        optional={language.shell.optional}
        value={model.currentRate.value}
        onText={(text) => model.type('currentRate', text)}
        onLeave={() => model.leave('currentRate')}
        hint={texts.currentRateHint}
        error={model.faultAt('currentRate')}
        suffix={commodity === 'gas' ? '$/therm' : '¢/kWh'}
        input={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
      <UtilityTrouble shopper={shopper} model={model} />
    </>
  );
}

interface EnergyGroupProps extends EnergyFieldsProps {
  /** Names the group, where there are two. */
  readonly legend: string | undefined;
}

/** The fields, in a group with a name when another energy stands beside them. */
export function EnergyGroup({ legend, ...fields }: EnergyGroupProps): ComponentChildren {
  if (!legend) return <EnergyFields {...fields} />;
  return (
    <fieldset class="bar group">
      <legend>{legend}</legend>
      <EnergyFields {...fields} />
    </fieldset>
  );
}
