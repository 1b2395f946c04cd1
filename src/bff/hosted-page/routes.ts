import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { AppContext } from '../app-context.ts';
import { accessOf } from '../auth/authenticate.ts';
import type { Partners } from '../enrollment/partner-access.ts';
import { negotiateLanguage } from '../http/accept-language.ts';
import { messagePage } from '../http/message-page.ts';
import { ProblemError } from '../http/problem.ts';
import { allowIsolatedEmbedding, noStore } from '../http/response-headers.ts';
import type { StaticFiles } from '../http/static-files.ts';
import type { Logo } from '../partners/site.ts';
import { LOGO_CONTENT_TYPE } from './config.ts';
import { contentSecurityPolicy } from './csp.ts';
import { type HostedSite, renderHostedPage, renderIframePage } from './render-page.ts';

/**
 * Hosted pages: `/shop/{slug}` for visitors, and `/shop/{site key}` as the content of an iframe on the site's own
 * pages. Opening the iframe's URL as a top-level page redirects to the page for visitors.
 */
export const hostedPageRoutes = (appContext: AppContext): Hono =>
  new Hono()
    .get('/shop/:name', (context) => {
      const name = context.req.param('name');
      const site = hostedSites(appContext.partners).sites.get(name);
      if (!site) return messagePage(context, 404, { messages: notFoundMessages });
      if (name === site.hosted.slug) return respond(context, appContext, site, 'page');
      if (context.req.header('Sec-Fetch-Dest') !== 'document') return respond(context, appContext, site, 'frame');
      noStore(context);
      return context.redirect(`/shop/${site.hosted.slug}`, 302);
    })
    .get('/logos/:file', (context) => {
      const logo = hostedSites(appContext.partners).logos.get(context.req.path);
      if (!logo) throw new ProblemError('not_found');
      context.header('Content-Type', LOGO_CONTENT_TYPE);
      context.header('Cache-Control', 'public, max-age=31536000, immutable');
      context.header('Access-Control-Allow-Origin', '*');
      context.header('Cross-Origin-Resource-Policy', 'cross-origin');
      return context.body(logo.bytes);
    });

function respond(context: Context, appContext: AppContext, site: HostedSite, as: 'page' | 'frame') {
  const { hosted } = site;
  const nonce = randomBytes(16).toString('base64');
  const requestedLocale = context.req.query('lang');
  const language = negotiateLanguage(hosted.languages, context.req.header('Accept-Language'), requestedLocale);
  // In an iframe, signing opens a popup, so the framed page never frames DocuSign itself.
  const embedsSigning = as === 'page' && site.presentations.includes('focused');
  // The page must not be cached, because its nonce must not be reused.
  noStore(context);
  context.header(
    'Content-Security-Policy',
    contentSecurityPolicy(site, nonce, embedsSigning ? accessOf(site, appContext.partners) : undefined),
  );
  // Isolates the page from its opener, but keeps its own signing popup reachable.
  if (as === 'page') context.header('Cross-Origin-Opener-Policy', 'same-origin-allow-popups');
  // A bot check service might not allow its resources to be embedded in a cross-origin isolated page.
  else if (!site.botCheck?.challenge) allowIsolatedEmbedding(context);
  const page = {
    site,
    language,
    locale: isLocaleOfLanguage(requestedLocale, language) ? requestedLocale : language,
    url: `${appContext.publicOrigin}/shop/${hosted.slug}`,
    nonce,
    loader: loaderScript(appContext.staticFiles),
  };
  return context.html(as === 'page' ? renderHostedPage(page) : renderIframePage(page));
}

const isLocaleOfLanguage = (requestedLocale: string | undefined, language: string): requestedLocale is string =>
  requestedLocale !== undefined &&
  /^[a-z]{2}(-[A-Z]{2})?$/.test(requestedLocale) &&
  requestedLocale.startsWith(language);

const notFoundMessages = {
  en: {
    title: 'Page not found',
    text: 'This link may be mistyped or outdated. Check the link, or contact your energy broker.',
  },
  es: {
    title: 'Página no encontrada',
    text: 'Es posible que el enlace esté mal escrito o ya no sea válido. Verifíquelo o comuníquese con su corredor de energía.',
  },
};

interface HostedSites {
  /** Sites by slug, and by site key for iframes. Only keys contain `_`, so slugs and keys cannot collide. */
  readonly sites: ReadonlyMap<string, HostedSite>;
  readonly logos: ReadonlyMap<string, Logo>;
}

const hostedSitesCache = new WeakMap<Partners, HostedSites>();

/** Indexes the sites that have a hosted page. The result is cached until the partners are reloaded. */
function hostedSites(partners: Partners): HostedSites {
  const cached = hostedSitesCache.get(partners);
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
  hostedSitesCache.set(partners, result);
  return result;
}

/**
 * The loader script of a hosted page. `integrity` is an SRI value (https://www.w3.org/TR/SRI/), as in the build's
 * manifest.
 */
interface LoaderScript {
  readonly src: string;
  readonly integrity: string;
}

const loaderScriptCache = new WeakMap<StaticFiles, LoaderScript>();

/**
 * The URL of `/v1/shopper.js`, with its integrity. The query contains a part of the hash, because browsers cache the
 * URL for minutes, and a page from a new build would reject the cached old loader.
 */
function loaderScript(files: StaticFiles): LoaderScript {
  const cached = loaderScriptCache.get(files);
  if (cached) return cached;
  const bytes = files.get('/shopper.js')?.body.get('identity') ?? new Uint8Array();
  const hash = createHash('sha384').update(bytes).digest();
  const script = {
    src: `/v1/shopper.js?build=${hash.subarray(0, 6).toString('hex')}`,
    integrity: `sha384-${hash.toString('base64')}`,
  };
  loaderScriptCache.set(files, script);
  return script;
}
