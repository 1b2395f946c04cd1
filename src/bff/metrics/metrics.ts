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
  /** A figure that is found out when somebody asks. @param find by its labels */
  gauge(name: string, help: string, labels: readonly string[], find: () => Promise<readonly Reading[]>): void;
  /** All of it in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats). */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** @param ofProcess also memory, CPU and how late the event loop is */
export const createMetrics = ({ ofProcess = false } = {}): Metrics => {
  const register = new Registry();
  const registers = [register];
  if (ofProcess) collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'shopper_request_seconds',
    help: 'From a request to the head of its answer, by route and class of status',
    labelNames: ['route', 'status'],
    buckets: seconds,
    registers,
  });
  const calls = new Histogram({
    name: 'shopper_upstream_seconds',
    help: 'Calls to My Service Cloud with their second try, by operation',
    labelNames: ['partner', 'environment', 'operation'],
    buckets: seconds,
    registers,
  });
  const outcomes = new Counter({
    name: 'shopper_upstream_calls_total',
    help: 'How calls to My Service Cloud ended: ok, refused, unreadable, network, timeout, status, resting',
    labelNames: ['partner', 'environment', 'operation', 'outcome'],
    registers,
  });
  const resting = new Gauge({
    name: 'shopper_upstream_resting',
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
    request: (route, status, took) => requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, took),
    upstream(partner, environment, { api, operation, outcome, milliseconds }) {
      outcomes.inc({ partner, environment, operation, outcome });
      resting.set({ partner, environment, api }, outcome === 'resting' ? 1 : 0);
      if (outcome !== 'resting') calls.observe({ partner, environment, operation }, milliseconds / 1000);
    },
    signatureFailed: (partner, environment) => signatures.inc({ partner, environment }),
    gauge(name, help, labels, find) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        async collect() {
          const readings = await find();
          gauge.reset();
          for (const { labels: named = {}, value } of readings) gauge.set(named, value);
        },
      });
    },
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
  };
};
