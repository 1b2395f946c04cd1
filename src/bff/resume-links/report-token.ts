import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import { isContractId } from '../store/ids.ts';

/** Unguessable: 128 of the HMAC's bits, as base64url. */
const TAG_LENGTH = 22;

const tagsFor = (keys: Keys, contractId: string): readonly string[] =>
  requestHashes(keys, JSON.stringify(['email report', contractId])).map((hash) => hash.slice(0, TAG_LENGTH));

/**
 * The URL at which the receiver of an email about a contract reports that they did not request it. It grants nothing
 * else and does not expire, because an email may be read late.
 *
 * @example reportUrl(keys, 'https://shop.example', 'ct_…') // 'https://shop.example/reports/ct_….Zk3…'
 */
export const reportUrl = (keys: Keys, publicOrigin: string, contractId: string): string =>
  `${publicOrigin}/reports/${contractId}.${tagsFor(keys, contractId)[0]}`;

/** @returns the contract's ID, or undefined if the token is invalid */
export function readReportToken(keys: Keys, token: string): string | undefined {
  const [contractId = '', tag = '', ...rest] = token.split('.');
  if (rest.length || !isContractId(contractId)) return undefined;
  return tagsFor(keys, contractId).includes(tag) ? contractId : undefined;
}
