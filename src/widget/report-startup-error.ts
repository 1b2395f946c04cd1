import { session } from '../wire/session.ts';
import { ProblemError } from './api/problem-error.ts';
import type { WidgetOptions } from './options.ts';
import type { SessionStore } from './session-storage.ts';

/**
 * The shop did not open: one line on the console for whoever put it on the page, and the broker's telephone for the
 * customer, as the page says it or as this tab heard it last.
 */
export function reportStartupError(
  error: unknown,
  options: WidgetOptions,
  sessionStore: SessionStore,
): string | undefined {
  const code = error instanceof ProblemError ? error.problem.code : undefined;
  console.error(`commercial-shopper: ${startupErrorMessage(code, options)}`);
  return options.phone ?? cachedPhone(sessionStore);
}

function startupErrorMessage(code: string | undefined, { site, api }: WidgetOptions): string {
  switch (code) {
    case 'unknown_site':
    case 'invalid_request':
      return `${api} does not know the site key "${site}"`;
    case 'origin_not_allowed':
      return `the site key "${site}" may not be used on ${self.origin}: its operator must list this origin`;
    case undefined:
      return `${api} did not answer: is it up, and does this page's connect-src allow it?`;
    default:
      return `${api} refused to open the shop (${code})`;
  }
}

function cachedPhone(sessionStore: SessionStore): string | undefined {
  try {
    return session.safeParse(JSON.parse(sessionStore.read('session') ?? 'null')).data?.site.branding.phone;
  } catch {
    return undefined;
  }
}
