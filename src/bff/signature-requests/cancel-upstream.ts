import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRejectedError } from '../../upstreams/ecostruxure-loa/errors.ts';

/**
 * Takes a letter back; gone is gone, whoever did it.
 *
 * @returns the letter, when it was signed or declined meanwhile: that stands, and must not be lost
 * @throws LoaError when it is not known whether it is still out
 */
export async function cancelUpstream(agreements: LoaAgreements, id: string): Promise<Agreement | undefined> {
  try {
    await agreements.remove(id);
    return undefined;
  } catch (error) {
    if (!(error instanceof LoaRejectedError && error.status === 409)) throw error;
    const agreement = await agreements.get(id);
    return agreement?.status === 'signed' || agreement?.status === 'declined' ? agreement : undefined;
  }
}
