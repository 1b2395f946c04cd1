import { createHash } from 'node:crypto';
import type { Reloadable } from './reloadable.ts';

/**
 * Describes what a reload changed, for the audit log: names of sites, environments and keys, never a value.
 *
 * @example describeChanges(before, after) // ['site pk_live_lonestar changed', 'server_secret replaced']
 */
export function describeChanges(before: Reloadable, after: Reloadable): readonly string[] {
  const changes = compare(fingerprints(before), fingerprints(after));
  return [
    ...changes,
    ...(before.keys.id === after.keys.id ? [] : ['server_secret replaced']),
    ...(before.payloadKeys.active.id === after.payloadKeys.active.id ? [] : ['active payload key replaced']),
  ];
}

/** A hash of each named part of the configuration. In memory only. */
function fingerprints({ partners, keyAges }: Reloadable): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const site of partners.sites.values()) {
    parts.set(`site ${site.key}`, fingerprint(site));
    parts.set(
      `credentials of ${site.partner}/${site.environment}`,
      fingerprint(partners.access(site.partner, site.environment)),
    );
  }
  for (const { key, partner, environment, changedAt } of keyAges)
    parts.set(['key file', key, partner, environment].filter(Boolean).join(' '), changedAt.toISOString());
  return parts;
}

/** Private keys are not part of the JSON. A new one has another `kid` or a newer file. */
const fingerprint = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex');

function compare(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [previous, next] = [before.get(name), after.get(name)];
    if (previous === next) return [];
    if (previous === undefined) return [`${name} added`];
    return [next === undefined ? `${name} removed` : `${name} changed`];
  });
}
