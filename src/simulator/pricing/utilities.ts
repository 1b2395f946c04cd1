import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { commodity, type MscCommodity, mscUtility } from '../../upstreams/msc/pricing-schema.ts';
import { accountNeeds, type RequiredAccountField } from './account-needs.ts';
import { leadTimeDays } from './lead-time.ts';
import { loadZones } from './load-zones.ts';
import { postalPrefixes } from './postal-prefixes.ts';

export interface Zone {
  readonly code: string;
  readonly name: string;
}

/** A utility of the simulator: facts of the real one, and the three-digit postal prefixes it delivers to. */
export interface Utility {
  readonly code: string;
  readonly name: string;
  readonly state: string;
  readonly commodity: MscCommodity;
  /** Main zone first; empty where the market has none. */
  readonly zones: readonly (Zone & { readonly prefixes: ReadonlySet<string> })[];
  /** See `lead-time.ts`. */
  readonly leadTimeDays: number;
  readonly accountIdentifier: z.infer<typeof mscUtility>['accountIdentifier'];
  readonly accountNeeds: readonly RequiredAccountField[];
  readonly prefixes: ReadonlySet<string>;
}

const row = z.tuple([
  z.string(),
  z.string(),
  z.string().length(2),
  commodity,
  z.string(),
  z.string(),
  mscUtility.shape.accountIdentifier.shape.certainty,
  z.string(),
]);

const [, ...lines] = readFileSync(new URL('utilities.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** Every utility the simulator prices, electric and gas, in the order of `utilities.tsv`. */
export const utilities: readonly Utility[] = lines.map((line) => {
  const [code, name, state, commodityName, identifier, rule, certainty, zip3] = row.parse(line.split('\t'));
  return {
    code,
    name,
    state,
    commodity: commodityName,
    zones: (loadZones[code] ?? []).map((zone) => ({ ...zone, prefixes: postalPrefixes(zone.zip3) })),
    leadTimeDays: leadTimeDays(state, commodityName),
    accountIdentifier: { name: identifier, rule, certainty },
    accountNeeds: accountNeeds(code),
    prefixes: postalPrefixes(zip3),
  };
});

const byCode = new Map(utilities.map((utility) => [utility.code, utility]));

/** @example utilityByCode('ONCOR')?.state // 'TX' */
export const utilityByCode = (code: string): Utility | undefined => byCode.get(code);

/** Utilities that deliver `what` at a five-digit postal code; several can share one. */
export function utilitiesAt(postalCode: string, commodityName: MscCommodity): Utility[] {
  const prefix = postalCode.slice(0, 3);
  return utilities.filter((utility) => utility.commodity === commodityName && utility.prefixes.has(prefix));
}

/** The zones of a utility that reach a postal code: nearly always one, so a customer need not know the word. */
export function zonesAt(utility: Utility, postalCode: string): Zone[] {
  const prefix = postalCode.slice(0, 3);
  return utility.zones.filter((zone) => zone.prefixes.has(prefix)).map(({ code, name }) => ({ code, name }));
}
