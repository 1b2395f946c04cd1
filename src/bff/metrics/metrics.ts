import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MscCall } from '../../upstreams/msc/transport.ts';

/**
 * What operators watch. Labels are routes, operations, outcomes and declared partners: few, known beforehand, and nothing that a
 * customer typed. An id of a contract, a session or an address has no label to go into.
 */
export interface Metrics {
  /** One request was answered. @param route its pattern, `/v1/contracts/:id` */
  request(route: string, status: number, seconds: number): void;
  /** One call to an upstream ended. */
  upstream(partner: string, environment: string, call: MscCall): void;
  /** A webhook came whose signature does not hold. */
  signatureFailed(partner: string, environment: string): void;
  /** A figure that is found out when somebody asks. @param collect by its labels */
  gauge(name: string, help: string, labels: readonly string[], collect: () => Promise<readonly Sample[]>): void;
  /** All of it in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats). */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const DURATION_BUCKETS_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** @param includeProcess also memory, CPU and how late the event loop is */
export function createMetrics({ includeProcess = false } = {}): Metrics {
  const register = new Registry();
  const registers = [register];
  if (includeProcess) collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'shopper_http_request_duration_seconds',
    help: 'From a request to the head of its answer, by route and class of status',
    labelNames: ['route', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  const calls = new Histogram({
    name: 'shopper_upstream_request_duration_seconds',
    help: 'Calls to My Service Cloud with their second try, by operation',
    labelNames: ['partner', 'environment', 'operation'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  const outcomes = new Counter({
    name: 'shopper_upstream_requests_total',
    help: 'How calls to My Service Cloud ended: ok, rejected, invalid_response, network, timeout, status, circuit_open',
    labelNames: ['partner', 'environment', 'operation', 'outcome'],
    registers,
  });
  const circuitOpen = new Gauge({
    name: 'shopper_upstream_circuit_open',
    help: '1 while an API that failed too often is left alone',
    labelNames: ['partner', 'environment', 'api'],
    registers,
  });
  const signatures = new Counter({
    name: 'shopper_webhook_signature_failures_total',
    help: 'Webhooks to a declared address whose signature or time does not hold',
    labelNames: ['partner', 'environment'],
    registers,
  });
  return {
    request: (route, status, durationSeconds) =>
      requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, durationSeconds),
    upstream(partner, environment, { api, operation, outcome, durationMs }) {
      outcomes.inc({ partner, environment, operation, outcome });
      circuitOpen.set({ partner, environment, api }, outcome === 'circuit_open' ? 1 : 0);
      if (outcome !== 'circuit_open') calls.observe({ partner, environment, operation }, durationMs / 1000);
    },
    signatureFailed: (partner, environment) => signatures.inc({ partner, environment }),
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
