import { Notice } from '../controls/notice.tsx';
import { SelectField } from '../controls/select-field.tsx';
import type { ShellTexts } from '../i18n/en/shell.ts';
import type { Shopper } from '../shopper.ts';
import { isNobodyThere } from '../trouble.ts';
import type { RatesModel } from './rates-model.ts';

interface UtilityFieldProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  readonly prefix?: string;
}

/** Who delivers at the ZIP code: chosen by itself when there is one, picked when there are several. */
export function UtilityField({ shopper, model, prefix = '' }: UtilityFieldProps) {
  const texts = shopper.language.shell.rates;
  const found = model.utilities.value;
  const choices = found.value ?? [];
  const zones = model.utility.value?.zones ?? [];
  const options = (items: readonly { code: string; name: string }[]) =>
    items.map(({ code, name }) => ({ value: code, label: name }));
  const placeholder = choices.length ? texts.chooseUtility : waiting(texts, found);

  return (
    <>
      <SelectField
        name={`${prefix}utility`}
        label={texts.utility}
        value={model.utility.value?.code ?? ''}
        placeholder={placeholder}
        choices={options(choices)}
        disabled={!choices.length}
        onPick={(code) => model.pick('utility', code)}
        hint={choices.length > 1 ? texts.utilityHint : undefined}
        error={choices.length ? model.faultAt('utility') : undefined}
      />
      {zones.length > 1 && (
        <SelectField
          name={`${prefix}zone`}
          label={texts.zone}
          value={zones.some(({ code }) => code === model.zone.value) ? model.zone.value : ''}
          placeholder={texts.chooseZone}
          choices={options(zones)}
          onPick={(code) => model.pick('zone', code)}
          error={model.faultAt('zone')}
        />
      )}
    </>
  );
}

/** What the empty list says instead of a name. */
function waiting(texts: ShellTexts['rates'], found: RatesModel['utilities']['value']): string {
  if (found.state === 'loading') return texts.utilityLoading;
  return found.state === 'idle' || (found.state === 'failed' && !isNobodyThere(found.trouble))
    ? texts.utilityWaiting
    : texts.utilityNone;
}

/** Why there is no utility to choose, with a way on. */
export function UtilityTrouble({ shopper, model }: UtilityFieldProps) {
  const { shell } = shopper.language;
  const found = model.utilities.value;
  const phone = shopper.site.value?.branding.phone;
  if (found.state === 'failed' && !isNobodyThere(found.trouble)) {
    return (
      <Notice action={shell.tryAgain} onAction={model.findUtilitiesAgain}>
        {shell.trouble[found.trouble]}
      </Notice>
    );
  }
  if (found.state !== 'failed' && found.value?.length !== 0) return null;
  return (
    <Notice>
      {shell.trouble[found.state === 'failed' ? found.trouble : 'not_served']} {phone && shell.callUs(phone)}
    </Notice>
  );
}
