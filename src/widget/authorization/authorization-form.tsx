import { type Signal, signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { createAuthorization } from '../../wire/authorization.ts';
import type { BodyOf } from '../../wire/endpoint.ts';
import { Alert } from '../components/alert.tsx';
import { TextField } from '../components/text-field.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { QuoteFormStore } from '../quote-form/quote-form-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { AuthorizationStore } from './authorization-store.ts';

interface AuthorizationFormProps {
  readonly context: WidgetContext;
  readonly quoteForm: QuoteFormStore;
  readonly store: AuthorizationStore;
  readonly messages: AuthorizationMessages;
}

type FieldName = 'legalName' | 'numbers' | 'signer' | 'email';
/** What was typed, while the customer looks elsewhere and comes back. In the page's memory only. */
const drafts = new WeakMap<WidgetContext, Signal<Record<FieldName, string>>>();
const draftOf = (context: WidgetContext) => {
  const draft = drafts.get(context) ?? signal({ legalName: '', numbers: '', signer: '', email: '' });
  drafts.set(context, draft);
  return draft;
};

const FIELD_NAMES: readonly FieldName[] = ['legalName', 'numbers', 'signer', 'email'];

/** Which field of the form a field of the wire comes from. */
const toFieldName = ([first, second]: readonly PropertyKey[]): FieldName | undefined => {
  if (first === 'customer') return 'legalName';
  if (first === 'accounts') return 'numbers';
  return first === 'signer' ? (second === 'email' ? 'email' : 'signer') : undefined;
};

/** Who signs, and for which meters. */
export function AuthorizationForm({ context, quoteForm, store, messages }: AuthorizationFormProps) {
  const draft = draftOf(context);
  const invalidFields = useSignal<ReadonlySet<FieldName>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  const utility = quoteForm.utility.value;
  const broker = context.site.value?.name ?? '';
  if (!utility) return <Alert polite>{messages.utilityFirst}</Alert>;

  const toRequest = (): BodyOf<typeof createAuthorization> => {
    const { legalName, numbers, signer, email } = draft.value;
    return {
      commodity: quoteForm.commodity.value,
      utility: utility.code,
      customer: { legalName: legalName.trim() },
      signer: { name: signer.trim(), email: email.trim() },
      accounts: numbers
        .split(/[,;\n]/)
        .map((number) => ({ identifier: number.replace(/[\s-]/g, '').toUpperCase() }))
        .filter(({ identifier }) => identifier),
    };
  };

  function submit(): void {
    const body = toRequest();
    const { error } = createAuthorization.body.safeParse(body);
    invalidFields.value = new Set(error?.issues.flatMap(({ path }) => toFieldName(path) ?? []));
    const first = FIELD_NAMES.find((name) => invalidFields.value.has(name));
    if (!first) {
      store.request(body);
      return;
    }
    const control = form.current?.elements.namedItem(first);
    if (control instanceof HTMLElement) control.focus();
  }

  const fieldProps = (name: FieldName, autocomplete: string) => ({
    name,
    value: draft.value[name],
    onInput(text: string) {
      draft.value = { ...draft.value, [name]: text };
      if (invalidFields.value.has(name))
        invalidFields.value = new Set([...invalidFields.value].filter((fieldName) => fieldName !== name));
    },
    error: invalidFields.value.has(name) ? messages.errors[name] : undefined,
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
        submit();
      }}
    >
      <p class="text-muted">{messages.intro(broker)}</p>
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
        <button type="submit" aria-disabled={store.isBusy.value}>
          {store.isBusy.value ? messages.sending : messages.send}
        </button>
      </div>
    </form>
  );
}
