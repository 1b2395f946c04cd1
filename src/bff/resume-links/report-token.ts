import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import { isContractId } from '../store/ids.ts';
import type { ContractRow } from '../store/tables.ts';

/** Unguessable: 128 of the HMAC's bits, as base64url. */
const TAG_LENGTH = 22;
/** Enough to tell the signer's addresses of one contract apart. */
const SIGNER_TAG_LENGTH = 8;

type ReportedContract = Pick<ContractRow, 'id' | 'signer_key'>;

const tagsFor = (keys: Keys, contractId: string, signerTag: string): readonly string[] =>
  requestHashes(keys, JSON.stringify(['email report', contractId, signerTag])).map((hash) => hash.slice(0, TAG_LENGTH));

const signerTagsFor = (keys: Keys, { id, signer_key }: ReportedContract): readonly string[] =>
  requestHashes(keys, JSON.stringify(['email report signer', id, signer_key])).map((hash) =>
    hash.slice(0, SIGNER_TAG_LENGTH),
  );

/**
 * The URL at which the receiver of an email about a contract reports that they did not request it. It grants nothing
 * else and does not expire, because an email may be read late. It has no effect after the signer's address was corrected,
 * because the receiver may be a stranger whose report must not cancel what the right person is about to sign.
 *
 * @example reportUrl(keys, 'https://shop.example', contract) // 'https://shop.example/reports/ct_….b7Q….Zk3…'
 */
export function reportUrl(keys: Keys, publicOrigin: string, contract: ReportedContract): string {
  const [signerTag = ''] = signerTagsFor(keys, contract);
  return `${publicOrigin}/reports/${contract.id}.${signerTag}.${tagsFor(keys, contract.id, signerTag)[0]}`;
}

/** Tokens of emails from before they named the signer. */
function readEarlierToken(keys: Keys, contractId: string, tag: string): EmailReport | undefined {
  const tags = requestHashes(keys, JSON.stringify(['email report', contractId])).map((hash) =>
    hash.slice(0, TAG_LENGTH),
  );
  return isContractId(contractId) && tags.includes(tag) ? { contractId, isCurrent: () => true } : undefined;
}

/** What a valid token says. */
export interface EmailReport {
  readonly contractId: string;
  /** Whether the contract still has the signer's address of the time of the email. */
  isCurrent(contract: ReportedContract): boolean;
}

/** @returns undefined if the token is invalid */
export function readReportToken(keys: Keys, token: string): EmailReport | undefined {
  const [contractId = '', signerTag = '', tag, ...rest] = token.split('.');
  if (tag === undefined) return readEarlierToken(keys, contractId, signerTag);
  if (rest.length || !isContractId(contractId) || !tagsFor(keys, contractId, signerTag).includes(tag)) return undefined;
  return { contractId, isCurrent: (contract) => signerTagsFor(keys, contract).includes(signerTag) };
}
