import * as z from 'zod/mini';
import { createSession, type Site, session } from '../../src/wire/session.ts';

export type SiteCheck =
  | { readonly site: Site }
  /** `isUnknown`: no site has the key. Any other problem may be specific to this page, or temporary. */
  | { readonly problem: string; readonly isUnknown?: true };

const problem = z.object({ code: z.string() });

/** Opens a session in the same way as the widget, to find out which site a key belongs to. */
export async function checkSite(origin: string, siteKey: string, signal: AbortSignal): Promise<SiteCheck> {
  const body: unknown = await fetch(origin + createSession.path, {
    method: createSession.method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ siteKey }),
    signal,
  })
    .then((response) => response.json())
    .catch(() => undefined);
  const opened = session.safeParse(body);
  if (opened.success) return { site: opened.data.site };
  switch (problem.safeParse(body).data?.code) {
    case 'unknown_site':
      return { problem: 'No site has this key. Check for typos, or ask your operator.', isUnknown: true };
    case 'origin_not_allowed':
      return { problem: `This key isn’t allowed on ${location.origin}, so it can’t be previewed here.` };
    case 'bot_check_required':
      return { problem: 'This site requires a bot check. Use maximum isolation or the hosted page, which include it.' };
    case 'site_paused':
      return { problem: 'This site is paused and doesn’t show rates. Ask your operator to resume it.' };
    default:
      return { problem: 'The key couldn’t be checked right now. Try again in a few minutes.' };
  }
}
