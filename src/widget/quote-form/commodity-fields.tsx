import type { ComponentChildren } from 'preact';
import { type ErrorKind, isOutsideServiceArea } from '../api/errors.ts';
import { Alert } from '../components/alert.tsx';
import { SelectField, TextField } from '../components/fields.tsx';
import { UsageSourceNote } from '../usage/usage-source-note.lazy.tsx';
import { USAGE_UNITS } from '../usage/usage-units.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { QuoteStore } from './quote-store.ts';

interface CommodityFieldsProps {
  readonly context: WidgetContext;
  readonly quote: QuoteStore;
  /** Prefix for the control names of a second commodity. */
  readonly prefix?: string;
  /**
   * Whether the form has two commodities. If so, the utility field shows the reason why no utility was found, because
   * the ZIP code may be valid for the other commodity.
   */
  readonly isOneOfTwo?: boolean;
}

export function CommodityFields(props: CommodityFieldsProps) {
  const { context, quote, prefix = '' } = props;
  const { catalog, format } = context;
  const messages = catalog.app.quoteForm;
  const commodity = quote.commodity.value;
  const units = USAGE_UNITS[commodity];
  const unit = quote.unit.value;
  const validation = quote.validation.value;
  const source = quote.usageSource.value;
  return (
    <>
      <UtilityField {...props} />
      <TextField
        name={`${prefix}usage`}
        label={messages.usage}
        value={quote.usage.value}
        onInput={(text) => quote.setText('usage', text)}
        onBlur={() => quote.blur('usage')}
        hint={
          source ? (
            <UsageSourceNote context={context} source={source} fallback={messages.usageHint} />
          ) : (
            messages.usageHint
          )
        }
        warning={validation?.usageWarning}
        announcesNote
        error={quote.errorFor('usage')}
        suffix={units.length > 1 ? undefined : format.unit(unit)}
        inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
      {units.length > 1 && (
        <SelectField
          name={`${prefix}unit`}
          label={messages.unit}
          value={unit}
          options={units.map((value) => ({ value, label: format.unit(value) }))}
          onChange={quote.setUnit}
        />
      )}
      <TextField
        name={`${prefix}currentRate`}
        label={messages.currentRate}
        optional={catalog.app.optional}
        value={quote.currentRate.value}
        onInput={(text) => quote.setText('currentRate', text)}
        onBlur={() => quote.blur('currentRate')}
        hint={messages.currentRateHint}
        error={quote.errorFor('currentRate')}
        announcesNote
        suffix={`${commodity === 'gas' ? '$' : '¢'}/${format.unit(unit)}`}
        inputProps={{ inputMode: 'decimal', autocomplete: 'off' }}
      />
      <LookupError {...props} />
    </>
  );
}

interface CommodityFieldsetProps extends CommodityFieldsProps {
  /** The commodity's name. Undefined when the form has only one commodity. */
  readonly legend: string | undefined;
}

export function CommodityFieldset({ legend, ...fields }: CommodityFieldsetProps): ComponentChildren {
  if (!legend) return <CommodityFields {...fields} />;
  return (
    <fieldset class="form-panel field-group">
      <legend>{legend}</legend>
      <CommodityFields {...fields} isOneOfTwo />
    </fieldset>
  );
}

/**
 * The field for the utility, and for the load zone if the utility has several zones. A ZIP code with only one utility
 * needs no selection.
 */
function UtilityField({ context, quote, prefix = '', isOneOfTwo }: CommodityFieldsProps) {
  const messages = context.catalog.app.quoteForm;
  const result = quote.utilities.value;
  const utilities = result.data ?? [];
  const zones = quote.utility.value?.zones ?? [];
  const toOptions = (items: readonly { code: string; name: string }[]) =>
    items.map(({ code, name }) => ({ value: code, label: name }));
  const waiting = result.status === 'loading' ? messages.utilityLoading : messages.utilityWaiting;

  return (
    <>
      <SelectField
        name={`${prefix}utility`}
        label={messages.utility}
        value={quote.utility.value?.code ?? ''}
        placeholder={utilities.length ? messages.chooseUtility : waiting}
        options={toOptions(utilities)}
        disabled={!utilities.length}
        onChange={(code) => quote.select('utility', code)}
        hint={utilities.length > 1 ? messages.utilityHint : undefined}
        error={
          utilities.length ? quote.errorFor('utility') : (isOneOfTwo && serviceAreaError(context, quote)) || undefined
        }
      />
      {zones.length > 1 && (
        <SelectField
          name={`${prefix}zone`}
          label={messages.zone}
          value={zones.some(({ code }) => code === quote.zone.value) ? quote.zone.value : ''}
          placeholder={messages.chooseZone}
          options={toOptions(zones)}
          onChange={(code) => quote.select('zone', code)}
          error={quote.errorFor('zone')}
        />
      )}
    </>
  );
}

/**
 * Explains why no utility was found at the ZIP code, with the broker's phone number. Undefined if a utility was found,
 * if the lookup is still running, or if the lookup failed for another reason.
 */
export function serviceAreaError({ catalog: { app }, site }: WidgetContext, quote: QuoteStore): string | undefined {
  const kind = lookupErrorKind(quote);
  const phone = site.value?.branding.phone;
  return kind && isOutsideServiceArea(kind) ? `${app.errors[kind]} ${phone ? app.callUs(phone) : ''}` : undefined;
}

/** Returns the kind of error for a lookup that failed or found no utility. Otherwise, returns undefined. */
export function lookupErrorKind({ utilities }: QuoteStore): ErrorKind | undefined {
  const result = utilities.value;
  return result.status === 'error' ? result.errorKind : result.data?.length === 0 ? 'not_served' : undefined;
}

function LookupError({ context, quote }: CommodityFieldsProps) {
  const { app } = context.catalog;
  const result = quote.utilities.value;
  if (result.status !== 'error' || isOutsideServiceArea(result.errorKind)) return null;
  return (
    <Alert action={app.tryAgain} onAction={quote.lookUpUtilities}>
      {app.errors[result.errorKind]}
    </Alert>
  );
}
