import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { requestQuote } from '../../wire/quote-request.ts';
import type { Commodity } from '../../wire/session.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import { normalizeEmail, normalizePhone, normalizePostalCode } from '../normalize-input.ts';
import { perWidget } from '../per-widget.ts';
import type { WidgetContext } from '../widget-context.ts';

export const CONTACT_FIELDS = ['name', 'email', 'phone'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** A request for a quote where there are no rates. */
export interface QuoteRequestStore {
  /** As entered. Kept only in memory. */
  readonly input: ReadonlySignal<Readonly<Record<ContactField, string>>>;
  /** The invalid fields, once the customer has tried to send. */
  readonly invalid: ReadonlySignal<readonly ContactField[]>;
  readonly sending: ReadonlySignal<AsyncState<undefined, ErrorKind | 'notSent'>>;
  setField(field: ContactField, text: string): void;
  send(commodity: Commodity, postalCode: string): Promise<void>;
}

export const quoteRequestStore = perWidget((): { store?: QuoteRequestStore } => ({}));

export function createQuoteRequestStore(context: WidgetContext): QuoteRequestStore {
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
