import type { BlockList } from 'node:net';
import type { LoaClient } from '../upstreams/ecostruxure-loa/client.ts';
import type { AuditQueue } from './audit/audit-queue.ts';
import type { EndedSessions } from './auth/ended-sessions.ts';
import type { ContractEventBus } from './contract-events/contract-event-bus.ts';
import type { SigningMethods } from './contracts/signing-method.ts';
import type { PayloadKeys } from './encryption/envelope-encryption.ts';
import type { Keys } from './encryption/server-keys.ts';
import type { EnrollmentBackend } from './enrollment/enrollment-backend.ts';
import type { LoaAccess, PartnerAccess, Partners } from './enrollment/partner-access.ts';
import type { GracefulShutdown } from './http/server.ts';
import type { StaticFiles } from './http/static-files.ts';
import type { Log } from './log.ts';
import type { KeyAge, Metrics } from './metrics/metrics.ts';
import type { LoadMonitor } from './middleware/load-shedding.ts';
import type { RateLimiter } from './middleware/rate-limiter.ts';
import type { StreamLimiter } from './middleware/stream-limits.ts';
import type { Quotas } from './quotas/quotas.ts';
import type { SignatureRequestHooks } from './signature-requests/status.ts';
import type { Store } from './store/tables.ts';

/**
 * The dependencies of the BFF. They are injected, so that `createApp` has no side effects and tests can replace each
 * one.
 */
export interface AppContext {
  readonly partners: Partners;
  /** The enrollment backend for a partner in one environment. Created once for each `PartnerAccess` object. */
  readonly enrollment: (access: PartnerAccess) => EnrollmentBackend;
  readonly loaClient: (access: LoaAccess) => LoaClient;
  readonly signingMethods: SigningMethods<SigningContext>;
  readonly signatureRequestHooks: SignatureRequestHooks<SignatureRequestContext>;
  readonly store: Store;
  readonly endedSessions: EndedSessions;
  readonly contractEvents: ContractEventBus;
  readonly keys: Keys;
  readonly payloadKeys: PayloadKeys;
  readonly rateLimiter: RateLimiter;
  readonly quotas: Quotas;
  readonly streamLimiter: StreamLimiter;
  readonly loadMonitor: LoadMonitor;
  readonly shutdown: GracefulShutdown;
  readonly metrics: Metrics;
  readonly keyAges: () => readonly KeyAge[];
  /** Proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: BlockList;
  readonly log: Log;
  readonly audit: AuditQueue;
  readonly now: () => Date;
  /** The origin at which customers' browsers reach the BFF: `https://shop.example`. */
  readonly publicOrigin: string;
  readonly staticFiles: StaticFiles;
}

export type SignatureRequestContext = Pick<
  AppContext,
  | 'contractEvents'
  | 'enrollment'
  | 'keys'
  | 'loaClient'
  | 'log'
  | 'now'
  | 'partners'
  | 'payloadKeys'
  | 'quotas'
  | 'signatureRequestHooks'
  | 'store'
>;

export type SigningContext = SignatureRequestContext & Pick<AppContext, 'publicOrigin'>;

export type ContractContext = SigningContext & Pick<AppContext, 'rateLimiter' | 'signingMethods'>;
