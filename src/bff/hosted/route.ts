import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { limitAddress } from '../access/limit-addresses.ts';
import type { Deps } from '../deps.ts';
import { chooseLanguage } from '../http/page-language.ts';
import { plainPage } from '../http/plain-page.ts';
import { ProblemError } from '../http/problem.ts';
import { accessOf } from '../sites/authenticate.ts';
import { type HostedSite, hostedOf } from './hosted-index.ts';
import { framedPage, hostedPage } from './hosted-page.ts';
import { loaderTag } from './loader-tag.ts';
import { logoType } from './logo.ts';
import { hostedPolicy } from './policy.ts';

/**
 * Pages of our own: `/shop/{slug}` for people, and `/shop/{site key}`, the same shop alone, for a frame on one of the site's pages.
 * Who opens the latter by itself is led to the former.
 */
export const hostedRoutes = (deps: Deps): Hono =>
  new Hono()
    .use('/shop/*', async (context, next) => {
      await limitAddress(deps, context);
      return next();
    })
    .get('/shop/:name', (context) => {
      const name = context.req.param('name');
      const site = hostedOf(deps.partners).sites.get(name);
      if (!site) return plainPage(context, 404, { words: noSuchShop });
      if (name === site.hosted.slug) return answer(context, deps, site, 'page');
      if (context.req.header('Sec-Fetch-Dest') !== 'document') return answer(context, deps, site, 'frame');
      context.header('Cache-Control', 'no-store');
      return context.redirect(`/shop/${site.hosted.slug}`, 302);
    })
    .get('/logos/:file', (context) => {
      const logo = hostedOf(deps.partners).logos.get(context.req.path);
      if (!logo) throw new ProblemError('not_found');
      context.header('Content-Type', logoType);
      context.header('Cache-Control', 'public, max-age=31536000, immutable');
      context.header('Access-Control-Allow-Origin', '*');
      context.header('Cross-Origin-Resource-Policy', 'cross-origin');
      return context.body(logo.bytes);
    });

const answer = (context: Context, deps: Deps, site: HostedSite, as: 'page' | 'frame') => {
  const { hosted } = site;
  const nonce = randomBytes(16).toString('base64');
  const asked = context.req.query('lang');
  const language = chooseLanguage(hosted.languages, context.req.header('Accept-Language'), asked);
  // In a frame signing opens in a window: nothing of DocuSign's is shown there.
  const signsHere = as === 'page' && site.presentations.includes('focused');
  // The nonce is good for one answer.
  context.header('Cache-Control', 'no-store');
  context.header('Content-Security-Policy', hostedPolicy(site, nonce, signsHere ? accessOf(site, deps) : undefined));
  // Cuts off whoever opened this page, and leaves it the window that it opens itself for signing.
  if (as === 'page') context.header('Cross-Origin-Opener-Policy', 'same-origin-allow-popups');
  const page = {
    site,
    language,
    locale: isLocaleOf(asked, language) ? asked : language,
    address: `${deps.publicOrigin}/shop/${hosted.slug}`,
    nonce,
    loader: loaderTag(deps.files),
  };
  return context.html(as === 'page' ? hostedPage(page) : framedPage(page));
};

const isLocaleOf = (asked: string | undefined, language: string): asked is string =>
  asked !== undefined && /^[a-z]{2}(-[A-Z]{2})?$/.test(asked) && asked.startsWith(language);

const noSuchShop = {
  en: {
    title: 'There is no such shop.',
    text: 'The address may be misspelt, or the shop has moved. Ask the broker who gave it to you.',
  },
  es: {
    title: 'Esta tienda no existe.',
    text: 'Quizá la dirección esté mal escrita o la tienda se haya mudado. Pregunte al asesor que se la dio.',
  },
};
