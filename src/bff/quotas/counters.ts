import { createHmac } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { NETWORK_FACTORS } from '../http/ip-address.ts';
import type { QuotaLimits } from '../partners/site.ts';
import { normalizeEmail } from './normalize-email.ts';

/**
 * What is counted. `refusedContract`: a contract request that is refunded because it created nothing. `contractEmail`:
 * requests to sign a contract. `email`: other emails that an action sends, in addition to the action itself.
 * `requestedLink`: a link that is emailed because someone requested it by the contract's reference. `ratesEmail`: rates
 * that are emailed to anyone. `approvalRequest`: a link for someone else to sign.
 */
export type QuotaAction =
  | 'contract'
  | 'refusedContract'
  | 'contractEmail'
  | 'authorization'
  | 'email'
  | 'ratesEmail'
  | 'resumeLink'
  | 'approvalRequest'
  | 'linkRequest'
  | 'requestedLink'
  | 'signingSession'
  | 'upload';

export interface QuotaUse {
  readonly action: QuotaAction;
  /** Email addresses that receive an email. They are stored only as keyed hashes. */
  readonly recipients?: readonly string[];
  /** What the action is about, such as a contract ID. The limit of the action also applies to it. */
  readonly subject?: string;
}

export type QuotaCaller = Pick<Caller, 'ipKeys' | 'sessionId' | 'site'>;

const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

/** One limit that an action counts against. */
export interface Counter {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Set for the ceiling of a whole site. */
  readonly isSiteCeiling?: true;
  /** Set for the emails to a recipient. */
  readonly isRecipient?: true;
}

/**
 * Actions whose success their caller must not learn. None of their counters is shared with another action, because a
 * caller could otherwise use up a shared counter and see from the next response whether this action counted too.
 */
const HIDDEN_ACTIONS: ReadonlySet<QuotaAction> = new Set(['requestedLink']);

/**
 * Actions without a ceiling for the whole site: they email no one and create no contract, and a ceiling would let a few
 * visitors keep all others from correcting or signing theirs.
 */
const UNCAPPED_BY_SITE: ReadonlySet<QuotaAction> = new Set(['refusedContract', 'signingSession']);

/**
 * Actions that email a request to sign a contract. Their emails share no counter with other emails: otherwise anyone could
 * use up those that a customer needs to sign, with emails that create no contract.
 */
const CONTRACT_EMAILS: ReadonlySet<QuotaAction> = new Set(['contract', 'contractEmail']);

/** The counters of an action, ordered by key. Sites of one partner share those of addresses and recipients. */
export function countersFor(
  { keys }: { readonly keys: Keys },
  limits: QuotaLimits,
  { ipKeys, sessionId, site }: QuotaCaller,
  { action, recipients = [], subject }: QuotaUse,
): readonly Counter[] {
  const scope = `${site.partner}/${site.environment}`;
  // A keyed hash, so that erasing a contract leaves nothing of its session and signer here.
  const hash = (text: string): string => createHmac('sha256', keys.request).update(text).digest('base64url');
  const isHidden = HIDDEN_ACTIONS.has(action);
  const emailAction = CONTRACT_EMAILS.has(action) ? 'contractEmail' : 'email';
  const visibleActions = new Set<QuotaAction>(isHidden ? [] : recipients.length ? [action, emailAction] : [action]);
  const counters: Counter[] = [...visibleActions].flatMap((counted) => {
    const limit = limits[LIMIT_OF[counted]];
    const siteCeiling: readonly Counter[] = UNCAPPED_BY_SITE.has(counted)
      ? []
      : [
          {
            key: `${scope} ${counted} site ${site.key}`,
            limit: limits.perSite,
            windowMs: HOUR_MS,
            isSiteCeiling: true,
          },
        ];
    return [
      ...ipKeys.map((ipKey, network) => ({
        key: `${scope} ${counted} address ${ipKey}`,
        limit: limit * (NETWORK_FACTORS[network] ?? 1),
        windowMs: HOUR_MS,
      })),
      { key: `${scope} ${counted} session ${hash(sessionId)}`, limit, windowMs: HOUR_MS },
      ...siteCeiling,
    ];
  });
  if (subject !== undefined) {
    counters.push({
      key: `${scope} ${action} subject ${hash(subject)}`,
      limit: limits[LIMIT_OF[action]],
      windowMs: HOUR_MS,
    });
  }
  const recipientGroup = isHidden ? action : emailAction;
  for (const recipient of new Set(recipients.map(normalizeEmail))) {
    counters.push({
      key: `${scope} ${recipientGroup} recipient ${hash(recipient)}`,
      limit: limits.emailsPerRecipient,
      windowMs: DAY_MS,
      isRecipient: true,
    });
  }
  return counters.sort((a, b) => (a.key < b.key ? -1 : 1));
}

const LIMIT_OF = {
  contract: 'contractsPerAddress',
  refusedContract: 'refusedContractsPerAddress',
  contractEmail: 'emailsPerAddress',
  authorization: 'authorizationsPerAddress',
  email: 'emailsPerAddress',
  ratesEmail: 'emailsPerAddress',
  resumeLink: 'resumeLinksPerAddress',
  approvalRequest: 'resumeLinksPerAddress',
  linkRequest: 'resumeLinksPerAddress',
  requestedLink: 'resumeLinksPerAddress',
  signingSession: 'signingSessionsPerAddress',
  upload: 'uploadsPerAddress',
} as const satisfies Record<QuotaAction, keyof QuotaLimits>;
