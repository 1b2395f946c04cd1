import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { MscAlgorithm, MscSign } from '../../../upstreams/msc/authorization.ts';
import { OperatorError } from '../../operator-error.ts';

/** Returns a function that signs with the named key of a key service. */
export type CreateSigner = (name: string, alg: MscAlgorithm) => Promise<MscSign>;

/** The module at `SIGNER_MODULE` cannot be loaded, or returned an invalid value. */
export class SignerModuleError extends OperatorError {
  override readonly name = 'SignerModuleError';
}

const signature = z.instanceof(Uint8Array);
const callable = z.custom<(...args: unknown[]) => unknown>((value) => typeof value === 'function');
const moduleShape = z.object({ createSigner: callable });

/**
 * Loads the operator's connection to a key service: an ES module that exports `createSigner(name, alg)`, which
 * resolves to a function that signs bytes. Its return values are validated.
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
