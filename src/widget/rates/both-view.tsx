import { useSignal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import { Lazy } from '../controls/lazy.tsx';
import { Segments } from '../controls/segments.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
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
  const label = (words: OffersExtrasTexts['both'], commodity: Commodity) => {
    const best = year[commodity];
    return best ? words.fromAYear(names[commodity], format.dollars(best)) : names[commodity];
  };
  return (
    <Lazy
      shopper={shopper}
      load={async () => {
        const { both } = await (await shopper.language.later()).offersExtras();
        return both;
      }}
    >
      {(words) => (
        <>
          <div class="pad both">
            {total && <h2>{words.together(format.dollars({ ...total, currency: 'USD' }))}</h2>}
            <p class="muted">{words.oneByOne}</p>
            <Segments
              name="onShow"
              label={words.ratesFor}
              hideLabel
              value={shown.value}
              choices={(['electric', 'gas'] as const).map((value) => ({ value, label: label(words, value) }))}
              onPick={(value) => {
                shown.value = value;
              }}
            />
          </div>
          {models[shown.value].asked.value ? (
            <OffersView key={shown.value} shopper={shopper} model={models[shown.value]} texts={texts} />
          ) : (
            <p class="pad muted" role="status">
              {words.fillIn(names[shown.value])}
            </p>
          )}
        </>
      )}
    </Lazy>
  );
}

/** What a year costs with the offer that the list speaks of first. */
function bestYear(model: RatesModel) {
  const answer = model.offers.value;
  return answer.state === 'found' ? bestOf(answer.value.offers)?.estimate.annual : undefined;
}
