import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { NETWORK_FACTORS } from '../http/ip-address.ts';
import type { QuotaLimits, Site } from '../partners/site.ts';

/**
 * The actions that are counted. `refusedContract`: a contract request that is refunded because it created nothing.
 * `contractEmail`: requests to sign a contract. `email`: other emails that an action sends, in addition to the action
 * itself. `requestedLink`: a link that is emailed because someone requested it by the contract's reference.
 * `ratesEmail`: rates that are emailed to anyone. `approvalRequest`: an approval link.
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
  /** The subject of the action, such as a contract ID. The action's limit also applies to each subject. */
  readonly subject?: string;
}

export type QuotaCaller = Pick<Caller, 'ipKeys' | 'sessionId' | 'site'>;

const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

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
 * Actions whose success must stay hidden from the caller. They share no counter with other actions. Otherwise, a caller
 * could use up a shared counter, and the next response would show whether the hidden action had counted.
 */
const HIDDEN_ACTIONS: ReadonlySet<QuotaAction> = new Set(['requestedLink']);

/**
 * Actions without a ceiling for the whole site: they email no one and create no contract. With a ceiling, a few
 * visitors could keep all others from correcting or signing their contracts.
 */
const UNCAPPED_BY_SITE: ReadonlySet<QuotaAction> = new Set(['refusedContract', 'signingSession']);

/**
 * Actions that email a request to sign a contract. Their emails share no counter with other emails. Otherwise, anyone
 * could use up the counter with emails that create no contract, and customers could not sign.
 */
const CONTRACT_EMAILS: ReadonlySet<QuotaAction> = new Set(['contract', 'contractEmail']);

/** The counters of an action, ordered by key. The sites of a partner share the counters of addresses and recipients. */
export function countersFor(
  { keys }: { readonly keys: Keys },
  limits: QuotaLimits,
  { ipKeys, sessionId, site }: QuotaCaller,
  { action, recipients = [], subject }: QuotaUse,
): readonly Counter[] {
  const scope = `${site.partner}/${site.environment}`;
  // The hash is keyed, so that the counters contain no personal data after a contract is erased.
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

/** Hosts of one mailbox provider that ignores dots in the local part. */
const DOTLESS_HOSTS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * One spelling for all addresses of one mailbox: lower case, without a subaddress (RFC 5233), without the dots that
 * Gmail ignores, and with the host as mail servers look it up (RFC 5891). Used only to count emails, never to send one.
 * All hosts that are invalid count as one, because a mail program may still correct their spelling.
 *
 * @example normalizeEmail('Dana.Fox+energy@Gmail.com') // 'danafox@gmail.com'
 * @example normalizeEmail('dana@bäckerei。example') // 'dana@xn--bckerei-5wa.example'
 */
export function normalizeEmail(email: string): string {
  const text = email.trim();
  const at = text.lastIndexOf('@');
  const [local = ''] = text.slice(0, at).normalize('NFKC').toLowerCase().split('+');
  const host = domainToASCII(text.slice(at + 1)).replace(/\.$/, '');
  if (DOTLESS_HOSTS.has(host)) return `${local.replaceAll('.', '')}@gmail.com`;
  return `${local}@${host}`;
}

const limit = z.number().int().min(1).max(1_000_000_000);

const quotaLimits = z.strictObject({
  emailsPerRecipient: limit,
  emailsPerAddress: limit,
  authorizationsPerAddress: limit,
  contractsPerAddress: limit,
  refusedContractsPerAddress: limit,
  resumeLinksPerAddress: limit,
  signingSessionsPerAddress: limit,
  uploadsPerAddress: limit,
  perSite: limit,
}) satisfies z.ZodType<QuotaLimits>;

/** Limits that are higher than one business needs, and low enough that recipients are not annoyed. */
export const DEFAULT_QUOTAS: QuotaLimits = {
  emailsPerRecipient: 3,
  emailsPerAddress: 20,
  authorizationsPerAddress: 5,
  contractsPerAddress: 10,
  refusedContractsPerAddress: 60,
  resumeLinksPerAddress: 10,
  signingSessionsPerAddress: 60,
  uploadsPerAddress: 30,
  perSite: 1_000,
};

/** `sites[].quotas`: limits that replace the server's default limits. */
export const quotaConfig = quotaLimits.partial();

/** The limits of a site: its own, or else the server's. */
export const limitsOf = ({ quotas }: Pick<Site, 'quotas'>, defaults: QuotaLimits): QuotaLimits =>
  quotaLimits.parse({ ...defaults, ...quotas });
