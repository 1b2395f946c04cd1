import type { AppContext } from '../app-context.ts';

const PAYLOAD_TABLES = [
  'contract_payloads',
  'contract_evidence',
  'signer_addresses',
  'letters',
  'approval_requests',
] as const;

/**
 * Logs each payload key that stored rows need but that is not configured, with the number of these rows. A key can be
 * missing after a backup was restored, or if it was removed too early. The server starts anyway, because only these
 * payloads are unreadable.
 */
export async function reportMissingKeys({
  store,
  payloadKeys,
  log,
}: Pick<AppContext, 'store' | 'payloadKeys' | 'log'>): Promise<void> {
  const counts = new Map<string, number>();
  for (const table of PAYLOAD_TABLES) {
    const rows = await store
      .selectFrom(table)
      .select(({ fn }) => ['key_id', fn.countAll().as('count')])
      .where('key_id', 'is not', null)
      .groupBy('key_id')
      .execute();
    for (const { key_id, count } of rows)
      if (key_id !== null && !payloadKeys.get(key_id)) counts.set(key_id, (counts.get(key_id) ?? 0) + Number(count));
  }
  for (const [code, count] of counts) log.error('payload_key_missing', { code, count });
}
