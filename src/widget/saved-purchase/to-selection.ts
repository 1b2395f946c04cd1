import type { Offer } from '../../wire/offer.ts';
import { listUtilities } from '../../wire/utility.ts';
import type { ApiClient } from '../api/api-client.ts';
import type { SelectedOffer } from '../flow-reducer.ts';

/** @returns undefined if the utility no longer serves the ZIP code, so that the offer cannot be bought */
export async function toSelection(
  client: ApiClient,
  offer: Offer,
  postalCode: string,
): Promise<SelectedOffer | undefined> {
  const { commodity } = offer;
  const { utilities } = await client.call(listUtilities, { query: { postalCode, commodity } });
  const utility = utilities.find(({ code }) => code === offer.utility);
  return utility && { offer, utility, postalCode };
}
