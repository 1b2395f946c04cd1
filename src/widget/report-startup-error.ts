import { session } from '../wire/session.ts';
import { ProblemError } from './api/errors.ts';
import type { WidgetOptions } from './options.ts';
import type { SessionStore } from './session-storage.ts';

/**
 * Logs the reason why the session could not be created, with a remedy for the developer of the host page.
 *
 * @returns the broker's phone number, from the options or from an earlier session in this tab
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
      return `${api} has no site with the key "${site}". Check the site key.`;
    case 'origin_not_allowed':
      return `the site key "${site}" is not allowed on ${self.origin}. Ask the operator to add this origin to the site.`;
    case undefined:
      return `no valid response from ${api}. Check that the server is running and that this page's connect-src allows it.`;
    default:
      return `${api} could not open a session (${code})`;
  }
}

function cachedPhone(sessionStore: SessionStore): string | undefined {
  try {
    return session.safeParse(JSON.parse(sessionStore.read('session') ?? 'null')).data?.site.branding.phone;
  } catch {
    return undefined;
  }
}
