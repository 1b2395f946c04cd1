import { randomBytes } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';
import { type Environment, type Partner, partner } from './authenticate.ts';

/**
 * All credentials of a partner. The BFF uses the private key and the simulator uses the public key. Both use all other
 * fields.
 */
export interface DemoCredentials {
  readonly partnerId: string;
  readonly environment: Environment;
  readonly apiKey: string;
  readonly kid: string;
  readonly alg: 'ES256';
  /** PEM in PKCS #8 format. */
  readonly privateKeyPem: string;
  readonly publicJwk: JWK;
  /** 32 random bytes in the format `whsec_<base64>`. */
  readonly webhookSecret: string;
}

/**
 * Creates random credentials.
 *
 * @example
 * const credentials = await createDemoCredentials('demo', 'test');
 * await startSimulator({ partners: [partnerOf(credentials, 'http://localhost:4400/webhooks/msc/demo/test')] });
 */
export async function createDemoCredentials(partnerId: string, environment: Environment): Promise<DemoCredentials> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    partnerId,
    environment,
    apiKey: `msc_${environment}_${randomBytes(18).toString('base64url')}`,
    kid: `${partnerId}-${environment}-${randomBytes(4).toString('hex')}`,
    alg: 'ES256',
    privateKeyPem: await exportPKCS8(privateKey),
    publicJwk: await exportJWK(publicKey),
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

/**
 * Returns the part of the credentials that the simulator needs. Without `webhookUrl`, the simulator sends no webhooks.
 */
export function partnerOf(credentials: DemoCredentials, webhookUrl?: string): Partner {
  return partner.parse({
    id: credentials.partnerId,
    environment: credentials.environment,
    apiKey: credentials.apiKey,
    publicKeys: [{ kid: credentials.kid, alg: credentials.alg, jwk: credentials.publicJwk }],
    ...(webhookUrl ? { webhook: { url: webhookUrl, secret: credentials.webhookSecret } } : {}),
  });
}
