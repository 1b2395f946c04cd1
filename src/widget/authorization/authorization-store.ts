import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type Authorization,
  cancelAuthorization,
  createAuthorization,
  getAuthorization,
  resendAuthorization,
} from '../../wire/authorization.ts';
import type { BodyOf } from '../../wire/endpoint.ts';
import type { AsyncState } from '../api/errors.ts';
import { type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { createPoller, exponentialBackoff } from '../poller.ts';
import type { WidgetContext } from '../widget-context.ts';

/** `too_often`: the resend limit has been reached. `gone`: the authorization no longer exists. */
export type AuthorizationError = ErrorKind | 'too_often' | 'gone';

export interface AuthorizationStore {
  readonly authorization: ReadonlySignal<Authorization | undefined>;
  /** State of the customer's last request, or the error of a poll that failed before an authorization was shown. */
  readonly request: ReadonlySignal<AsyncState<undefined, AuthorizationError>>;
  /** A new address for resending the email. An empty string means the current address. */
  readonly recipient: ReadonlySignal<string>;
  readonly isRecipientInvalid: ReadonlySignal<boolean>;
  create(body: BodyOf<typeof createAuthorization>): Promise<void>;
  setRecipient(recipient: string): void;
  resend(): Promise<void>;
  cancel(): Promise<void>;
  /** Returns to the form to create another authorization. */
  reset(): void;
  stop(): void;
}

/** Whether the status may still change without any action by the customer. */
const isPending = (authorization: Authorization | undefined): boolean =>
  authorization?.status === 'preparing' || authorization?.status === 'sent' || authorization?.status === 'viewed';

/**
 * Creates the store. Restores the authorization that was created earlier in this tab. Call `stop` when the view
 * unmounts.
 */
export function createAuthorizationStore(context: WidgetContext): AuthorizationStore {
  const authorization = signal<Authorization | undefined>(undefined);
  const request = signal<AsyncState<undefined, AuthorizationError>>({ status: 'idle' });
  const { toBody, ...recipientField } = createRecipientField();
  const lifetime = new AbortController();
  const { sessionStore } = context;
  let api = createAuthorizationApi(context, lifetime.signal);

  function save(update: Authorization): void {
    authorization.value = update;
    sessionStore.write('authorization', update.id);
  }
  function clear(state: AsyncState<undefined, AuthorizationError>): void {
    poller.stop();
    sessionStore.write('authorization', undefined);
    api = createAuthorizationApi(context, lifetime.signal);
    authorization.value = undefined;
    request.value = state;
  }
  const fail = (errorKind: AuthorizationError) => {
    request.value = { status: 'error', errorKind };
  };

  const poller = createPoller({
    delayMs: exponentialBackoff({ initialMs: 3_000, maxMs: 60_000, factor: 1.5 }),
    pauseWhenHidden: true,
    async task() {
      const id = sessionStore.read('authorization') ?? '';
      try {
        save(await api.get(id));
        if (request.value.status === 'error') request.value = { status: 'idle' };
      } catch (error) {
        if (lifetime.signal.aborted) return false;
        if (isNotFound(error)) {
          clear({ status: 'error', errorKind: 'gone' });
          return false;
        }
        // While an authorization is shown, a failed poll is not reported, because the next poll may succeed.
        if (!authorization.peek()) fail(toErrorKind(error));
      }
      return isPending(authorization.peek());
    },
  });

  async function mutate(call: () => Promise<Authorization>): Promise<void> {
    if (request.peek().status === 'loading') return;
    poller.stop();
    request.value = { status: 'loading' };
    try {
      save(await call());
      request.value = { status: 'success', data: undefined };
    } catch (error) {
      if (lifetime.signal.aborted) return;
      if (isNotFound(error)) return clear({ status: 'error', errorKind: 'gone' });
      const isRateLimited = error instanceof ProblemError && error.problem.code === 'rate_limited';
      fail(isRateLimited && authorization.peek() ? 'too_often' : toErrorKind(error));
    }
    if (isPending(authorization.peek()) && !lifetime.signal.aborted) poller.start({ delayed: true });
  }

  if (sessionStore.read('authorization')) poller.start();

  return {
    authorization,
    request,
    ...recipientField,
    create: (body) => mutate(() => api.create(body)),
    async resend() {
      const body = toBody();
      if (body) await mutate(() => api.resend(authorization.peek()?.id ?? '', body));
    },
    cancel: () => mutate(() => api.cancel(authorization.peek()?.id ?? '')),
    reset: () => clear({ status: 'idle' }),
    stop() {
      poller.stop();
      lifetime.abort();
    },
  };
}

const isNotFound = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === 'not_found';

function createRecipientField() {
  const recipient = signal('');
  const isRecipientInvalid = signal(false);
  return {
    recipient,
    isRecipientInvalid,
    setRecipient(text: string) {
      recipient.value = text;
      isRecipientInvalid.value = false;
    },
    /** @returns undefined when the address is invalid */
    toBody(): BodyOf<typeof resendAuthorization> | undefined {
      const email = recipient.value.trim();
      const body = email ? { email } : {};
      isRecipientInvalid.value = !resendAuthorization.body.safeParse(body).success;
      return isRecipientInvalid.value ? undefined : body;
    },
  };
}

/**
 * The API calls for one authorization. Repeating the creation with the same body reuses the idempotency key, so a
 * retry after a failed request does not create a second authorization.
 */
function createAuthorizationApi(context: WidgetContext, signal: AbortSignal) {
  let lastCreate: { readonly fingerprint: string; readonly key: string } | undefined;
  return {
    async get(id: string) {
      const client = await context.loadApiClient();
      return client.call(getAuthorization, { params: { id }, signal });
    },
    async create(body: BodyOf<typeof createAuthorization>) {
      const fingerprint = JSON.stringify(body);
      if (lastCreate?.fingerprint !== fingerprint) lastCreate = { fingerprint, key: crypto.randomUUID() };
      const { key: idempotencyKey } = lastCreate;
      const client = await context.loadApiClient();
      return client.call(createAuthorization, { body, idempotencyKey });
    },
    async resend(id: string, body: BodyOf<typeof resendAuthorization>) {
      const client = await context.loadApiClient();
      return client.call(resendAuthorization, { params: { id }, body });
    },
    async cancel(id: string) {
      const client = await context.loadApiClient();
      return client.call(cancelAuthorization, { params: { id }, body: {} });
    },
  };
}
