import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import {
  importMscPrivateKey,
  type MscAlgorithm,
  type MscCredentials,
  type MscSign,
} from '../../../upstreams/msc/transport.ts';
import { OperatorError } from '../../operator-error.ts';
import { assertNotLoopback, isDevelopmentOrigin, isOriginEntry, isUpstreamUrl } from '../../partners/origin.ts';
import { type ReferenceReader, readWebhookSecrets, secretReference } from '../../partners/secret-reference.ts';
import type { Environment } from '../../partners/site.ts';

export type EnrollmentCredentials = MscCredentials;

/** A partner's access to one environment of the enrollment backend, with secrets resolved. */
export interface EnrollmentAccess {
  readonly partner: string;
  readonly environment: Environment;
  readonly credentials: EnrollmentCredentials;
  /** Secrets that verify the backend's webhooks: more than one during a rotation. */
  readonly webhookSecrets: readonly string[];
  readonly signingOrigins: readonly string[];
  /** Origin of the app that frames the signing session in focused view: DocuSign's, or the simulator's. */
  readonly signingAppOrigin: string;
  /** Present if focused view is available. Both values are public. */
  readonly docusign?: { readonly bundle: string; readonly integrationKey: string } | undefined;
}

/** DocuSign's focused view (https://developers.docusign.com): its script and its app, by environment. */
const DOCUSIGN_BUNDLES: Record<Environment, string> = {
  test: 'https://js-d.docusign.com/bundle.js',
  live: 'https://js.docusign.com/bundle.js',
};
const SIGNING_APP_ORIGINS: Record<Environment, string> = {
  test: 'https://apps-d.docusign.com',
  live: 'https://apps.docusign.com',
};

const isIntegrationKey = (text: string): boolean => /^[A-Za-z0-9-]{1,64}$/.test(text);

/**
 * Whether this is the URL of DocuSign's script, not of a copy. The simulator's script on a loopback host is also
 * accepted.
 */
function isBundleUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (Object.values(DOCUSIGN_BUNDLES).includes(text) || isDevelopmentOrigin(url.origin));
}

const docusign = z.strictObject({
  integrationKey: z.union([
    z.string().refine(isIntegrationKey, 'must be a DocuSign integration key: letters, digits and dashes'),
    secretReference,
  ]),
  bundle: z
    .union([
      z.string().refine(isBundleUrl, 'must be DocuSign’s own URL or a loopback URL: omit it to use the default'),
      secretReference,
    ])
    .optional(),
});

/** The settings in `partners[].environments.test` and `.live` that concern My Service Cloud. */
export const mscConfig = z.strictObject({
  baseUrl: z.union([z.string().refine(isUpstreamUrl), secretReference], {
    error: 'must be an https:// URL without a trailing slash (http:// on loopback hosts only), or { env: NAME }',
  }),
  apiKey: secretReference,
  signingKey: z.strictObject({
    kid: z.union([z.string().min(1), secretReference]),
    alg: z.enum(['ES256', 'RS256']),
    /** A PKCS #8 private key, or the name of a key in a key management service: see `loadSignerModule`. */
    privateKey: z.union([secretReference, z.strictObject({ kms: z.string().min(1).max(500) })], {
      error: 'write { env: NAME }, { file: path } or { kms: name }: this file must not contain keys',
    }),
  }),
  /** There is more than one secret during a rotation. */
  webhookSecrets: z.array(secretReference).min(1),
  /** Origins that a signing URL may have: DocuSign's. Customers are never sent to any other URL. */
  signingOrigins: z
    .array(
      z.union([
        z.string().refine(isOriginEntry, 'must be an origin such as https://apps.docusign.com'),
        secretReference,
      ]),
    )
    .min(1),
  /** Enables DocuSign's focused view, which lets customers sign on the page. */
  docusign: docusign.optional(),
});
export type MscConfig = z.infer<typeof mscConfig>;

/**
 * Resolves the references of one environment.
 *
 * @param createSigner for keys in a key management service
 * @throws Error with a message for the operator
 */
export async function resolveMscAccess(
  partner: string,
  environment: Environment,
  config: MscConfig,
  references: ReferenceReader,
  createSigner: CreateSigner | undefined,
): Promise<EnrollmentAccess> {
  const { kid, alg, privateKey } = config.signingKey;
  const key = await resolveKey(privateKey, alg, references, createSigner);
  // The schema has not validated values that came from references.
  const baseUrl = references.readText(config.baseUrl);
  if (!isUpstreamUrl(baseUrl))
    throw new Error('baseUrl must be an https:// URL without a trailing slash (http:// on loopback hosts only)');
  assertNotLoopback('baseUrl', baseUrl, environment);
  const signingOrigins = config.signingOrigins.map(references.readText);
  if (!signingOrigins.every(isOriginEntry))
    throw new Error(
      'every entry of signingOrigins must be an https:// origin, without a path or trailing slash (http:// on loopback hosts only)',
    );
  return {
    partner,
    environment,
    credentials: {
      partnerId: partner,
      baseUrl,
      apiKey: references.read(config.apiKey),
      key: { kid: references.readText(kid), alg, ...key },
    },
    webhookSecrets: readWebhookSecrets(config.webhookSecrets, references),
    signingOrigins,
    ...resolveDocusign(config.docusign, environment, references),
  };
}

function resolveDocusign(
  config: MscConfig['docusign'],
  environment: Environment,
  references: ReferenceReader,
): Pick<EnrollmentAccess, 'docusign' | 'signingAppOrigin'> {
  const integrationKey = config && references.readText(config.integrationKey);
  if (integrationKey !== undefined && !isIntegrationKey(integrationKey)) {
    throw new Error('docusign.integrationKey may contain only letters, digits and dashes');
  }
  const bundle = config?.bundle === undefined ? DOCUSIGN_BUNDLES[environment] : references.readText(config.bundle);
  if (!isBundleUrl(bundle)) throw new Error('docusign.bundle must be DocuSign’s own URL or a loopback URL');
  const isDocusignBundle = Object.values(DOCUSIGN_BUNDLES).includes(bundle);
  if (isDocusignBundle && bundle !== DOCUSIGN_BUNDLES[environment]) {
    throw new Error('docusign.bundle is DocuSign’s URL for the other environment');
  }
  return {
    signingAppOrigin: isDocusignBundle ? SIGNING_APP_ORIGINS[environment] : new URL(bundle).origin,
    docusign: integrationKey === undefined ? undefined : { bundle, integrationKey },
  };
}

async function resolveKey(
  privateKey: MscConfig['signingKey']['privateKey'],
  alg: MscAlgorithm,
  references: ReferenceReader,
  createSigner: CreateSigner | undefined,
) {
  if ('kms' in privateKey) {
    if (!createSigner) throw new Error('a { kms: name } key requires SIGNER_MODULE');
    return { sign: await createSigner(privateKey.kms, alg) };
  }
  const key = await importMscPrivateKey(references.read(privateKey), alg).catch(() => {
    // The parser's own message may quote the key.
    throw new Error(`the private key is not a PKCS #8 key for ${alg}`);
  });
  return { privateKey: key };
}

export type CreateSigner = (name: string, alg: MscAlgorithm) => Promise<MscSign>;

/** The module at `SIGNER_MODULE` cannot be loaded, or returned an invalid value. */
class SignerModuleError extends OperatorError {
  override readonly name = 'SignerModuleError';
}

const signature = z.instanceof(Uint8Array);
const callable = z.custom<(...args: unknown[]) => unknown>((value) => typeof value === 'function');
const moduleShape = z.object({ createSigner: callable });

/**
 * Loads the operator's connection to a key management service: an ES module that exports `createSigner(name, alg)`,
 * which resolves to a function that signs bytes. Its return values are validated.
 *
 * @param file an absolute path
 * @throws SignerModuleError
 */
export async function loadSignerModule(file: string): Promise<CreateSigner> {
  const loaded: unknown = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw new SignerModuleError('SIGNER_MODULE: the module cannot be loaded', { cause });
  });
  const parsed = moduleShape.safeParse(loaded);
  if (!parsed.success) throw new SignerModuleError('SIGNER_MODULE: the module exports no createSigner');
  const { createSigner } = parsed.data;
  return async (name, alg) => {
    const sign = callable.safeParse(await createSigner(name, alg));
    if (!sign.success) throw new SignerModuleError('SIGNER_MODULE: createSigner must resolve to a function');
    return async (bytes) => {
      const signed = signature.parse(await sign.data(bytes));
      // Key services return ECDSA signatures in DER, but JWS requires R and S concatenated (RFC 7518 section 3.4).
      if (alg === 'ES256' && signed.byteLength !== 64)
        throw new SignerModuleError(
          'SIGNER_MODULE: an ES256 signature must be 64 bytes (R and S concatenated, not DER)',
        );
      return signed;
    };
  };
}
