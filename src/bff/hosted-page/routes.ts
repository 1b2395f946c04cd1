import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { AppContext } from '../app-context.ts';
import { accessOf } from '../auth/authenticate.ts';
import { negotiateLanguage } from '../http/accept-language.ts';
import { messagePage } from '../http/message-page.ts';
import { ProblemError } from '../http/problem.ts';
import { rateLimitIp } from '../middleware/rate-limit-ip.ts';
import { contentSecurityPolicy } from './csp.ts';
import { type HostedSite, hostedSites } from './hosted-sites.ts';
import { loaderScript } from './loader-script.ts';
import { LOGO_CONTENT_TYPE } from './logo.ts';
import { renderHostedPage, renderIframePage } from './render-page.ts';

/**
 * Pages of our own: `/shop/{slug}` for people, and `/shop/{site key}`, the same shop alone, for a frame on one of the site's pages.
 * Who opens the latter by itself is led to the former.
 */
export const hostedPageRoutes = (appContext: AppContext): Hono =>
  new Hono()
    .use('/shop/*', async (context, next) => {
      await rateLimitIp(appContext, context);
      return next();
    })
    .get('/shop/:name', (context) => {
      const name = context.req.param('name');
      const site = hostedSites(appContext.partners).sites.get(name);
      if (!site) return messagePage(context, 404, { messages: notFoundMessages });
      if (name === site.hosted.slug) return respond(context, appContext, site, 'page');
      if (context.req.header('Sec-Fetch-Dest') !== 'document') return respond(context, appContext, site, 'frame');
      context.header('Cache-Control', 'no-store');
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
  // In a frame signing opens in a window: nothing of DocuSign's is shown there.
  const embedsSigning = as === 'page' && site.presentations.includes('focused');
  // The nonce is good for one answer.
  context.header('Cache-Control', 'no-store');
  context.header(
    'Content-Security-Policy',
    contentSecurityPolicy(site, nonce, embedsSigning ? accessOf(site, appContext) : undefined),
  );
  // Cuts off whoever opened this page, and leaves it the window that it opens itself for signing.
  if (as === 'page') context.header('Cross-Origin-Opener-Policy', 'same-origin-allow-popups');
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
    title: 'There is no such shop.',
    text: 'The address may be misspelt, or the shop has moved. Ask the broker who gave it to you.',
  },
  es: {
    title: 'Esta tienda no existe.',
    text: 'Quizá la dirección esté mal escrita o la tienda se haya mudado. Pregunte al asesor que se la dio.',
  },
};
