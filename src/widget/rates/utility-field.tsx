import { Notice } from '../controls/notice.tsx';
import { SelectField } from '../controls/select-field.tsx';
import type { Shopper } from '../shopper.ts';
import type { RatesModel } from './rates-model.ts';

/** Who delivers at the ZIP code: chosen by itself when there is one, picked when there are several. */
export function UtilityField({ shopper, model }: { readonly shopper: Shopper; readonly model: RatesModel }) {
  const { shell } = shopper.language;
  const texts = shell.rates;
  const found = model.utilities.value;
  const choices = found.state === 'found' ? found.value : [];
  const zones = model.utility.value?.zones ?? [];
  const opened = shopper.site.value;
  const phone = opened.state === 'open' ? opened.site.branding.phone : undefined;
  const none = found.state === 'failed' ? found.trouble === 'not_served' : found.state === 'found' && !choices.length;
  const options = (items: readonly { code: string; name: string }[]) =>
    items.map(({ code, name }) => ({ value: code, label: name }));

  return (
    <>
      <SelectField
        name="utility"
        label={texts.utility}
        value={model.utility.value?.code ?? ''}
        placeholder={
          found.state === 'loading' ? texts.utilityLoading : choices.length ? texts.chooseUtility : texts.utilityWaiting
        }
        choices={options(choices)}
        disabled={!choices.length}
        onPick={(code) => model.pick('utility', code)}
        error={model.wrong.value.has('utility') && choices.length ? texts.errors.utility : undefined}
      />
      {zones.length > 1 && (
        <SelectField
          name="zone"
          label={texts.zone}
          value={zones.some(({ code }) => code === model.zone.value) ? model.zone.value : ''}
          placeholder={texts.chooseZone}
          choices={options(zones)}
          onPick={(code) => model.pick('zone', code)}
          error={model.wrong.value.has('zone') ? texts.errors.zone : undefined}
        />
      )}
      {none && (
        <Notice>
          {texts.nobody[model.commodity.value]} {phone && shell.callUs(phone)}
        </Notice>
      )}
      {found.state === 'failed' && !none && (
        <Notice action={shell.tryAgain} onAction={model.findUtilitiesAgain}>
          {shell.trouble[found.trouble]}
        </Notice>
      )}
    </>
  );
}
