import { useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import { Segments } from '../controls/segments.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { Shopper } from '../shopper.ts';
import type { RatesModel } from './rates-model.ts';
import type { RatesField } from './rates-question.ts';
import { usageUnits } from './usage.ts';
import { UtilityField } from './utility-field.tsx';

interface RatesStepProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
}

/** Where, how much, from when; then what it would cost. */
export function RatesStep({ shopper, model }: RatesStepProps) {
  const { language, format } = shopper;
  const texts = language.shell.rates;
  const form = useRef<HTMLFormElement>(null);
  const commodity = model.commodity.value;
  const opened = shopper.site.value;
  const sold: readonly Commodity[] = opened.state === 'open' ? opened.site.commodities : ['electric', 'gas'];
  const flow = shopper.flow.value;
  const error = (field: RatesField, words: string) => (model.wrong.value.has(field) ? words : undefined);
  const units = usageUnits[commodity];
  const asked = model.offers.value.state !== 'idle';

  return (
    <>
      <form
        ref={form}
        class="bar"
        noValidate
        aria-label={texts.heading}
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = model.show();
          const control = first && form.current?.elements.namedItem(first);
          if (control instanceof HTMLElement) control.focus();
        }}
      >
        {sold.length > 1 && (
          <Segments
            name="commodity"
            label={texts.energy}
            value={commodity}
            choices={sold.map((value) => ({ value, label: texts[value] }))}
            onPick={model.setCommodity}
          />
        )}
        <TextField
          name="postalCode"
          label={texts.postalCode}
          value={model.postalCode.value}
          onText={(text) => model.type('postalCode', text)}
          onLeave={() => model.leave('postalCode')}
          error={error('postalCode', texts.errors.postalCode)}
          input={{ inputMode: 'numeric', autocomplete: 'postal-code', maxLength: 10 }}
        />
        <UtilityField shopper={shopper} model={model} />
        <TextField
          name="usage"
          label={texts.usage}
          value={model.usage.value}
          onText={(text) => model.type('usage', text)}
          onLeave={() => model.leave('usage')}
          hint={texts.usageHint}
          error={error('usage', texts.errors.usage)}
          suffix={units.length > 1 ? undefined : format.unit(model.unit.value)}
          input={{ inputMode: 'decimal', autocomplete: 'off' }}
        />
        {units.length > 1 && (
          <SelectField
            name="unit"
            label={texts.unit}
            value={model.unit.value}
            choices={units.map((value) => ({ value, label: format.unit(value) }))}
            onPick={model.pickUnit}
          />
        )}
        <SelectField
          name="startMonth"
          label={texts.start}
          value={model.startMonth.value}
          choices={model.months.map((value) => ({ value, label: format.month(value, 'short') }))}
          onPick={(value) => model.pick('startMonth', value)}
        />
        <TextField
          name="currentRate"
          label={texts.currentRate}
          optional={language.shell.optional}
          value={model.currentRate.value}
          onText={(text) => model.type('currentRate', text)}
          onLeave={() => model.leave('currentRate')}
          error={error('currentRate', texts.errors.currentRate[commodity])}
          suffix={commodity === 'gas' ? '$/therm' : '¢/kWh'}
          input={{ inputMode: 'decimal', autocomplete: 'off' }}
        />
        <button type="submit" class={asked ? '' : 'primary'}>
          {texts.show}
        </button>
      </form>
      {flow.step === 'rates' && flow.notice && <Notice calm>{texts.offerLost[flow.notice]}</Notice>}
      {asked && (
        <Lazy
          shopper={shopper}
          load={async () => {
            const [view, words] = await Promise.all([import('./offers-view.tsx'), language.offers()]);
            return { css: view.css, View: view.OffersView, words };
          }}
        >
          {({ View, words }) => <View shopper={shopper} model={model} texts={words} />}
        </Lazy>
      )}
      <p class="foot">{texts.broker}</p>
    </>
  );
}
