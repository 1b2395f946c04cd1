import type { Partners } from '../config/load-partners.ts';
import type { Site } from '../config/site.ts';
import type { HostedPage } from './hosted-page.ts';
import type { Logo } from './logo.ts';

export type HostedSite = Site & { readonly hosted: HostedPage };

interface HostedSites {
  /** By slug, and by site key: a frame is asked for by what the page around it knows. A slug has no `_`, a key has. */
  readonly sites: ReadonlyMap<string, HostedSite>;
  /** By their address. */
  readonly logos: ReadonlyMap<string, Logo>;
}

/** Made once for each reading of the partners. */
const cache = new WeakMap<Partners, HostedSites>();

/** What there is to serve. */
export function hostedSites(partners: Partners): HostedSites {
  const cached = cache.get(partners);
  if (cached) return cached;
  const sites = new Map<string, HostedSite>();
  const logos = new Map<string, Logo>();
  for (const site of partners.sites.values()) {
    const { hosted } = site;
    if (!hosted) continue;
    for (const name of [hosted.slug, site.key]) sites.set(name, { ...site, hosted });
    if (hosted.logo) logos.set(hosted.logo.path, hosted.logo);
  }
  const result = { sites, logos };
  cache.set(partners, result);
  return result;
}
