import type { PageLanguage } from '../http/accept-language.ts';
import type { Logo } from './logo.ts';

/** A site's page of ours, with its logo read. */
export interface HostedPage {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly home?: string | undefined;
  readonly languages: readonly PageLanguage[];
  readonly logo?: Logo | undefined;
}
