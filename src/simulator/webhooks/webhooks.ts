import { Webhook } from 'standardwebhooks';
import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import type { Contract } from '../contracting/contract.ts';
import type { Journal } from '../journal.ts';
import type { Partner } from '../partner.ts';
import type { Scenario } from '../scenario.ts';
import type { Schedule } from '../schedule.ts';
import { statusEvent } from './status-event.ts';

export interface Webhooks {
  /** Tells the contract's partner where it stands, the way the scenario says. */
  announce(contract: Contract): void;
  /** Forgets what waits to be sent. */
  clear(): void;
  close(): void;
}

export interface WebhooksOptions {
  readonly partners: readonly Partner[];
  readonly scenario: () => Scenario;
  readonly schedule: Schedule;
  readonly journal: Journal;
  readonly now: () => Date;
  /** Milliseconds an event waits under `late`, and at most under `out_of_order`. */
  readonly lateMs: number;
  /** Milliseconds before the second try; doubles with each further one. */
  readonly retryMs: number;
}

interface Delivery {
  readonly event: StatusChanged;
  readonly body: string;
  readonly target: NonNullable<Partner['webhook']>;
}

/** With 300 ms between the first two, the seven tries span 19 s: a receiver may be away for ten and miss nothing. */
const mostTries = 7;
const answerWithin = 10_000;

/**
 * Webhooks as Standard Webhooks says: signed, at least once, tried again until a 2xx answers. One contract's events
 * start in order unless the scenario scrambles them; a retry does not hold up the next event.
 */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { partners, scenario, schedule, journal, now, lateMs, retryMs } = options;
  const closing = new AbortController();
  const lastOf = new Map<string, Promise<void>>();
  const heldBack = new Map<string, Delivery>();

  const attempt = async (delivery: Delivery, tries: number): Promise<void> => {
    const { event, target } = delivery;
    const started = performance.now();
    const status = await post(delivery, now(), AbortSignal.any([closing.signal, AbortSignal.timeout(answerWithin)]));
    if (closing.signal.aborted) return;
    const taken = status >= 200 && status < 300;
    const outcome = taken ? 'delivered' : tries < mostTries ? 'will be tried again' : 'given up';
    journal.record({
      kind: 'webhook',
      summary: `${event.data.status} ${outcome}`,
      method: 'POST',
      path: new URL(target.url).pathname,
      status,
      durationMs: Math.round(performance.now() - started),
      detail: { eventId: event.id, contractId: event.data.contractId, status: event.data.status, try: tries },
    });
    if (!taken && tries < mostTries) {
      schedule.after(retryMs * 2 ** (tries - 1), () => void attempt(delivery, tries + 1));
    }
  };

  const send = (delivery: Delivery): void => {
    const { contractId } = delivery.event.data;
    const last = (lastOf.get(contractId) ?? Promise.resolve()).then(() => attempt(delivery, 1));
    lastOf.set(contractId, last);
    void last.then(() => {
      if (lastOf.get(contractId) === last) lastOf.delete(contractId);
    });
  };

  const sendSwapped = (delivery: Delivery): void => {
    const { contractId } = delivery.event.data;
    const earlier = heldBack.get(contractId);
    if (earlier) {
      heldBack.delete(contractId);
      send(delivery);
      send(earlier);
      return;
    }
    heldBack.set(contractId, delivery);
    schedule.after(lateMs, () => {
      if (heldBack.get(contractId) !== delivery) return;
      heldBack.delete(contractId);
      send(delivery);
    });
  };

  return {
    announce(contract) {
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
        case 'late':
          return schedule.after(lateMs, () => send(delivery));
        case 'out_of_order':
          return sendSwapped(delivery);
        case 'never':
          return;
      }
    },
    clear: () => heldBack.clear(),
    close: () => closing.abort(),
  };
}

/** The answer's status, 0 when none came. */
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
