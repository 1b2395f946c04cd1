import type { ComponentChildren } from 'preact';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/text-field.tsx';
import type { WidgetContext } from '../widget-context.ts';
import type { QuoteFormStore } from './quote-form-store.ts';
import { USAGE_UNITS } from './usage-units.ts';
import { UtilityError, UtilityField } from './utility-field.tsx';

interface CommodityFieldsProps {
  readonly context: WidgetContext;
  readonly form: QuoteFormStore;
  /** Goes before the fields' names, where the form asks about two energies. */
  readonly prefix?: string;
}

/** What is asked about one energy: who delivers it, how much is used, what is paid now. */
export function CommodityFields({ context, form, prefix = '' }: CommodityFieldsProps) {
  const { catalog, format } = context;
  const messages = catalog.app.quoteForm;
  const commodity = form.commodity.value;
  const units = USAGE_UNITS[commodity];
  const unit = form.unit.value;
  const validation = form.validation.value;
  const source = form.usageSource.value;
  return (
    <>
      <UtilityField context={context} form={form} prefix={prefix} />
      <TextField
        name={`${prefix}usage`}
        label={messages.usage}
        value={form.usage.value}
        onInput={(text) => form.setField('usage', text)}
        onBlur={() => form.blur('usage')}
        hint={(source && validation?.sourceMessage(source)) ?? messages.usageHint}
        warning={validation?.suspicious ? messages.usageSuspicious : undefined}
        error={form.errorFor('usage')}
        suffix={units.length > 1 ? undefined : format.unit(unit)}
        inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
      {units.length > 1 && (
        <SelectField
          name={`${prefix}unit`}
          label={messages.unit}
          value={unit}
          options={units.map((value) => ({ value, label: format.unit(value) }))}
          onChange={form.selectUnit}
        />
      )}
      <TextField
        name={`${prefix}currentRate`}
        label={messages.currentRate}
        optional={catalog.app.optional}
        value={form.currentRate.value}
        onInput={(text) => form.setField('currentRate', text)}
        onBlur={() => form.blur('currentRate')}
        hint={messages.currentRateHint}
        error={form.errorFor('currentRate')}
        suffix={commodity === 'gas' ? '$/therm' : '¢/kWh'}
        inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
      <UtilityError context={context} form={form} />
    </>
  );
}

interface CommodityFieldsetProps extends CommodityFieldsProps {
  /** Names the group, where there are two. */
  readonly legend: string | undefined;
}

/** The fields, in a group with a name when another energy stands beside them. */
export function CommodityFieldset({ legend, ...fields }: CommodityFieldsetProps): ComponentChildren {
  if (!legend) return <CommodityFields {...fields} />;
  return (
    <fieldset class="form-panel field-group">
      <legend>{legend}</legend>
      <CommodityFields {...fields} />
    </fieldset>
  );
}
