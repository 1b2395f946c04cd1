import type { Environment } from '../partners/site.ts';

/** Every accepted status event, by the ID that its sender assigned. */
export interface WebhookInboxTable {
  partner: string;
  environment: Environment;
  webhook_id: string;
  received_at: string;
  body: string;
  contract_id: string | null;
}

/** An event for the site's webhook endpoints. `addressed_at` is null until deliveries have been created for it. */
export interface OutboxEventTable {
  id: string;
  site_key: string;
  contract_id: string;
  body: string;
  created_at: string;
  addressed_at: string | null;
}

/**
 * The delivery of one event to one endpoint. `due_at` is the time of the next attempt. An attempt in progress
 * postpones it, so it also serves as a lease.
 */
export interface DeliveryTable {
  event_id: string;
  endpoint: string;
  site_key: string;
  state: 'pending' | 'delivered' | 'given_up' | 'disabled' | 'removed';
  attempts: number;
  begun_at: string;
  due_at: string;
}

/** An endpoint that responded 410 Gone. */
export interface DisabledEndpointTable {
  site_key: string;
  endpoint: string;
  disabled_at: string;
}
