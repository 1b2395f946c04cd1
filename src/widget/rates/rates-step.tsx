import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import { Segments } from '../controls/segments.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { Shopper } from '../shopper.ts';
import { EnergyGroup } from './energy-fields.tsx';
import { panels } from './panels.tsx';
import type { RatesModel } from './rates-model.ts';

interface RatesStepProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
}

interface OpenPanel {
  readonly name: keyof typeof panels;
  /** Whose fields it fills in. */
  readonly model: RatesModel;
}

/** Where, how much, from when; then what it would cost. */
export function RatesStep({ shopper, model }: RatesStepProps) {
  const { language, format } = shopper;
  const texts = language.shell.rates;
  const form = useRef<HTMLFormElement>(null);
  const panel = useSignal<OpenPanel | undefined>(undefined);
  const gas = model.gas.value;
  const sold: readonly Commodity[] = shopper.site.value?.commodities ?? ['electric', 'gas'];
  const flow = shopper.flow.value;
  const open = panel.value;
  const asked = model.asked.value || gas?.asked.value;
  const toggle = (name: OpenPanel['name'], of: RatesModel, words: string) => {
    const isOpen = open?.name === name && open.model === of;
    return (
      <button
        type="button"
        class="link"
        aria-expanded={isOpen}
        onClick={() => {
          panel.value = isOpen ? undefined : { name, model: of };
        }}
      >
        {words}
      </button>
    );
  };
  const focusOn = (name: string) => {
    const control = form.current?.elements.namedItem(name);
    if (control instanceof HTMLElement) control.focus();
  };

  const start = (
    <SelectField
      name="startMonth"
      label={texts.start}
      value={model.startMonth.value}
      choices={model.months.value.map((value) => ({ value, label: format.month(value, 'short') }))}
      // Its line is there with the first digit of a ZIP code, so that nothing jumps when the utilities come.
      hint={model.slowest.value ? texts.startHint(model.slowest.value) : model.postalCode.value && '\xa0'}
      onPick={(value) => model.pick('startMonth', value)}
    />
  );

  return (
    <>
      <form
        ref={form}
        class="bar"
        noValidate
        aria-label={texts.heading}
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = [...model.show().keys(), ...[...(gas?.show().keys() ?? [])].map((name) => `gas-${name}`)];
          if (first) focusOn(first);
        }}
      >
        {sold.length > 1 && (
          <Segments
            name="commodity"
            label={texts.energy}
            value={gas ? 'both' : model.commodity.value}
            choices={[...sold, 'both' as const].map((value) => ({ value, label: texts[value] }))}
            onPick={(value) => {
              panel.value = undefined;
              model.pickEnergy(value);
            }}
          />
        )}
        <TextField
          name="postalCode"
          label={texts.postalCode}
          value={model.postalCode.value}
          onText={(text) => model.type('postalCode', text)}
          onLeave={() => model.leave('postalCode')}
          error={model.faultAt('postalCode')}
          input={{ inputMode: 'numeric', autocomplete: 'postal-code', maxLength: 10 }}
        />
        {gas && start}
        <EnergyGroup shopper={shopper} model={model} legend={gas && texts.electric} />
        {gas && <EnergyGroup shopper={shopper} model={gas} legend={texts.gas} prefix="gas-" />}
        {!gas && start}
        <div class="go">
          <button type="submit" class={asked ? '' : 'primary'}>
            {texts.show}
          </button>
          {toggle('usageHelp', model, gas ? texts.usageHelpOf.electric : texts.usageHelp)}
          {gas ? toggle('usageHelp', gas, texts.usageHelpOf.gas) : toggle('siteList', model, texts.siteList)}
        </div>
      </form>
      {open && (
        <Lazy
          key={open.name + open.model.commodity.value}
          shopper={shopper}
          bars={2}
          load={() => panels[open.name](shopper.language)}
        >
          {({ draw }) =>
            draw({
              shopper,
              model: open.model,
              onDone() {
                panel.value = undefined;
                focusOn(open.model === gas ? 'gas-usage' : 'usage');
              },
            })
          }
        </Lazy>
      )}
      {flow.step === 'rates' && flow.notice && <Notice calm>{texts.offerLost[flow.notice]}</Notice>}
      {asked && (
        <Lazy
          key={gas ? 'both' : 'offers'}
          shopper={shopper}
          load={async () => {
            const [view, words, both] = await Promise.all([
              import('../steps.ts'),
              shopper.language.later().then((words) => words.offers()),
              gas && import('./both-view.tsx'),
            ]);
            return { css: view.css, View: view.OffersView, BothView: both?.BothView, words };
          }}
        >
          {({ View, BothView, words }) =>
            gas && BothView ? (
              <BothView shopper={shopper} electric={model} gas={gas} texts={words} />
            ) : (
              <View shopper={shopper} model={model} texts={words} />
            )
          }
        </Lazy>
      )}
      <p class="foot">{texts.broker}</p>
    </>
  );
}
