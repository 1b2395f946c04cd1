import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type Authorization,
  cancelAuthorization,
  createAuthorization,
  getAuthorization,
  resendAuthorization,
} from '../../wire/authorization.ts';
import type { BodyOf } from '../../wire/endpoint.ts';
import { ProblemError } from '../api/problem-error.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { WidgetContext } from '../widget-context.ts';

/** What stands in the way: the network or the server, or a letter that was sent too often, or is not there. */
export type AuthorizationError = ErrorKind | 'too_often' | 'gone';

/** One customer's letter: asked for, followed, sent again, taken back. */
export interface AuthorizationStore {
  readonly authorization: ReadonlySignal<Authorization | undefined>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly lastError: ReadonlySignal<AuthorizationError | undefined>;
  request(request: BodyOf<typeof createAuthorization>): Promise<void>;
  resend(email?: string): Promise<void>;
  cancel(): Promise<void>;
  /** Back to the form, for another letter. */
  reset(): void;
  stop(): void;
}

/** Milliseconds between two looks: the first, and the longest. A letter may lie in an inbox for days. */
const POLL_DELAYS_MS = { first: 3_000, max: 60_000 };

const isOpen = ({ status }: Authorization) => status === 'preparing' || status === 'sent' || status === 'viewed';

/** Goes on with the letter that this tab remembers. */
export function createAuthorizationStore(context: WidgetContext): AuthorizationStore {
  const authorization = signal<Authorization | undefined>(undefined);
  const isBusy = signal(false);
  const lastError = signal<AuthorizationError | undefined>(undefined);
  const lifetime = new AbortController();
  /** One for what the form says now: pressing again after a lost answer comes back to the same letter. */
  let pendingRequest: { readonly fingerprint: string; readonly key: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(update: Authorization) {
    authorization.value = update;
    lastError.value = undefined;
    context.sessionStore.write('authorization', update.id);
  }

  function schedulePoll(delayMs: number) {
    clearTimeout(timer);
    const current = authorization.peek();
    if (current && isOpen(current) && !lifetime.signal.aborted)
      timer = setTimeout(() => poll(current.id, delayMs), delayMs);
  }

  async function poll(id: string, delayMs: number) {
    // Nobody sees it: the page asks again when somebody does.
    if (document.hidden) return schedulePoll(delayMs);
    try {
      const client = await context.loadApiClient();
      save(await client.call(getAuthorization, { params: { id }, signal: lifetime.signal }));
    } catch (error) {
      if (lifetime.signal.aborted) return;
      if (isNotFound(error)) return clear('gone');
      // What is on show stays; the next look may succeed.
      if (!authorization.peek()) lastError.value = toErrorKind(error);
    }
    schedulePoll(Math.min(delayMs * 1.5, POLL_DELAYS_MS.max));
  }

  function clear(error?: AuthorizationError) {
    clearTimeout(timer);
    context.sessionStore.write('authorization', undefined);
    pendingRequest = undefined;
    authorization.value = undefined;
    lastError.value = error;
  }

  async function mutate(call: () => Promise<Authorization>) {
    if (isBusy.peek()) return;
    isBusy.value = true;
    lastError.value = undefined;
    clearTimeout(timer);
    try {
      save(await call());
    } catch (error) {
      if (lifetime.signal.aborted) return;
      const code = error instanceof ProblemError ? error.problem.code : undefined;
      if (isNotFound(error)) clear('gone');
      else lastError.value = code === 'rate_limited' && authorization.peek() ? 'too_often' : toErrorKind(error);
    } finally {
      isBusy.value = false;
    }
    schedulePoll(POLL_DELAYS_MS.first);
  }

  const savedId = context.sessionStore.read('authorization');
  if (savedId) poll(savedId, POLL_DELAYS_MS.first);

  return {
    authorization,
    isBusy,
    lastError,
    request(body) {
      const fingerprint = JSON.stringify(body);
      if (pendingRequest?.fingerprint !== fingerprint) pendingRequest = { fingerprint, key: crypto.randomUUID() };
      const { key } = pendingRequest;
      return mutate(async () =>
        (await context.loadApiClient()).call(createAuthorization, { body, idempotencyKey: key }),
      );
    },
    resend(email) {
      const { id = '' } = authorization.peek() ?? {};
      const body = email === undefined ? {} : { email };
      return mutate(async () => (await context.loadApiClient()).call(resendAuthorization, { params: { id }, body }));
    },
    cancel() {
      const { id = '' } = authorization.peek() ?? {};
      return mutate(async () =>
        (await context.loadApiClient()).call(cancelAuthorization, { params: { id }, body: {} }),
      );
    },
    reset: () => clear(),
    stop() {
      clearTimeout(timer);
      lifetime.abort();
    },
  };
}

const isNotFound = (error: unknown) => error instanceof ProblemError && error.problem.code === 'not_found';
