import { useSignal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import { Segments } from '../controls/segments.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Shopper } from '../shopper.ts';
import { bestOf } from './best-offer.ts';
import { OffersView } from './offers-view.tsx';
import type { RatesModel } from './rates-model.ts';

interface BothViewProps {
  readonly shopper: Shopper;
  readonly electric: RatesModel;
  readonly gas: RatesModel;
  readonly texts: OffersTexts;
}

/** Electricity and gas in one go: what both would cost together, and the offers of one at a time. */
export function BothView({ shopper, electric, gas, texts }: BothViewProps) {
  const { format, language } = shopper;
  const shown = useSignal<Commodity>(shopper.toBuy.value[0] ?? 'electric');
  const models = { electric, gas };
  const year = { electric: bestYear(electric), gas: bestYear(gas) };
  const total =
    year.electric && year.gas ? { amount: String(Number(year.electric.amount) + Number(year.gas.amount)) } : undefined;
  const names = language.shell.rates;
  const label = (commodity: Commodity) => {
    const best = year[commodity];
    return best ? texts.fromAYear(names[commodity], format.dollars(best)) : names[commodity];
  };
  return (
    <>
      <div class="pad both">
        {total && <h2>{texts.together(format.dollars({ ...total, currency: 'USD' }))}</h2>}
        <p class="muted">{texts.oneByOne}</p>
        <Segments
          name="onShow"
          label={texts.ratesFor}
          hideLabel
          value={shown.value}
          choices={(['electric', 'gas'] as const).map((value) => ({ value, label: label(value) }))}
          onPick={(value) => {
            shown.value = value;
          }}
        />
      </div>
      {models[shown.value].asked.value ? (
        <OffersView key={shown.value} shopper={shopper} model={models[shown.value]} texts={texts} />
      ) : (
        <p class="pad muted" role="status">
          {texts.fillIn(names[shown.value])}
        </p>
      )}
    </>
  );
}

/** What a year costs with the offer that the list speaks of first. */
function bestYear(model: RatesModel) {
  const answer = model.offers.value;
  return answer.state === 'found' ? bestOf(answer.value.offers)?.estimate.annual : undefined;
}
