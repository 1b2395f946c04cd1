import { z } from 'zod';
import type { LoaAccess } from '../enrollment/partner-access.ts';
import { assertNotLoopback, isUpstreamUrl } from '../partners/origin.ts';
import { type ReferenceReader, secretReference } from '../partners/secret-reference.ts';
import type { Environment } from '../partners/site.ts';

/** `partners[].environments.*.letters`: Schneider Electric's Letter of Agreement API. */
export const loaConfig = z.strictObject({
  baseUrl: z.union([z.string().refine(isUpstreamUrl), secretReference], {
    error: 'must be an https:// URL without a trailing slash (http:// on loopback hosts only), or { env: NAME }',
  }),
  clientId: secretReference,
  clientSecret: secretReference,
  /** Enables usage authorizations. */
  usageTemplate: z.union([z.string().min(1), secretReference]).optional(),
  /** Enables contracts that are signed by email. */
  contractTemplate: z.union([z.string().min(1), secretReference]).optional(),
});

/** @throws Error with a message for the operator */
export function resolveLoaAccess(
  { baseUrl, clientId, clientSecret, usageTemplate, contractTemplate }: z.infer<typeof loaConfig>,
  environment: Environment,
  references: ReferenceReader,
): LoaAccess {
  const url = references.readText(baseUrl);
  if (!isUpstreamUrl(url)) {
    throw new Error(
      'letters.baseUrl must be an https:// URL without a trailing slash (http:// on loopback hosts only)',
    );
  }
  assertNotLoopback('letters.baseUrl', url, environment);
  return {
    credentials: {
      baseUrl: url,
      clientId: references.read(clientId),
      clientSecret: references.read(clientSecret),
    },
    templates: {
      usage: usageTemplate === undefined ? undefined : references.readText(usageTemplate),
      contract: contractTemplate === undefined ? undefined : references.readText(contractTemplate),
    },
  };
}
