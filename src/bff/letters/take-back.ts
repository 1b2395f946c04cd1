import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRefusedError } from '../../upstreams/ecostruxure-loa/errors.ts';

/**
 * Takes a letter back; gone is gone, whoever did it.
 *
 * @returns the letter, when it was signed or declined meanwhile: that stands, and must not be lost
 * @throws LoaError when it is not known whether it is still out
 */
export const takeBack = async (letters: LoaAgreements, id: string): Promise<Agreement | undefined> => {
  try {
    await letters.remove(id);
    return undefined;
  } catch (error) {
    if (!(error instanceof LoaRefusedError && error.status === 409)) throw error;
    const now = await letters.get(id);
    return now?.status === 'signed' || now?.status === 'declined' ? now : undefined;
  }
};
