import type { BlockList } from 'node:net';
import type { LoaClient } from '../upstreams/ecostruxure-loa/client.ts';
import type { MscClient } from '../upstreams/msc/client.ts';
import type { GracefulShutdown } from './bootstrap/graceful-shutdown.ts';
import type { Keys } from './config/keys.ts';
import type { LoaAccess, MscAccess, Partners } from './config/load-partners.ts';
import type { ContractEventBus } from './contract-events/contract-event-bus.ts';
import type { PayloadKeys } from './encryption/payload-keys.ts';
import type { StaticFiles } from './http/static-files.ts';
import type { Log } from './log.ts';
import type { KeyAge } from './metrics/key-age.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { RateLimiter } from './middleware/rate-limiter.ts';
import type { StreamLimiter } from './middleware/stream-limits.ts';
import type { Store } from './store/tables.ts';

/** Everything the BFF stands on. Given from outside, so that `createApp` is pure and a test can hold each part. */
export interface AppContext {
  readonly partners: Partners;
  /** A partner's client for one environment, made once and kept. */
  readonly mscClient: (access: MscAccess) => MscClient;
  /** A partner's letters of agreement, in one environment. */
  readonly loaClient: (access: LoaAccess) => LoaClient;
  readonly store: Store;
  readonly contractEvents: ContractEventBus;
  readonly keys: Keys;
  readonly payloadKeys: PayloadKeys;
  readonly rateLimiter: RateLimiter;
  readonly streamLimiter: StreamLimiter;
  readonly shutdown: GracefulShutdown;
  readonly metrics: Metrics;
  /** Of those keys that are mounted as files. */
  readonly keyAges: () => readonly KeyAge[];
  /** Proxies before us, whose `X-Forwarded-For` counts. */
  readonly trustedProxies: BlockList;
  readonly log: Log;
  readonly now: () => Date;
  /** Where customers' browsers reach the BFF: an origin, `https://shop.example`. */
  readonly publicOrigin: string;
  readonly staticFiles: StaticFiles;
}
