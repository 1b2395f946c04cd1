import type { HttpResponseResolver } from 'msw';
import { NotAuthorized } from './credentials-check.ts';
import type { JournalEntry } from './journal.ts';
import type { Partner } from './partner.ts';
import type { World } from './world.ts';

/** One request and what is known of it. */
export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  /** A parameter of the path, empty when it is not there. */
  param(name: string): string;
  /** What the journal will say of it, free of personal data. */
  note(summary: string, detail?: JournalEntry['detail']): void;
}

type Answer = (exchange: Exchange) => Response | Promise<Response>;

/** An error the way My Service Cloud is assumed to say it. */
export const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status });

/**
 * Answers a request and writes it into the journal.
 *
 * @param shownAs the path the journal shows, where the real one holds a secret
 */
export function recorded(
  world: World,
  kind: JournalEntry['kind'],
  answer: Answer,
  shownAs?: string,
): HttpResponseResolver {
  return async ({ request, params }) => {
    const started = performance.now();
    const url = new URL(request.url);
    let summary: string | undefined;
    let detail: JournalEntry['detail'];
    const exchange: Exchange = {
      request,
      url,
      param: (name) => (typeof params[name] === 'string' ? params[name] : ''),
      note: (line, more) => {
        summary = line;
        detail = more;
      },
    };
    const response = await Promise.resolve(answer(exchange)).catch((error: unknown) =>
      refusal(500, 'internal', error instanceof Error ? error.name : 'unknown'),
    );
    const path = shownAs ?? url.pathname + url.search;
    world.journal.record({
      kind,
      summary: summary ?? `${request.method} ${path}`,
      method: request.method,
      path,
      status: response.status,
      durationMs: Math.round(performance.now() - started),
      detail,
    });
    return response;
  };
}

/** The same for My Service Cloud's own interfaces: slow or down as the scenario says, and only for known partners. */
export function authorized(
  world: World,
  service: 'pricing' | 'contracting',
  answer: (exchange: Exchange, partner: Partner) => Response | Promise<Response>,
): HttpResponseResolver {
  return recorded(world, 'request', async (exchange) => {
    await world.schedule.pause(world.scenario.current().latencyMs);
    if (world.scenario.current()[service] === 'down') {
      exchange.note(`${service} is down`);
      return refusal(503, 'unavailable', `The ${service} service is down.`);
    }
    const environment = exchange.param('environment') === 'live' ? 'live' : 'test';
    try {
      return await answer(exchange, await world.checkCredentials(exchange.request, environment));
    } catch (error) {
      if (!(error instanceof NotAuthorized)) throw error;
      exchange.note(`refused: ${error.code}`);
      return refusal(401, error.code, error.message);
    }
  });
}
