import { statSync } from 'node:fs';
import { Hono } from 'hono';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { UpstreamCall } from '../../upstreams/http/json-client.ts';
import { listen, type RunningServer } from '../http/server.ts';

/**
 * Metrics for operators. Labels are routes, status classes, operations, outcomes, actions, and configured partners,
 * environments and sites. Each label has few values, all known in advance. No label contains user input, an address, or
 * the ID of a contract or session.
 */
export interface Metrics {
  /**
   * Records a completed request.
   *
   * @param route the route's pattern, such as `/v1/contracts/:id`
   */
  request(route: string, status: number, seconds: number): void;
  upstream(partner: string, environment: string, call: UpstreamCall): void;
  /** Records prices of My Service Cloud that were not offered, because they are invalid or were not requested. */
  pricesDropped(partner: string, environment: string, count: number): void;
  /** Records a webhook with an invalid signature. */
  signatureFailed(partner: string, environment: string): void;
  /** Records an action that was refused because of a site's quota. */
  siteQuotaReached(partner: string, environment: string, site: string, action: string): void;
  /** Records a run of retention that deleted nothing, because the clock may be wrong. */
  retentionRefused(): void;
  /**
   * Registers a gauge whose value is computed when it is scraped.
   *
   * @param collect returns a value for each combination of labels
   */
  gauge(name: string, help: string, labels: readonly string[], collect: () => Promise<readonly Sample[]>): void;
  /** All metrics in the Prometheus text format (https://prometheus.io/docs/instrumenting/exposition_formats). */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const DURATION_BUCKETS_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** @param includeProcess whether to collect memory, CPU and event loop delay too */
export function createMetrics({ includeProcess = false } = {}): Metrics {
  const register = new Registry();
  const registers = [register];
  if (includeProcess) collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'shopper_http_request_duration_seconds',
    help: 'Time from a request to its response headers, by route and status class',
    labelNames: ['route', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  const calls = new Histogram({
    name: 'shopper_upstream_request_duration_seconds',
    help: 'Duration of calls to My Service Cloud including retries, by operation',
    labelNames: ['partner', 'environment', 'operation'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  const outcomes = new Counter({
    name: 'shopper_upstream_requests_total',
    help: 'Calls to My Service Cloud by outcome: ok, rejected, invalid_response, network, timeout, status, circuit_open, call_ceiling',
    labelNames: ['partner', 'environment', 'operation', 'outcome'],
    registers,
  });
  const circuitOpen = new Gauge({
    name: 'shopper_upstream_circuit_open',
    help: '1 while the circuit breaker of an operation is open',
    labelNames: ['partner', 'environment', 'operation'],
    registers,
  });
  const droppedPrices = new Counter({
    name: 'shopper_prices_dropped_total',
    help: 'Prices of My Service Cloud that were not offered, because they are invalid or were not requested',
    labelNames: ['partner', 'environment'],
    registers,
  });
  const signatures = new Counter({
    name: 'shopper_webhook_signature_failures_total',
    help: 'Webhooks with an invalid signature or timestamp',
    labelNames: ['partner', 'environment'],
    registers,
  });
  const siteQuotas = new Counter({
    name: 'shopper_site_quota_reached_total',
    help: 'Actions refused because of the hourly ceiling of a whole site, by action',
    labelNames: ['partner', 'environment', 'site', 'action'],
    registers,
  });
  const refusals = new Counter({
    name: 'shopper_retention_refused_total',
    help: 'Runs of retention that deleted nothing, because the clock may be wrong',
    registers,
  });
  return {
    request: (route, status, durationSeconds) =>
      requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, durationSeconds),
    upstream(partner, environment, { operation, outcome, durationMs }) {
      outcomes.inc({ partner, environment, operation, outcome });
      circuitOpen.set({ partner, environment, operation }, outcome === 'circuit_open' ? 1 : 0);
      if (outcome !== 'circuit_open' && outcome !== 'call_ceiling')
        calls.observe({ partner, environment, operation }, durationMs / 1000);
    },
    pricesDropped: (partner, environment, count) => droppedPrices.inc({ partner, environment }, count),
    signatureFailed: (partner, environment) => signatures.inc({ partner, environment }),
    siteQuotaReached: (partner, environment, site, action) => siteQuotas.inc({ partner, environment, site, action }),
    retentionRefused: () => refusals.inc(),
    gauge(name, help, labels, collect) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        async collect() {
          const samples = await collect();
          gauge.reset();
          for (const { labels: sampleLabels = {}, value } of samples) gauge.set(sampleLabels, value);
        },
      });
    },
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
  };
}

export interface KeyAge {
  readonly key: 'signing' | 'server_secret' | 'payload';
  readonly partner?: string;
  readonly environment?: string;
  readonly changedAt: Date;
}

/** When the file was last modified; undefined if it does not exist. */
export const fileChangedAt = (file: string): Date | undefined => statSync(file, { throwIfNoEntry: false })?.mtime;

/** Serves `/metrics` on its own port, so that it is not exposed through the load balancer. */
export function serveMetrics(metrics: Metrics, port: number, host: string): Promise<RunningServer> {
  const app = new Hono().get('/metrics', async (context) => {
    const { type, text } = await metrics.read();
    context.header('Content-Type', type);
    context.header('Cache-Control', 'no-store');
    return context.body(text);
  });
  return listen(app, { port, host });
}
