import { useMemo, useRef } from 'preact/hooks';
import { MAX_EMAILED_OFFERS } from '../../wire/email-rates.ts';
import { TextField } from '../components/text-field.tsx';
import { errorText } from '../error-text.ts';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import { normalizePostalCode } from '../normalize-input.ts';
import { createEmailRatesStore } from './email-rates-store.ts';
import type { OffersViewProps } from './offers-store.ts';

export type EmailRatesProps = Pick<OffersViewProps, 'context' | 'list' | 'quote'>;

/** A form that emails the first offers, in the order in which they are listed, to the customer or a colleague. */
export function EmailRates({
  context,
  list,
  quote,
  toolMessages: { email: messages },
}: EmailRatesProps & { readonly toolMessages: OfferToolsMessages }) {
  const store = useMemo(() => createEmailRatesStore(context), [context]);
  const form = useRef<HTMLFormElement>(null);
  const focusField = () => form.current?.querySelector('input')?.focus();
  const offers = list.sorted.value.slice(0, MAX_EMAILED_OFFERS);
  const isCurrent = quote.offers.freshness.value === 'current' && offers.length > 0;
  const sending = store.sending.value;
  const { status } = sending;

  async function send() {
    if (!isCurrent) return;
    await store.send(normalizePostalCode(quote.postalCode.value), offers);
    if (store.isEmailInvalid.value) focusField();
  }

  return (
    <form
      ref={form}
      noValidate
      class="email-rates"
      aria-label={messages.heading}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h3>{messages.heading}</h3>
      <p class="text-small text-muted">{messages.content(offers.length, context.format.number(offers.length))}</p>
      <TextField
        name="email-rates"
        label={messages.label}
        value={store.email.value}
        onInput={store.setEmail}
        hint={messages.hint}
        error={store.isEmailInvalid.value ? messages.invalid : undefined}
        inputProps={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
      />
      <p class="button-row">
        <button type="submit" aria-disabled={status === 'loading' || !isCurrent}>
          {status === 'loading' ? messages.sending : messages.send}
        </button>
      </p>
      <p class={`field-note${status === 'error' ? ' field-note-error' : ''}`} role="status">
        {sending.status === 'success' && messages.sent(sending.data)}
        {sending.status === 'error' && errorText(context, sending.errorKind, messages.errors)}
      </p>
    </form>
  );
}
