import type { BotCheck } from '../auth/bot-check.ts';
import type { HostedPage } from '../hosted-page/hosted-page.ts';
import type { WebhookEndpoint } from '../outbox/endpoint.ts';

/** One web property of a partner, as declared. `key` is publishable; `environment` follows from its prefix. */
export interface Site {
  readonly key: string;
  readonly partner: string;
  readonly environment: 'test' | 'live';
  readonly name: string;
  readonly origins: readonly string[];
  readonly branding: {
    readonly accent?: string | undefined;
    readonly phone?: string | undefined;
    readonly email?: string | undefined;
  };
  readonly commodities: readonly ('electric' | 'gas')[];
  readonly locales: readonly string[];
  /** Whether customers may let the broker read their usage, by a letter of authorization. */
  readonly usageAuthorization: boolean;
  /** Where its owner is told what happens to contracts. */
  readonly webhooks: readonly WebhookEndpoint[];
  /** There: sessions need a proof that a person asks. */
  readonly botCheck?: BotCheck | undefined;
  /** There: it also has a page of our own. */
  readonly hosted?: HostedPage | undefined;
  /** How contracts come to their signatures: in a session that is opened on the page, or from an inbox. */
  readonly signingMethod: 'session' | 'email';
  /** Ways to show a signing session that may be asked for. */
  readonly presentations: readonly ('focused' | 'popup' | 'redirect')[];
}
