import type { PageLanguage } from '../http/accept-language.ts';

export type Environment = 'test' | 'live';

/** One web property of a partner. `key` is publishable and determines `environment` by its prefix. */
export interface Site {
  readonly key: string;
  readonly partner: string;
  readonly environment: Environment;
  readonly name: string;
  readonly origins: readonly string[];
  readonly branding: {
    readonly accent?: string | undefined;
    readonly phone?: string | undefined;
    readonly email?: string | undefined;
    readonly legalName?: string | undefined;
    readonly licenses?: { readonly state: string; readonly license: string }[] | undefined;
    readonly privacyUrl?: string | undefined;
  };
  readonly commodities: readonly ('electric' | 'gas')[];
  readonly locales: readonly string[];
  readonly usageAuthorization: boolean;
  readonly webhooks: readonly WebhookEndpoint[];
  /** Whether the operator has stopped new sessions, for example during an attack. */
  readonly paused: boolean;
  /** Limits that replace the server's default limits. */
  readonly quotas?: { readonly [Limit in keyof QuotaLimits]?: number | undefined } | undefined;
  /** Present if a new session requires a bot check. */
  readonly botCheck?: BotCheck | undefined;
  readonly hosted?: HostedPage | undefined;
  readonly signingMethod: 'session' | 'email';
  readonly presentations: readonly ('focused' | 'popup' | 'redirect')[];
}

/** A site owner's endpoint. Webhooks are signed with every secret, so that secrets can be rotated. */
export interface WebhookEndpoint {
  /** Identifies the endpoint in the store and in logs, because the URL may contain a secret. */
  readonly id: string;
  readonly url: string;
  readonly secrets: readonly string[];
  /** Whether this endpoint emails resume links, approval links and rates: it receives the recipient's address. */
  readonly mailsLinks: boolean;
}

/**
 * How often customers may take actions that send email or create something upstream: per hour and IP address, and also
 * per hour and session. `emailsPerRecipient` is per day and recipient. `perSite` is per hour, for all customers of a
 * site and each kind of action.
 */
export interface QuotaLimits {
  readonly emailsPerRecipient: number;
  readonly emailsPerAddress: number;
  readonly authorizationsPerAddress: number;
  readonly contractsPerAddress: number;
  /** Limit of contract requests that created nothing. Further such requests count as contracts. */
  readonly refusedContractsPerAddress: number;
  /** This limit also applies per contract. */
  readonly resumeLinksPerAddress: number;
  readonly signingSessionsPerAddress: number;
  readonly uploadsPerAddress: number;
  readonly perSite: number;
}

/** A service that verifies that a session is opened by a person. */
export interface BotCheck {
  readonly verifyUrl: string;
  readonly secret: string;
  /** How the hosted page runs the check; both values are public. Absent if the site's own pages run it. */
  readonly challenge?: { readonly siteKey: string; readonly scriptUrl: string };
}

/** A site's page on our origin, at `/shop/{slug}`. It is also the content of an iframe on the site's own pages. */
export interface HostedPage {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly home?: string | undefined;
  readonly languages: readonly PageLanguage[];
  readonly logo?: Logo | undefined;
}

/** A site's logo as it is served, re-encoded so that it contains only the image. */
export interface Logo {
  /** Contains a hash of the content, so it can be cached forever. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}
