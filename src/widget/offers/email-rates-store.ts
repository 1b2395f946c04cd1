import { type ReadonlySignal, signal } from '@preact/signals';
import { emailRates } from '../../wire/email-rates.ts';
import type { Offer } from '../../wire/offer.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import { normalizeEmail } from '../normalize-input.ts';
import { perWidget } from '../per-widget.ts';
import { returnUrl } from '../return-url.ts';
import type { WidgetContext } from '../widget-context.ts';

/** `expired`: one of the offers. `notSent`: the site owner's server did not accept the email. */
type EmailRatesError = ErrorKind | 'expired' | 'notSent';

/** Emails offers through the site owner's email system. */
export interface EmailRatesStore {
  /** As the customer entered it. */
  readonly email: ReadonlySignal<string>;
  readonly isEmailInvalid: ReadonlySignal<boolean>;
  /** `data`: the address to which the rates were sent. */
  readonly sending: ReadonlySignal<AsyncState<string, EmailRatesError>>;
  setEmail(text: string): void;
  send(postalCode: string, offers: readonly Offer[]): Promise<void>;
}

/** Kept only in memory, while the customer is on another step too. */
const enteredEmail = perWidget(() => signal(''));

/** Creates the store of one form. */
export function createEmailRatesStore(context: WidgetContext): EmailRatesStore {
  const email = enteredEmail(context);
  const isEmailInvalid = signal(false);
  const sending = signal<AsyncState<string, EmailRatesError>>({ status: 'idle' });
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
      sending.value = { status: isEmailInvalid.value ? 'idle' : 'loading' };
      if (isEmailInvalid.value) return;
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
