import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { MscAlgorithm, MscSign } from '../../upstreams/msc/authorization.ts';

/** Finds the key of a name in a key service, and gives what signs with it. */
export type CreateSigner = (name: string, alg: MscAlgorithm) => Promise<MscSign>;

/** `SIGNER_MODULE` is no such module. */
export class SignerModuleError extends Error {
  override readonly name = 'SignerModuleError';
}

const signature = z.instanceof(Uint8Array);
const callable = z.custom<(...args: unknown[]) => unknown>((value) => typeof value === 'function');
const moduleShape = z.object({ createSigner: callable });

/**
 * The seam for a key service: an ES module of the operator's own that exports `createSigner(name, alg)`, which resolves with a
 * function that signs bytes. Its calls to the service are its own affair; what it gives back is checked.
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
    if (!sign.success) throw new SignerModuleError('SIGNER_MODULE: createSigner gave no function');
    return async (bytes) => {
      const signed = signature.parse(await sign.data(bytes));
      // An ECDSA signature of a key service comes in DER, which no JWS has.
      if (alg === 'ES256' && signed.byteLength !== 64) throw new SignerModuleError('an ES256 signature has 64 bytes');
      return signed;
    };
  };
}
