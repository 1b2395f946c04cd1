import type { BlockList } from 'node:net';
import type { LoaClient } from '../upstreams/ecostruxure-loa/client.ts';
import type { MscClient } from '../upstreams/msc/client.ts';
import type { OpenStreams } from './access/open-streams.ts';
import type { Limiter } from './access/rate-limits.ts';
import type { Live } from './contracts/live.ts';
import type { Drain } from './drain.ts';
import type { StaticFiles } from './http/static-files.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import type { KeyAge } from './metrics/key-age.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { LettersAccess, MscAccess, Partners } from './partners/load-partners.ts';
import type { PayloadKeys } from './payload/payload-keys.ts';
import type { Store } from './store/tables.ts';

/** Everything the BFF stands on. Given from outside, so that `createBff` is pure and a test can hold each part. */
export interface Deps {
  readonly partners: Partners;
  /** A partner's client for one environment, made once and kept. */
  readonly msc: (access: MscAccess) => MscClient;
  /** A partner's letters of agreement, in one environment. */
  readonly loa: (letters: LettersAccess) => LoaClient;
  readonly store: Store;
  readonly live: Live;
  readonly keys: Keys;
  readonly payloadKeys: PayloadKeys;
  readonly limiter: Limiter;
  readonly streams: OpenStreams;
  readonly drain: Drain;
  readonly metrics: Metrics;
  /** Of those keys that are mounted as files. */
  readonly keyAges: () => readonly KeyAge[];
  /** Proxies before us, whose `X-Forwarded-For` counts. */
  readonly trustedProxies: BlockList;
  readonly log: Log;
  readonly now: () => Date;
  /** Where customers' browsers reach the BFF: an origin, `https://shop.example`. */
  readonly publicOrigin: string;
  readonly files: StaticFiles;
}
