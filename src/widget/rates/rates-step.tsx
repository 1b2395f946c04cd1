import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import { Segments } from '../controls/segments.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { Shopper } from '../shopper.ts';
import type { AmountFault } from './amount.ts';
import type { RatesField } from './form-check.ts';
import { panels } from './panels.tsx';
import type { RatesModel } from './rates-model.ts';
import { usageUnits } from './usage-units.ts';
import { UtilityField, UtilityTrouble } from './utility-field.tsx';

interface RatesStepProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
}

/** Where, how much, from when; then what it would cost. */
export function RatesStep({ shopper, model }: RatesStepProps) {
  const { language, format } = shopper;
  const texts = language.shell.rates;
  const form = useRef<HTMLFormElement>(null);
  const panel = useSignal<keyof typeof panels | undefined>(undefined);
  const commodity = model.commodity.value;
  const opened = shopper.site.value;
  const sold: readonly Commodity[] = opened.state === 'open' ? opened.site.commodities : ['electric', 'gas'];
  const flow = shopper.flow.value;
  const units = usageUnits[commodity];
  const unit = model.unit.value;
  const fault = (field: RatesField) => model.wrong.value.get(field);
  const words = (what: AmountFault | undefined, expected: string) => what && `${texts.errors.amount[what]} ${expected}`;
  const check = model.check.value;
  const most = `${format.number(check?.most ?? 0)} ${format.unit(unit)}`;
  const toggle = (name: keyof typeof panels) => (
    <button
      type="button"
      class="link"
      aria-expanded={panel.value === name}
      onClick={() => {
        panel.value = panel.value === name ? undefined : name;
      }}
    >
      {texts[name]}
    </button>
  );
  const close = () => {
    panel.value = undefined;
    form.current?.querySelector<HTMLElement>('[name=usage]')?.focus();
  };

  return (
    <>
      <form
        ref={form}
        class="bar"
        noValidate
        aria-label={texts.heading}
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = model.show().keys();
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
          error={fault('postalCode') && texts.errors.postalCode}
          input={{ inputMode: 'numeric', autocomplete: 'postal-code', maxLength: 10 }}
        />
        <UtilityField shopper={shopper} model={model} />
        <TextField
          name="usage"
          label={texts.usage}
          value={model.usage.value}
          onText={(text) => model.type('usage', text)}
          onLeave={() => model.leave('usage')}
          hint={model.usageNote.value ?? texts.usageHint}
          warning={check?.odd ? texts.usageOdd : undefined}
          error={words(fault('usage'), texts.errors.usage(most))}
          suffix={units.length > 1 ? undefined : format.unit(unit)}
          input={{ inputMode: 'decimal', autocomplete: 'off' }}
        />
        {units.length > 1 && (
          <SelectField
            name="unit"
            label={texts.unit}
            value={unit}
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
          hint={texts.currentRateHint}
          error={words(fault('currentRate'), texts.errors.currentRate[commodity])}
          suffix={commodity === 'gas' ? '$/therm' : '¢/kWh'}
          input={{ inputMode: 'decimal', autocomplete: 'off' }}
        />
        <UtilityTrouble shopper={shopper} model={model} />
        <div class="go">
          <button type="submit" class={model.asked.value ? '' : 'primary'}>
            {texts.show}
          </button>
          {toggle('usageHelp')}
          {toggle('siteList')}
        </div>
      </form>
      {panel.value && (
        <Lazy key={panel.value} shopper={shopper} bars={2} load={() => panels[panel.value ?? 'usageHelp'](language)}>
          {(Panel) => <Panel.View shopper={shopper} model={model} onDone={close} />}
        </Lazy>
      )}
      {flow.step === 'rates' && flow.notice && <Notice calm>{texts.offerLost[flow.notice]}</Notice>}
      {model.asked.value && (
        <Lazy
          key="offers"
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
