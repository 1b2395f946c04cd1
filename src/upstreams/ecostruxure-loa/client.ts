import type { Options } from 'ky';
import { z } from 'zod';
import { type Agreement, agreement, agreementList, type NewAgreement } from './agreement-schema.ts';
import { LoaRefusedError } from './errors.ts';
import { createLoaTokens, type LoaCredentials, type LoaCustomer } from './tokens.ts';
import { createLoaTransport } from './transport.ts';

/** Letters of agreement of one customer. All throw LoaRefusedError | LoaUnavailableError | LoaUnreadableError. */
export interface LoaAgreements {
  /** Makes a letter, which goes out by e-mail. Never sent twice: when no answer comes, look with `find`. */
  create(agreement: NewAgreement): Promise<Agreement>;
  /** The same from an earlier one (since 1.1): what is not said here is taken from there. */
  createFrom(previousId: string, agreement: NewAgreement): Promise<Agreement>;
  /** Undefined when there is none of this id. */
  get(id: string): Promise<Agreement | undefined>;
  /** The letter that was made under our reference, if it was. */
  find(reference: string): Promise<Agreement | undefined>;
  /** Takes a letter back (since 1.3). False when it was gone before. */
  remove(id: string): Promise<boolean>;
}

export interface LoaClient {
  as(customer: LoaCustomer): LoaAgreements;
}

interface LoaOptions {
  /** How long a call may take. */
  readonly milliseconds?: number;
  readonly now?: () => number;
}

/**
 * The Letter of Agreement API (1.3).
 *
 * @example
 * const letters = createLoaClient({ baseUrl: 'https://…', clientId, clientSecret }).as({ email: 'ada@bakery.example' });
 * const { id, status } = await letters.create({ templateId, signer, reference });
 */
export const createLoaClient = (credentials: LoaCredentials, { milliseconds, now }: LoaOptions = {}): LoaClient => {
  const transport = createLoaTransport(credentials.baseUrl, milliseconds);
  const tokens = createLoaTokens(transport, credentials, now);

  return {
    as(customer) {
      const call = async <S extends z.ZodType>(
        operation: string,
        path: string,
        schema: S,
        options: Options = {},
      ): Promise<z.infer<S>> => {
        const ask = (token: string) =>
          transport.call(
            operation,
            `loa/v1/agreements${path}`,
            schema,
            { ...options, headers: { Authorization: `Bearer ${token}` } },
            [customer, options.json],
          );
        const token = await tokens.of(customer);
        try {
          return await ask(token);
        } catch (error) {
          // Ended before its time: nothing was done under it, so the same call may go out once more under another.
          if (!(error instanceof LoaRefusedError && error.status === 401)) throw error;
          tokens.forget(customer, token);
          return ask(await tokens.of(customer));
        }
      };

      return {
        create: (made) => call('create', '', agreement, { method: 'post', json: made }),
        createFrom: (previousAgreementId, made) =>
          call('createFrom', '', agreement, { method: 'post', json: { ...made, previousAgreementId } }),
        get: (id) => orUndefined(call('get', `/${encodeURIComponent(id)}`, agreement)),
        async find(reference) {
          const { agreements } = await call('find', '', agreementList, { searchParams: { reference } });
          return agreements[0];
        },
        async remove(id) {
          const options = { method: 'delete' };
          const removed = call('remove', `/${encodeURIComponent(id)}`, z.unknown(), options).then(() => true);
          return (await orUndefined(removed)) ?? false;
        },
      };
    },
  };
};

/** What there is none of is no error. A missing token endpoint is one: then nobody has looked. */
const orUndefined = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof LoaRefusedError && error.status === 404 && error.operation !== 'token') return undefined;
    throw error;
  }
};
