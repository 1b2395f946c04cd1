import type { Logo } from './logo.ts';
import type { HostedLanguage } from './words.ts';

/** A site's page of ours, with its logo read. */
export interface Hosted {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly home?: string | undefined;
  readonly languages: readonly HostedLanguage[];
  readonly logo?: Logo | undefined;
}
