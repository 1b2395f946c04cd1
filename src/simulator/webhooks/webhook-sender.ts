import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { StatusChanged } from '../../upstreams/msc/status.ts';
import type { Partner } from '../authenticate.ts';
import type { Contract } from '../contracting/contract.ts';
import type { Journal } from '../journal.ts';
import type { Scenario } from '../scenario.ts';
import type { Scheduler } from '../scheduler.ts';

export interface WebhookSender {
  /** Sends the contract's status to its partner, with the webhook behavior of the scenario. */
  enqueue(contract: Contract): void;
  /** Drops the events that wait for a second event in the scenario `out_of_order`. */
  clear(): void;
  close(): void;
}

export interface WebhookSenderOptions {
  readonly partners: readonly Partner[];
  readonly scenario: () => Scenario;
  readonly scheduler: Scheduler;
  readonly journal: Journal;
  readonly now: () => Date;
  /** Delay of an event in the scenario `delayed`, and the maximum delay of an event in `out_of_order`. */
  readonly lateDeliveryMs: number;
  /** Delay before the second attempt. Doubles with each attempt. */
  readonly retryDelayMs: number;
}

interface Delivery {
  readonly event: StatusChanged;
  readonly body: string;
  readonly target: NonNullable<Partner['webhook']>;
}

/**
 * With a delay of 300 ms before the second attempt, seven attempts take 19 s. A receiver that is down for ten seconds
 * therefore misses no event.
 */
const MAX_ATTEMPTS = 7;
const TIMEOUT_MS = 10_000;

/**
 * Sends webhooks as Standard Webhooks specifies: signed, and retried until a 2xx response or `MAX_ATTEMPTS`. In the
 * scenario `normal`, the first attempts for a contract's events are made in order. A retry does not delay the next
 * event.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { partners, scenario, scheduler, journal, now, lateDeliveryMs, retryDelayMs } = options;
  const shutdown = new AbortController();
  const lastDeliveries = new Map<string, Promise<void>>();
  const heldDeliveries = new Map<string, Delivery>();

  const attemptDelivery = async (delivery: Delivery, attemptNumber: number): Promise<void> => {
    const { event, target } = delivery;
    const startedAt = performance.now();
    const status = await post(delivery, now(), AbortSignal.any([shutdown.signal, AbortSignal.timeout(TIMEOUT_MS)]));
    if (shutdown.signal.aborted) return;
    const isDelivered = status >= 200 && status < 300;
    const outcome = isDelivered ? 'delivered' : attemptNumber < MAX_ATTEMPTS ? 'will be tried again' : 'given up';
    journal.record({
      kind: 'webhook',
      summary: `${event.data.status} ${outcome}`,
      method: 'POST',
      path: new URL(target.url).pathname,
      status,
      durationMs: Math.round(performance.now() - startedAt),
      detail: { eventId: event.id, contractId: event.data.contractId, status: event.data.status, try: attemptNumber },
    });
    if (!isDelivered && attemptNumber < MAX_ATTEMPTS) {
      scheduler.after(retryDelayMs * 2 ** (attemptNumber - 1), () => void attemptDelivery(delivery, attemptNumber + 1));
    }
  };

  const send = (delivery: Delivery): void => {
    const { contractId } = delivery.event.data;
    const delivered = (lastDeliveries.get(contractId) ?? Promise.resolve()).then(() => attemptDelivery(delivery, 1));
    lastDeliveries.set(contractId, delivered);
    void delivered.then(() => {
      if (lastDeliveries.get(contractId) === delivered) lastDeliveries.delete(contractId);
    });
  };

  const sendOutOfOrder = (delivery: Delivery): void => {
    const { contractId } = delivery.event.data;
    const previous = heldDeliveries.get(contractId);
    if (previous) {
      heldDeliveries.delete(contractId);
      send(delivery);
      send(previous);
      return;
    }
    heldDeliveries.set(contractId, delivery);
    scheduler.after(lateDeliveryMs, () => {
      if (heldDeliveries.get(contractId) !== delivery) return;
      heldDeliveries.delete(contractId);
      send(delivery);
    });
  };

  return {
    enqueue(contract) {
      const { partnerId, environment } = contract;
      const target = partners.find(
        (partner) => partner.id === partnerId && partner.environment === environment,
      )?.webhook;
      if (!target) return;
      const event = statusEvent(contract);
      const delivery = { event, body: JSON.stringify(event), target };
      switch (scenario().webhooks) {
        case 'normal':
          return send(delivery);
        case 'duplicated':
          send(delivery);
          return send(delivery);
        case 'delayed':
          return scheduler.after(lateDeliveryMs, () => send(delivery));
        case 'out_of_order':
          return sendOutOfOrder(delivery);
        case 'disabled':
          return;
      }
    },
    clear: () => heldDeliveries.clear(),
    close: () => shutdown.abort(),
  };
}

/** @returns the status of the response, or 0 if there was no response */
async function post({ event, body, target }: Delivery, at: Date, signal: AbortSignal): Promise<number> {
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        'content-type': 'application/json',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(target.secret).sign(event.id, at, body),
      },
      body,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/**
 * Creates the event for a contract's current status. The event contains no personal data. An account number is reduced
 * to its last four digits.
 */
function statusEvent(contract: Contract): StatusChanged {
  const { id, environment, status, reasons, accounts, signers, updatedAt, input } = contract;
  return {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    type: 'contract.status_changed',
    environment,
    occurredAt: updatedAt.toISOString(),
    data: {
      contractId: id,
      partnerReference: input.partnerReference,
      status,
      reasons: [...reasons],
      accounts: accounts.map(({ last4, ...account }) => ({
        identifierLast4: last4,
        status: account.status,
        reasons: [...account.reasons],
      })),
      signers: [...signers],
    },
  };
}
