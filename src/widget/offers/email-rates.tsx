import { type ReadonlySignal, signal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { emailRates, MAX_EMAILED_OFFERS } from '../../wire/share-offers.ts';
import { type AsyncState, type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { TextField } from '../components/fields.tsx';
import { errorText } from '../error-text.ts';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import {
  createMisspelledEmailGuard,
  isMisspelledEmail,
  normalizeEmail,
  normalizePostalCode,
} from '../normalize-input.ts';
import { returnUrl } from '../return-url.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';
import type { OffersViewProps } from './offers-store.ts';

export type EmailRatesProps = Pick<OffersViewProps, 'context' | 'list' | 'quote'>;

/** A form that emails the offers at the top of the list to the customer or a colleague. */
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
    if (store.sending.value.status === 'idle') focusField();
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
        warning={isMisspelledEmail(store.email.value) ? messages.misspelled : undefined}
        announcesNote
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

/** `expired`: at least one of the offers has expired. `notSent`: the site owner's server did not accept the email. */
type EmailRatesError = ErrorKind | 'expired' | 'notSent';

/** Emails offers through the site owner's email system. */
export interface EmailRatesStore {
  readonly email: ReadonlySignal<string>;
  readonly isEmailInvalid: ReadonlySignal<boolean>;
  /** `data`: the address to which the rates were sent. */
  readonly sending: ReadonlySignal<AsyncState<string, EmailRatesError>>;
  setEmail(text: string): void;
  send(postalCode: string, offers: readonly Offer[]): Promise<void>;
}

/** The address that was entered. Kept only in memory, also while the customer is on another step. */
const enteredEmail = perWidget(() => signal(''));

function createEmailRatesStore(context: WidgetContext): EmailRatesStore {
  const email = enteredEmail(context);
  const isEmailInvalid = signal(false);
  const sending = signal<AsyncState<string, EmailRatesError>>({ status: 'idle' });
  const needsConfirmation = createMisspelledEmailGuard();
  return {
    email,
    isEmailInvalid,
    sending,
    setEmail(text) {
      email.value = text;
      isEmailInvalid.value = false;
      if (sending.value.status !== 'loading') sending.value = { status: 'idle' };
    },
    async send(postalCode, offers) {
      if (sending.value.status === 'loading') return;
      const address = normalizeEmail(email.value);
      isEmailInvalid.value = !emailRates.body.shape.email.safeParse(address).success;
      sending.value = { status: 'idle' };
      if (isEmailInvalid.value || needsConfirmation(address)) return;
      sending.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        await client.call(emailRates, {
          body: {
            email: address,
            locale: context.format.locale,
            postalCode,
            offerTokens: offers.map(({ offerToken }) => offerToken),
            returnTo: returnUrl(context.host),
          },
        });
        sending.value = { status: 'success', data: address };
      } catch (error) {
        isEmailInvalid.value =
          error instanceof ProblemError && error.problem.errors?.some(({ path }) => path === '/email') === true;
        sending.value = isEmailInvalid.value ? { status: 'idle' } : { status: 'error', errorKind: toError(error) };
      }
    },
  };
}

function toError(error: unknown): EmailRatesError {
  if (error instanceof ProblemError) {
    if (error.problem.code === 'offer_expired') return 'expired';
    if (error.problem.code === 'mail_not_sent') return 'notSent';
  }
  return toErrorKind(error);
}
