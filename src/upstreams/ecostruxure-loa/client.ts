import type { Options } from 'ky';
import { z } from 'zod';
import { type Agreement, agreement, agreementList, type NewAgreement } from './agreement-schema.ts';
import { LoaRejectedError } from './errors.ts';
import { createLoaTokenProvider, type LoaCredentials, type LoaCustomer } from './tokens.ts';
import { createLoaTransport } from './transport.ts';

/** Letters of agreement of one customer. All throw LoaRejectedError | LoaUnavailableError | LoaInvalidResponseError. */
export interface LoaAgreements {
  /** Makes a letter, which goes out by e-mail. Never sent twice: when no answer comes, look with `find`. */
  create(agreement: NewAgreement): Promise<Agreement>;
  /** The same from an earlier one (since 1.1): what is not said here is taken from there. */
  createFrom(previousId: string, agreement: NewAgreement): Promise<Agreement>;
  /** Undefined when there is none of this id. */
  get(id: string): Promise<Agreement | undefined>;
  /** The letter that was made under our reference, if it was. */
  findByReference(reference: string): Promise<Agreement | undefined>;
  /** Takes a letter back (since 1.3). False when it was gone before. */
  remove(id: string): Promise<boolean>;
}

export interface LoaClient {
  forCustomer(customer: LoaCustomer): LoaAgreements;
}

interface LoaClientOptions {
  /** How long a call may take. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/**
 * The Letter of Agreement API (1.3).
 *
 * @example
 * const letters = createLoaClient({ baseUrl: 'https://…', clientId, clientSecret }).as({ email: 'ada@bakery.example' });
 * const { id, status } = await letters.create({ templateId, signer, reference });
 */
export const createLoaClient = (credentials: LoaCredentials, { timeoutMs, now }: LoaClientOptions = {}): LoaClient => {
  const transport = createLoaTransport(credentials.baseUrl, timeoutMs);
  const tokens = createLoaTokenProvider(transport, credentials, now);

  return {
    forCustomer(customer) {
      const call = async <S extends z.ZodType>(
        operation: string,
        path: string,
        schema: S,
        options: Options = {},
      ): Promise<z.infer<S>> => {
        const send = (token: string) =>
          transport.call(
            operation,
            `loa/v1/agreements${path}`,
            schema,
            { ...options, headers: { Authorization: `Bearer ${token}` } },
            [customer, options.json],
          );
        const token = await tokens.get(customer);
        try {
          return await send(token);
        } catch (error) {
          // Ended before its time: nothing was done under it, so the same call may go out once more under another.
          if (!(error instanceof LoaRejectedError && error.status === 401)) throw error;
          tokens.invalidate(customer, token);
          return send(await tokens.get(customer));
        }
      };

      return {
        create: (input) => call('create', '', agreement, { method: 'post', json: input }),
        createFrom: (previousAgreementId, input) =>
          call('createFrom', '', agreement, { method: 'post', json: { ...input, previousAgreementId } }),
        get: (id) => undefinedOn404(call('get', `/${encodeURIComponent(id)}`, agreement)),
        async findByReference(reference) {
          const { agreements } = await call('find', '', agreementList, { searchParams: { reference } });
          return agreements[0];
        },
        async remove(id) {
          const options = { method: 'delete' };
          const removed = call('remove', `/${encodeURIComponent(id)}`, z.unknown(), options).then(() => true);
          return (await undefinedOn404(removed)) ?? false;
        },
      };
    },
  };
};

/** What there is none of is no error. A missing token endpoint is one: then nobody has looked. */
const undefinedOn404 = async <T>(response: Promise<T>): Promise<T | undefined> => {
  try {
    return await response;
  } catch (error) {
    if (error instanceof LoaRejectedError && error.status === 404 && error.operation !== 'token') return undefined;
    throw error;
  }
};
