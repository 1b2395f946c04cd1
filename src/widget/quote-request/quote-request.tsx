import { useRef } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import { Status } from '../components/status.tsx';
import { TextField } from '../components/text-field.tsx';
import { errorText } from '../error-text.ts';
import type { QuoteRequestMessages } from '../i18n/en/quote-request.ts';
import type { WidgetContext } from '../widget-context.ts';
import css from './quote-request.css?inline';
import { CONTACT_FIELDS, createQuoteRequestStore, quoteRequestStore } from './quote-request-store.ts';

export { css };

export interface QuoteRequestProps {
  readonly context: WidgetContext;
  readonly commodity: Commodity;
  readonly postalCode: string;
}

const INPUT_PROPS = {
  name: { autocomplete: 'name' },
  email: { inputMode: 'email', autocomplete: 'email', spellcheck: false },
  phone: { inputMode: 'tel', autocomplete: 'tel' },
} as const;

/** For a business at whose ZIP code there are no rates: asks the broker for a quote. */
export function QuoteRequest({
  context,
  commodity,
  postalCode,
  messages,
}: QuoteRequestProps & { readonly messages: QuoteRequestMessages }) {
  const holder = quoteRequestStore(context);
  holder.store ??= createQuoteRequestStore(context);
  const { store } = holder;
  const form = useRef<HTMLFormElement>(null);
  const sending = store.sending.value;
  if (sending.status === 'success') {
    return <Status class="section">{messages.sent}</Status>;
  }
  return (
    <form
      ref={form}
      class="section"
      noValidate
      aria-label={messages.heading}
      onSubmit={async (event) => {
        event.preventDefault();
        await store.send(commodity, postalCode);
        const [first] = store.invalid.value;
        if (first) form.current?.querySelector<HTMLElement>(`[name="quote-${first}"]`)?.focus();
      }}
    >
      <h2>{messages.heading}</h2>
      <p class="text-muted">{messages.hint}</p>
      <div class="quote-request">
        {CONTACT_FIELDS.map((field) => (
          <TextField
            key={field}
            name={`quote-${field}`}
            label={messages.fields[field]}
            value={store.input.value[field]}
            onInput={(text) => store.setField(field, text)}
            error={store.invalid.value.includes(field) ? messages.errors[field] : undefined}
            inputProps={INPUT_PROPS[field]}
          />
        ))}
      </div>
      <button type="submit" class="button-primary" aria-disabled={sending.status === 'loading'}>
        {sending.status === 'loading' ? messages.sending : messages.send}
      </button>
      <p class="field-note field-note-error" role="alert">
        {sending.status === 'error' && errorText(context, sending.errorKind, { notSent: messages.notSent })}
      </p>
    </form>
  );
}
