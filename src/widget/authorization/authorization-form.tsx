import { type ReadonlySignal, signal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { createAuthorization } from '../../wire/authorization.ts';
import type { BodyOf } from '../../wire/endpoint.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { TextField } from '../components/fields.tsx';
import { PoliteAlert } from '../components/live-region.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import { normalizeEmail, normalizeNumber, normalizeText } from '../normalize-input.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';
import type { AuthorizationStore } from './authorization-store.ts';

interface AuthorizationFormProps {
  readonly context: WidgetContext;
  /** Undefined until the customer has selected a utility. */
  readonly utility: Utility | undefined;
  readonly commodity: Commodity;
  readonly store: AuthorizationStore;
  readonly onCancel: () => void;
  readonly messages: AuthorizationMessages;
}

export function AuthorizationForm({ context, utility, commodity, store, onCancel, messages }: AuthorizationFormProps) {
  const formStore = useMemo(() => createAuthorizationFormStore(context), [context]);
  const form = useRef<HTMLFormElement>(null);
  const isSending = store.request.value.status === 'loading';
  const cancelButton = (
    <button type="button" class="button-link" onClick={onCancel}>
      {messages.cancelForm}
    </button>
  );
  if (!utility)
    return (
      <div class="section">
        <PoliteAlert>{messages.utilityFirst}</PoliteAlert>
        {cancelButton}
      </div>
    );

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
        {cancelButton}
      </div>
    </form>
  );
}

export type FieldName = 'legalName' | 'numbers' | 'signer' | 'email';
type Draft = Readonly<Record<FieldName, string>>;

const FIELD_NAMES: readonly FieldName[] = ['legalName', 'numbers', 'signer', 'email'];

export interface AuthorizationFormStore {
  readonly draft: ReadonlySignal<Draft>;
  readonly invalidFields: ReadonlySignal<ReadonlySet<FieldName>>;
  setField(name: FieldName, text: string): void;
  /** @returns the request body, or the name of the first invalid field */
  submit(
    target: AuthorizationTarget,
  ): { readonly body: BodyOf<typeof createAuthorization> } | { readonly invalidField: FieldName };
}

interface AuthorizationTarget {
  readonly utility: Utility;
  readonly commodity: Commodity;
}

/** Keeps the input in memory while the customer looks at other panels. */
const authorizationDraft = perWidget(() => signal<Draft>({ legalName: '', numbers: '', signer: '', email: '' }));

function createAuthorizationFormStore(context: WidgetContext): AuthorizationFormStore {
  const draft = authorizationDraft(context);
  const invalidFields = signal<ReadonlySet<FieldName>>(new Set());
  return {
    draft,
    invalidFields,
    setField(name, text) {
      draft.value = { ...draft.value, [name]: text };
      if (invalidFields.value.has(name))
        invalidFields.value = new Set([...invalidFields.value].filter((fieldName) => fieldName !== name));
    },
    submit(target) {
      const body = toRequest(draft.value, target);
      const { error } = createAuthorization.body.safeParse(body);
      invalidFields.value = new Set(error?.issues.flatMap(({ path }) => toFieldName(path) ?? []));
      const invalidField = FIELD_NAMES.find((name) => invalidFields.value.has(name));
      return invalidField ? { invalidField } : { body };
    },
  };
}

const toRequest = (
  { legalName, numbers, signer, email }: Draft,
  { utility, commodity }: AuthorizationTarget,
): BodyOf<typeof createAuthorization> => ({
  commodity,
  utility: utility.code,
  customer: { legalName: normalizeText(legalName) },
  signer: { name: normalizeText(signer), email: normalizeEmail(email) },
  accounts: numbers
    .split(/[,;\n]/)
    .map((number) => ({ identifier: normalizeNumber(number) }))
    .filter(({ identifier }) => identifier),
});

function toFieldName([first, second]: readonly PropertyKey[]): FieldName | undefined {
  if (first === 'customer') return 'legalName';
  if (first === 'accounts') return 'numbers';
  return first === 'signer' ? (second === 'email' ? 'email' : 'signer') : undefined;
}
