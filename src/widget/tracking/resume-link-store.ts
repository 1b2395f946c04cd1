import { type ReadonlySignal, signal } from '@preact/signals';
import { createResumeLink, emailResumeLink, type ResumeLink } from '../../wire/resume-link.ts';
import type { AsyncState } from '../api/errors.ts';
import { ProblemError, toErrorKind } from '../api/errors.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import { createMisspelledEmailGuard } from '../normalize-input.ts';
import { returnUrl } from '../return-url.ts';
import type { WidgetContext } from '../widget-context.ts';

export interface ResumeLinkStore {
  /** The link is a secret, so it is kept only in memory. */
  readonly link: ReadonlySignal<AsyncState<ResumeLink>>;
  readonly copyResult: ReadonlySignal<'copied' | 'copyFailed' | undefined>;
  createLink(): Promise<void>;
  copy(url: string): Promise<void>;
  share(title: string, url: string): Promise<void>;
}

/** Creates the store. A link is created only when the customer requests it. */
export function createResumeLinkStore(context: WidgetContext, contractId: string): ResumeLinkStore {
  const link = signal<AsyncState<ResumeLink>>({ status: 'idle' });
  const copyResult = signal<'copied' | 'copyFailed' | undefined>(undefined);
  return {
    link,
    copyResult,
    async createLink() {
      if (link.value.status === 'loading') return;
      link.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const body = { returnTo: returnUrl(context.host) };
        const data = await client.call(createResumeLink, { params: { id: contractId }, body });
        link.value = { status: 'success', data };
      } catch (error) {
        link.value = { status: 'error', errorKind: toErrorKind(error) };
      }
    },
    async copy(url) {
      try {
        await navigator.clipboard.writeText(url);
        copyResult.value = 'copied';
      } catch {
        copyResult.value = 'copyFailed';
      }
    },
    // `navigator.share` rejects when the customer closes the share sheet, which is not an error.
    share: (title, url) => navigator.share({ title, url }).catch(() => {}),
  };
}

/** Sends the link by email, through the site owner's email system. The address is not stored. */
export interface ResumeEmailStore {
  readonly email: ReadonlySignal<string>;
  readonly isEmailInvalid: ReadonlySignal<boolean>;
  readonly sending: ReadonlySignal<AsyncState<undefined>>;
  setEmail(email: string): void;
  /** Remains `idle` if the customer has to check the address. */
  send(): Promise<void>;
}

/** Creates the store, prefilled with the signer's email address if it is known. */
export function createResumeEmailStore(context: WidgetContext, contractId: string): ResumeEmailStore {
  const email = signal(customerDraft(context).input.peek()?.fields['/signer/email'] ?? '');
  const isEmailInvalid = signal(false);
  const sending = signal<AsyncState<undefined>>({ status: 'idle' });
  const needsConfirmation = createMisspelledEmailGuard();
  return {
    email,
    isEmailInvalid,
    sending,
    setEmail(text) {
      email.value = text;
      isEmailInvalid.value = false;
      sending.value = { status: 'idle' };
    },
    async send() {
      if (sending.value.status === 'loading') return;
      const body = { email: email.value.trim(), returnTo: returnUrl(context.host) };
      isEmailInvalid.value = !emailResumeLink.body.shape.email.safeParse(body.email).success;
      sending.value = { status: 'idle' };
      if (isEmailInvalid.value || needsConfirmation(body.email)) return;
      sending.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        await client.call(emailResumeLink, { params: { id: contractId }, body });
        sending.value = { status: 'success', data: undefined };
      } catch (error) {
        isEmailInvalid.value = error instanceof ProblemError && error.problem.code === 'invalid_request';
        sending.value = isEmailInvalid.value ? { status: 'idle' } : { status: 'error', errorKind: toErrorKind(error) };
      }
    },
  };
}
