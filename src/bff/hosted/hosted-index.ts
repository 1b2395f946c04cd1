import type { Partners } from '../partners/load-partners.ts';
import type { Site } from '../sites/site.ts';
import type { Hosted } from './hosted.ts';
import type { Logo } from './logo.ts';

export type HostedSite = Site & { readonly hosted: Hosted };

interface HostedIndex {
  /** By slug, and by site key: a frame is asked for by what the page around it knows. A slug has no `_`, a key has. */
  readonly sites: ReadonlyMap<string, HostedSite>;
  /** By their address. */
  readonly logos: ReadonlyMap<string, Logo>;
}

/** Made once for each reading of the partners. */
const known = new WeakMap<Partners, HostedIndex>();

/** What there is to serve. */
export const hostedOf = (partners: Partners): HostedIndex => {
  const before = known.get(partners);
  if (before) return before;
  const sites = new Map<string, HostedSite>();
  const logos = new Map<string, Logo>();
  for (const site of partners.sites.values()) {
    const { hosted } = site;
    if (!hosted) continue;
    for (const name of [hosted.slug, site.key]) sites.set(name, { ...site, hosted });
    if (hosted.logo) logos.set(hosted.logo.path, hosted.logo);
  }
  const index = { sites, logos };
  known.set(partners, index);
  return index;
};
