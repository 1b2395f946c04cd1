import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { lookUpUtilities } from '../../wire/utility-lookup.ts';
import type { BffClient } from '../bff/bff-client.ts';
import { parseCsv, UnclosedQuoteError } from './csv.ts';
import { type FileText, readFileText } from './file-text.ts';
import { groupSites, type SiteGroup } from './site-groups.ts';
import { type FaultyRow, type FileFault, readSites } from './site-rows.ts';

/** Why nothing of the file can be used. */
export type Refusal =
  | FileFault
  | { readonly fault: Extract<FileText, { not: string }>['not'] | 'too_large' }
  | { readonly fault: 'unclosed_quote'; readonly line: number };

/** A list as it was understood: what adds up to what, and what was left out. */
export interface ReadList {
  readonly groups: readonly SiteGroup[];
  readonly faulty: readonly FaultyRow[];
  readonly formulas: readonly number[];
  readonly rows: number;
  readonly encoding: Extract<FileText, { text: string }>['encoding'];
}

/** Bytes: 10,000 long rows still fit, so that the answer can say how many there are. */
const mostBytes = 4 * 1024 * 1024;
/** The most that the wire takes in one request. */
const codesAtATime = 200;

interface Context {
  readonly commodity: Commodity;
  readonly client: () => Promise<BffClient>;
  readonly signal: AbortSignal;
}

/**
 * Reads a list of sites and finds who delivers to each. Only ZIP codes leave the page.
 *
 * @throws the client's errors when the utilities cannot be looked up
 */
export async function readSiteList(file: Blob, { commodity, client, signal }: Context): Promise<ReadList | Refusal> {
  if (file.size > mostBytes) return { fault: 'too_large' };
  const read = readFileText(new Uint8Array(await file.arrayBuffer()));
  if ('not' in read) return { fault: read.not };
  const rows = recordsOf(read.text);
  if ('fault' in rows) return rows;
  const checked = readSites(rows, commodity);
  if ('fault' in checked) return checked;

  const codes = [...new Set(checked.sites.map(({ postalCode }) => postalCode))];
  const { groups, unserved } = groupSites(checked.sites, await lookUp(codes));
  const notServed = unserved.map(({ line, name }) => ({ line, name, fault: 'not_served' as const }));
  return {
    groups,
    faulty: [...checked.faulty, ...notServed].sort((a, b) => a.line - b.line),
    formulas: checked.formulas,
    rows: checked.sites.length + checked.faulty.length,
    encoding: read.encoding,
  };

  async function lookUp(open: readonly string[]): Promise<Map<string, readonly Utility[]>> {
    const found = new Map<string, readonly Utility[]>();
    for (let from = 0; from < open.length; from += codesAtATime) {
      const body = { commodity, postalCodes: open.slice(from, from + codesAtATime) };
      const answer = await (await client()).call(lookUpUtilities, { body, signal });
      signal.throwIfAborted();
      const byCode = new Map(answer.utilities.map((utility) => [utility.code, utility]));
      for (const { postalCode, codes } of answer.postalCodes) {
        found.set(
          postalCode,
          codes.flatMap((code) => byCode.get(code) ?? []),
        );
      }
    }
    return found;
  }
}

function recordsOf(text: string): ReturnType<typeof parseCsv> | Refusal {
  try {
    return parseCsv(text);
  } catch (error) {
    if (error instanceof UnclosedQuoteError) return { fault: 'unclosed_quote', line: error.line };
    throw error;
  }
}
