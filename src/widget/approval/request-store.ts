import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { isRetryable, isSettled } from '../../wire/contract-status.ts';
import {
  type ApprovalRequest,
  type ApprovalStatus,
  getApprovalRequest,
  revokeApprovalRequest,
} from '../../wire/saved-purchase.ts';
import type { AsyncState } from '../api/errors.ts';
import { ProblemError, toErrorKind } from '../api/errors.ts';
import { createPoller, exponentialBackoff } from '../poller.ts';
import type { WidgetContext } from '../widget-context.ts';
import { preparedHere } from './prepared-here.ts';

export interface RequestStore {
  /** Undefined until the request has loaded. `gone`: the request was deleted, or this session has no access to it. */
  readonly request: ReadonlySignal<ApprovalRequest | 'gone' | undefined>;
  readonly isDisconnected: ReadonlySignal<boolean>;
  readonly revoking: ReadonlySignal<AsyncState<undefined>>;
  /** The action on the link that the preparer is asked to confirm. */
  readonly question: ReadonlySignal<'revoke' | 'replace' | undefined>;
  readonly copyResult: ReadonlySignal<'copied' | 'copyFailed' | undefined>;
  ask(question: 'revoke' | 'replace' | undefined): void;
  setReplaced(request: ApprovalRequest): void;
  revoke(): Promise<void>;
  copy(url: string): Promise<void>;
  /** Polls the status until the status can no longer change. */
  start(): void;
  stop(): void;
}

export const isOpen = (status: ApprovalStatus): boolean => status === 'pending' || status === 'opened';

/**
 * Whether the status of the request or of its contract can still change. The signer can replace a rejected contract
 * with a corrected one.
 */
export function isLive({ status, contract }: ApprovalRequest): boolean {
  if (contract) return !isSettled(contract.status) || isRetryable(contract.status);
  return isOpen(status) || status === 'contract_created';
}

/** Creates the store for one request. Call `stop` when the view unmounts. */
export function createRequestStore(context: WidgetContext, id: string): RequestStore {
  const created = preparedHere(context).peek()?.request;
  const request = signal<ApprovalRequest | 'gone' | undefined>(created?.id === id ? created : undefined);
  const isDisconnected = signal(false);
  const revoking = signal<AsyncState<undefined>>({ status: 'idle' });
  const question = signal<'revoke' | 'replace' | undefined>(undefined);
  const copyResult = signal<'copied' | 'copyFailed' | undefined>(undefined);

  /** @returns whether the status may still change */
  async function update(): Promise<boolean> {
    try {
      const client = await context.loadApiClient();
      request.value = await client.call(getApprovalRequest, { params: { id } });
      isDisconnected.value = false;
    } catch (error) {
      if (isNotFound(error)) request.value = 'gone';
      else isDisconnected.value = true;
    }
    const current = request.peek();
    return current !== 'gone' && (!current || isLive(current));
  }
  const poller = createPoller({
    delayMs: exponentialBackoff({ initialMs: 3_000, maxMs: 20_000, factor: 1.3 }),
    pauseWhenHidden: true,
    task: update,
  });

  return {
    request,
    isDisconnected,
    revoking,
    question,
    copyResult,
    ask(next) {
      batch(() => {
        question.value = next;
        revoking.value = { status: 'idle' };
      });
    },
    setReplaced(replaced) {
      batch(() => {
        request.value = replaced;
        question.value = undefined;
        copyResult.value = undefined;
      });
    },
    async revoke() {
      if (revoking.peek().status === 'loading') return;
      revoking.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const revoked = await client.call(revokeApprovalRequest, { params: { id }, body: {} });
        batch(() => {
          request.value = revoked;
          revoking.value = { status: 'success', data: undefined };
          question.value = undefined;
        });
      } catch (error) {
        if (isNotFound(error)) request.value = 'gone';
        revoking.value = { status: 'error', errorKind: toErrorKind(error) };
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
    start: () => poller.start(),
    stop: () => poller.stop(),
  };
}

const isNotFound = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === 'not_found';
