import { useMemo, useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { PoliteAlert } from '../components/polite-alert.tsx';
import { TextField } from '../components/text-field.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createAuthorizationFormStore, type FieldName } from './authorization-form-store.ts';
import type { AuthorizationStore } from './authorization-store.ts';

interface AuthorizationFormProps {
  readonly context: WidgetContext;
  /** Undefined until the customer has chosen one. */
  readonly utility: Utility | undefined;
  readonly commodity: Commodity;
  readonly store: AuthorizationStore;
  readonly messages: AuthorizationMessages;
}

/** Form for the signer and the account numbers of an authorization. */
export function AuthorizationForm({ context, utility, commodity, store, messages }: AuthorizationFormProps) {
  const formStore = useMemo(() => createAuthorizationFormStore(context), [context]);
  const form = useRef<HTMLFormElement>(null);
  const isSending = store.request.value.status === 'loading';
  if (!utility) return <PoliteAlert>{messages.utilityFirst}</PoliteAlert>;

  function submit(target: { utility: Utility; commodity: Commodity }): void {
    const result = formStore.submit(target);
    if ('body' in result) {
      store.create(result.body);
      return;
    }
    const control = form.current?.elements.namedItem(result.invalidField);
    if (control instanceof HTMLElement) control.focus();
  }

  const fieldProps = (name: FieldName, autocomplete: string) => ({
    name,
    value: formStore.draft.value[name],
    onInput: (text: string) => formStore.setField(name, text),
    error: formStore.invalidFields.value.has(name) ? messages.errors[name] : undefined,
    inputProps: { autocomplete },
  });

  return (
    <form
      ref={form}
      class="authorization"
      noValidate
      aria-label={messages.heading}
      onSubmit={(event) => {
        event.preventDefault();
        submit({ utility, commodity });
      }}
    >
      <p class="text-muted">{messages.intro(context.site.value?.name ?? '')}</p>
      <TextField {...fieldProps('legalName', 'organization')} label={messages.legalName} />
      <TextField
        {...fieldProps('numbers', 'off')}
        label={messages.numbers(utility.identifier.name)}
        hint={messages.numbersHint}
      />
      <TextField {...fieldProps('signer', 'name')} label={messages.signer} />
      <TextField
        {...fieldProps('email', 'email')}
        label={messages.email}
        inputProps={{ autocomplete: 'email', inputMode: 'email' }}
      />
      <div class="form-actions">
        <button type="submit" aria-disabled={isSending}>
          {isSending ? messages.sending : messages.send}
        </button>
      </div>
    </form>
  );
}
