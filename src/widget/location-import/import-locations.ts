import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { lookUpUtilities } from '../../wire/utility-lookup.ts';
import type { ApiClient } from '../api/api-client.ts';
import { TO_BASE_UNIT } from '../usage/parse-usage.ts';
import { type DecodedFile, decodeTextFile, detectSeparator, parseCsv, UnclosedQuoteError } from './parse-csv.ts';
import { type FileError, type ImportedLocation, type InvalidRow, parseRows, type RowNote } from './parse-rows.ts';

export type ImportError =
  | FileError
  | { readonly error: Extract<DecodedFile, { kind: string }>['kind'] | 'too_large' }
  | { readonly error: 'unclosed_quote'; readonly line: number };

export interface LocationImport {
  readonly groups: readonly LocationGroup[];
  readonly invalidRows: readonly InvalidRow[];
  readonly notes: readonly RowNote[];
  readonly formulas: readonly number[];
  readonly rows: number;
  readonly encoding: Extract<DecodedFile, { text: string }>['encoding'];
}

/** Large enough for 10,000 long rows, so that the error for a long list can report its number of rows. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
const LOOKUP_BATCH_SIZE = 200;

interface ImportContext {
  readonly commodity: Commodity;
  readonly client: () => Promise<ApiClient>;
  readonly signal: AbortSignal;
}

/**
 * Parses a CSV file of locations and looks up their utilities. Only the ZIP codes are sent to the server.
 *
 * @throws the errors of `ApiClient.call` when the utility lookup fails
 */
export async function importLocations(
  file: Blob,
  { commodity, client, signal }: ImportContext,
): Promise<LocationImport | ImportError> {
  if (file.size > MAX_FILE_BYTES) return { error: 'too_large' };
  const decoded = decodeTextFile(new Uint8Array(await file.arrayBuffer()));
  if ('kind' in decoded) return { error: decoded.kind };
  const rows = parseRecords(decoded.text);
  if ('error' in rows) return rows;
  const parsed = parseRows(rows, commodity, { hasSemicolons: detectSeparator(decoded.text) === ';' });
  if ('error' in parsed) return parsed;

  const codes = [...new Set(parsed.locations.map(({ postalCode }) => postalCode))];
  const { groups, unserved } = groupByUtility(parsed.locations, await lookUp(codes));
  const notServed = unserved.map(({ line, name }) => ({ line, name, error: 'not_served' as const }));
  return {
    groups,
    invalidRows: [...parsed.invalidRows, ...notServed].sort((a, b) => a.line - b.line),
    notes: parsed.notes.filter(({ line }) => !unserved.some((location) => location.line === line)),
    formulas: parsed.formulas,
    rows: parsed.locations.length + parsed.invalidRows.length,
    encoding: decoded.encoding,
  };

  async function lookUp(postalCodes: readonly string[]): Promise<Map<string, readonly Utility[]>> {
    const utilitiesByPostalCode = new Map<string, readonly Utility[]>();
    for (let from = 0; from < postalCodes.length; from += LOOKUP_BATCH_SIZE) {
      const body = { commodity, postalCodes: postalCodes.slice(from, from + LOOKUP_BATCH_SIZE) };
      const response = await (await client()).call(lookUpUtilities, { body, signal });
      signal.throwIfAborted();
      const byCode = new Map(response.utilities.map((utility) => [utility.code, utility]));
      for (const { postalCode, codes } of response.postalCodes) {
        utilitiesByPostalCode.set(
          postalCode,
          codes.flatMap((code) => byCode.get(code) ?? []),
        );
      }
    }
    return utilitiesByPostalCode;
  }
}

function parseRecords(text: string): ReturnType<typeof parseCsv> | ImportError {
  try {
    return parseCsv(text);
  } catch (error) {
    if (error instanceof UnclosedQuoteError) return { error: 'unclosed_quote', line: error.line };
    throw error;
  }
}

/**
 * Locations with the same utility. If `utilities` has several entries, the ZIP code alone does not determine the
 * utility of each location.
 */
export interface LocationGroup {
  readonly utilities: readonly Utility[];
  readonly locations: readonly ImportedLocation[];
  /** Total annual usage of all locations, in `unit`: kWh or therms. */
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** ZIP code of the location with the highest usage. */
  readonly postalCode: string;
}

/** Groups locations by utility, in descending order of usage. `unserved` contains the locations without a utility. */
export function groupByUtility(
  locations: readonly ImportedLocation[],
  utilitiesByPostalCode: ReadonlyMap<string, readonly Utility[]>,
): { readonly groups: readonly LocationGroup[]; readonly unserved: readonly ImportedLocation[] } {
  const utilitiesOf = (location: ImportedLocation) => utilitiesByPostalCode.get(location.postalCode) ?? [];
  const byUtilities = Map.groupBy(locations, (location) =>
    utilitiesOf(location)
      .map(({ code }) => code)
      .sort()
      .join('|'),
  );
  const unserved = byUtilities.get('') ?? [];
  byUtilities.delete('');
  const groups = [...byUtilities.values()].flatMap((members) => {
    const [largest] = members.toSorted((a, b) => toBaseUnit(b) - toBaseUnit(a));
    if (!largest) return [];
    const total = members.reduce((sum, location) => sum + toBaseUnit(location), 0);
    return {
      utilities: utilitiesOf(largest),
      locations: members,
      usage: String(Math.round(total * 100) / 100),
      unit: largest.unit === 'kWh' ? ('kWh' as const) : ('therm' as const),
      postalCode: largest.postalCode,
    };
  });
  return { groups: groups.sort((a, b) => Number(b.usage) - Number(a.usage)), unserved };
}

const toBaseUnit = ({ usage, unit }: ImportedLocation) => Number(usage) * TO_BASE_UNIT[unit];
