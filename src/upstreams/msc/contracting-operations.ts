/**
 * Our GraphQL operations: static text. Values are passed only as variables. A test validates each against
 * `contracting.graphql`.
 */
const contractFields = `{
    id
    partnerReference
    status
    reasons { code message }
    accounts { identifierLast4 status reasons { code message } }
    signers { order status }
    updatedAt
    documentUrl
  }`;

export const createContractOperation = `mutation CreateContract($input: CreateContractInput!) {
  createContract(input: $input) {
    contract ${contractFields}
    userErrors { code field message }
  }
}`;

export const createSigningUrlOperation = `mutation CreateSigningUrl($input: CreateSigningUrlInput!) {
  createSigningUrl(input: $input) {
    signingUrl { url expiresAt }
    userErrors { code field message }
  }
}`;

export const cancelContractOperation = `mutation CancelContract($id: ID!) {
  cancelContract(id: $id) {
    contract ${contractFields}
    userErrors { code field message }
  }
}`;

export const recordExternalSignatureOperation = `mutation RecordExternalSignature($input: RecordExternalSignatureInput!) {
  recordExternalSignature(input: $input) {
    contract ${contractFields}
    userErrors { code field message }
  }
}`;

export const contractOperation = `query Contract($id: ID!) {
  contract(id: $id) ${contractFields}
}`;

export const contractDocumentOperation = `query ContractDocument($id: ID!) {
  contract(id: $id) { id documentUrl }
}`;

export const contractByReferenceOperation = `query ContractByReference($partnerReference: String!) {
  contractByReference(partnerReference: $partnerReference) ${contractFields}
}`;

export const contractsOperation = `query Contracts($updatedSince: Instant!, $after: String, $first: Int!) {
  contracts(updatedSince: $updatedSince, after: $after, first: $first) {
    nodes ${contractFields}
    endCursor
    hasNextPage
  }
}`;
