import { Alert } from '../components/alert.tsx';
import { SelectField } from '../components/select-field.tsx';
import { isOutsideServiceArea } from '../error-kind.ts';
import type { AppMessages } from '../i18n/en/app.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { QuoteFormStore } from './quote-form-store.ts';

interface UtilityFieldProps {
  readonly context: WidgetContext;
  readonly form: QuoteFormStore;
  readonly prefix?: string;
}

/** Who delivers at the ZIP code: chosen by itself when there is one, picked when there are several. */
export function UtilityField({ context, form, prefix = '' }: UtilityFieldProps) {
  const messages = context.catalog.app.quoteForm;
  const result = form.utilities.value;
  const utilities = result.data ?? [];
  const zones = form.utility.value?.zones ?? [];
  const toOptions = (items: readonly { code: string; name: string }[]) =>
    items.map(({ code, name }) => ({ value: code, label: name }));
  const placeholder = utilities.length ? messages.chooseUtility : placeholderFor(messages, result);

  return (
    <>
      <SelectField
        name={`${prefix}utility`}
        label={messages.utility}
        value={form.utility.value?.code ?? ''}
        placeholder={placeholder}
        options={toOptions(utilities)}
        disabled={!utilities.length}
        onChange={(code) => form.select('utility', code)}
        hint={utilities.length > 1 ? messages.utilityHint : undefined}
        error={utilities.length ? form.errorFor('utility') : undefined}
      />
      {zones.length > 1 && (
        <SelectField
          name={`${prefix}zone`}
          label={messages.zone}
          value={zones.some(({ code }) => code === form.zone.value) ? form.zone.value : ''}
          placeholder={messages.chooseZone}
          options={toOptions(zones)}
          onChange={(code) => form.select('zone', code)}
          error={form.errorFor('zone')}
        />
      )}
    </>
  );
}

/** What the empty list says instead of a name. */
function placeholderFor(messages: AppMessages['quoteForm'], result: QuoteFormStore['utilities']['value']): string {
  if (result.status === 'loading') return messages.utilityLoading;
  return result.status === 'idle' || (result.status === 'error' && !isOutsideServiceArea(result.errorKind))
    ? messages.utilityWaiting
    : messages.utilityNone;
}

/** Why there is no utility to choose, with a way on. */
export function UtilityError({ context, form }: UtilityFieldProps) {
  const { app } = context.catalog;
  const result = form.utilities.value;
  const phone = context.site.value?.branding.phone;
  if (result.status === 'error' && !isOutsideServiceArea(result.errorKind)) {
    return (
      <Alert action={app.tryAgain} onAction={form.lookUpUtilities}>
        {app.errors[result.errorKind]}
      </Alert>
    );
  }
  if (result.status !== 'error' && result.data?.length !== 0) return null;
  return (
    <Alert>
      {app.errors[result.status === 'error' ? result.errorKind : 'not_served']} {phone && app.callUs(phone)}
    </Alert>
  );
}
