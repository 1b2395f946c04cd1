import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { requestQuote } from '../../wire/quote-request.ts';
import type { Commodity } from '../../wire/session.ts';
import { type AsyncState, type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { TextField } from '../components/fields.tsx';
import { Status } from '../components/live-region.tsx';
import { errorText } from '../error-text.ts';
import type { QuoteRequestMessages } from '../i18n/en/quote-request.ts';
import { normalizeEmail, normalizePhone, normalizePostalCode } from '../normalize-input.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';
import css from './quote-request.css?inline';

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

/** A form that requests a quote from the broker. Shown for a ZIP code without rates. */
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

const CONTACT_FIELDS = ['name', 'email', 'phone'] as const;
type ContactField = (typeof CONTACT_FIELDS)[number];

export interface QuoteRequestStore {
  /** The input as entered. Kept only in memory. */
  readonly input: ReadonlySignal<Readonly<Record<ContactField, string>>>;
  /** The invalid fields. Empty before the customer has submitted the form. */
  readonly invalid: ReadonlySignal<readonly ContactField[]>;
  readonly sending: ReadonlySignal<AsyncState<undefined, ErrorKind | 'notSent'>>;
  setField(field: ContactField, text: string): void;
  send(commodity: Commodity, postalCode: string): Promise<void>;
}

const quoteRequestStore = perWidget((): { store?: QuoteRequestStore } => ({}));

function createQuoteRequestStore(context: WidgetContext): QuoteRequestStore {
  const input = signal<Readonly<Record<ContactField, string>>>({ name: '', email: '', phone: '' });
  const isSubmitted = signal(false);
  const rejected = signal<readonly ContactField[]>([]);
  const sending = signal<AsyncState<undefined, ErrorKind | 'notSent'>>({ status: 'idle' });
  const contact = computed(() => ({
    name: input.value.name.trim(),
    email: normalizeEmail(input.value.email),
    phone: normalizePhone(input.value.phone),
  }));
  const { shape } = requestQuote.body.shape.contact;
  const invalid = computed(() =>
    isSubmitted.value
      ? CONTACT_FIELDS.filter(
          (field) => rejected.value.includes(field) || !shape[field].safeParse(contact.value[field]).success,
        )
      : [],
  );
  return {
    input,
    invalid,
    sending,
    setField(field, text) {
      input.value = { ...input.value, [field]: text };
      rejected.value = rejected.value.filter((other) => other !== field);
      if (sending.value.status === 'error') sending.value = { status: 'idle' };
    },
    async send(commodity, postalCode) {
      isSubmitted.value = true;
      if (invalid.value.length || sending.value.status === 'loading') return;
      sending.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const { locale } = context.format;
        await client.call(requestQuote, {
          body: { contact: contact.value, commodity, postalCode: normalizePostalCode(postalCode), locale },
        });
        sending.value = { status: 'success', data: undefined };
      } catch (error) {
        const { code, errors = [] } = error instanceof ProblemError ? error.problem : {};
        rejected.value = CONTACT_FIELDS.filter((field) => errors.some(({ path }) => path === `/contact/${field}`));
        sending.value = rejected.value.length
          ? { status: 'idle' }
          : { status: 'error', errorKind: code === 'mail_not_sent' ? 'notSent' : toErrorKind(error) };
      }
    },
  };
}
