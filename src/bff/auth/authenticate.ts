import type { Context } from 'hono';
import type { AppContext } from '../app-context.ts';
import type { PartnerAccess, Partners } from '../enrollment/partner-access.ts';
import { ProblemError } from '../http/problem.ts';
import { clientIpKeys, rateLimitIp } from '../middleware/client-ip.ts';
import { isSiteOrigin } from '../partners/origin.ts';
import type { Site } from '../partners/site.ts';
import { type ContractRow, ERASED_SESSION } from '../store/tables.ts';
import type { Caller } from './caller.ts';
import { readSessionToken } from './session-token.ts';

/**
 * Authenticates `Authorization: Bearer <session token>`. If the request has an `Origin`, it must be the one that the
 * token was issued for, so a stolen token does not work on another site.
 *
 * @throws ProblemError session_required | session_expired | session_ended | origin_not_allowed | unknown_site |
 * rate_limited
 */
export async function authenticate(
  context: Context,
  appContext: Pick<
    AppContext,
    'endedSessions' | 'keys' | 'log' | 'now' | 'partners' | 'publicOrigin' | 'rateLimiter' | 'trustedProxies'
  >,
): Promise<Caller> {
  const token = bearerToken(context);
  if (!token) throw new ProblemError('session_required');
  const { sessionId, siteKey, origin } = await readSessionToken(appContext.keys, appContext.now(), token);
  context.set('sessionId', sessionId);
  if (appContext.endedSessions.isEnded(sessionId)) throw new ProblemError('session_ended');
  const site = appContext.partners.sites.get(siteKey);
  if (!site) throw new ProblemError('unknown_site');
  context.set('siteKey', siteKey);
  // Browsers omit Origin in same-origin GET requests.
  const originHeader = context.req.header('Origin');
  if ((originHeader !== undefined && originHeader !== origin) || !isSiteOrigin(site, origin, appContext.publicOrigin)) {
    throw new ProblemError('origin_not_allowed');
  }
  await Promise.all([
    appContext.rateLimiter.consume('session', sessionId),
    appContext.rateLimiter.consume('site', siteKey),
  ]);
  const ipKeys = clientIpKeys(appContext, context);
  return { sessionId, ipKeys, origin, site, access: accessOf(site, appContext.partners) };
}

/**
 * Charges the additional cost of a request to all rate limits of its caller. A request has this cost if it causes more
 * than one upstream call.
 *
 * @param points the cost in addition to the one point that every request costs
 * @throws ProblemError rate_limited
 */
export async function chargeCaller(
  appContext: Pick<AppContext, 'keys' | 'log' | 'trustedProxies' | 'rateLimiter'>,
  context: Context,
  { sessionId, site }: Caller,
  points: number,
): Promise<void> {
  if (points < 1) return;
  await Promise.all([
    rateLimitIp(appContext, context, points),
    appContext.rateLimiter.consume('session', sessionId, points),
    appContext.rateLimiter.consume('site', site.key, points),
  ]);
}

/**
 * Counts the calls to the partner's upstream that a request causes, so that no network can use up the calls that other
 * networks need.
 *
 * @param kind `purchase` for a contract request
 * @throws ProblemError rate_limited
 */
export const chargeUpstream = (
  appContext: Pick<AppContext, 'rateLimiter'>,
  { ipKeys, access: { partner, environment } }: Pick<Caller, 'access' | 'ipKeys'>,
  calls: number,
  kind: 'upstream' | 'purchase' = 'upstream',
): Promise<void> =>
  appContext.rateLimiter.consume(
    kind,
    ipKeys.map((key) => `${partner} ${environment} ${key}`),
    calls,
  );

/** The token of `Authorization: Bearer` (RFC 6750 section 2.1). */
export const bearerToken = (context: Context): string | undefined =>
  /^Bearer ([\w.~+/=-]+)$/.exec(context.req.header('Authorization') ?? '')?.[1];

/** The upstream access of a site. The configuration guarantees that it exists. */
export function accessOf(site: Site, partners: Partners): PartnerAccess {
  const access = partners.access(site.partner, site.environment);
  if (!access) throw new Error(`partner ${site.partner} has no ${site.environment} environment in partners.yaml`);
  return access;
}

/**
 * The caller with the upstream access of the contract's partner. It differs from the site's after the site has moved to
 * another partner.
 *
 * @throws ProblemError upstream_unavailable if the contract's partner is no longer configured
 */
export function callerForContract(
  caller: Caller,
  { partner, environment }: Pick<ContractRow, 'partner' | 'environment'>,
  partners: Partners,
): Caller {
  const access = partners.access(partner, environment);
  if (!access) throw new ProblemError('upstream_unavailable');
  return { ...caller, access };
}

/**
 * The object exists, but the caller may not access it. This error is the cause of a `not_found` problem and is shown
 * only to the operator.
 */
export class NotOwnedError extends Error {
  override readonly name = 'NotOwnedError';
  readonly object:
    | { readonly contract: string }
    | { readonly signatureRequest: string }
    | { readonly approvalRequest: string };

  constructor(object: NotOwnedError['object']) {
    super('the object belongs to another session, site or partner');
    this.object = object;
  }
}

/**
 * The problem for an object that the caller cannot access. The caller cannot find out whether it exists, but the
 * operator can: an existing ID of another customer is logged and audited.
 */
export async function notFoundProblem(
  { store }: Pick<AppContext, 'store'>,
  table: keyof typeof OBJECT_OF,
  id: string,
): Promise<ProblemError> {
  const row = await store
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('session_id', '!=', ERASED_SESSION)
    .executeTakeFirst();
  return new ProblemError('not_found', {}, row && new NotOwnedError(OBJECT_OF[table](id)));
}

/** The audit log field that identifies a row of each table. */
const OBJECT_OF = {
  contracts: (contract: string) => ({ contract }),
  letters: (signatureRequest: string) => ({ signatureRequest }),
  approval_requests: (approvalRequest: string) => ({ approvalRequest }),
};
