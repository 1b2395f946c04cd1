import type { Options } from 'ky';
import { z } from 'zod';
import { type Agreement, agreement, agreementList, type NewAgreement } from './agreement-schema.ts';
import { createLoaTokenProvider, type LoaCredentials, type LoaCustomer } from './tokens.ts';
import { createLoaTransport, LoaInvalidResponseError, LoaRejectedError, LoaUnavailableError } from './transport.ts';

/** Our references of one signature request: one for each time that it was sent. */
export type References = readonly [string, ...string[]];

/**
 * The agreements of one customer. All methods throw LoaRejectedError | LoaUnavailableError | LoaInvalidResponseError.
 */
export interface LoaAgreements {
  /** Creates an agreement, which is sent by email. Not retried after a lost response: use `findByReference`. */
  create(agreement: NewAgreement): Promise<Agreement>;
  /** Creates an agreement that takes its default values from an earlier one (API 1.1 and later). */
  createFrom(previousId: string, agreement: NewAgreement): Promise<Agreement>;
  /**
   * Returns the agreement with this ID; undefined if there is none.
   *
   * @param references our references under which the agreement may have been created. A 404 counts only if a search for
   * these references does not find the agreement either
   */
  get(id: string, references: References): Promise<Agreement | undefined>;
  /**
   * Returns the agreements that were created with our reference: usually one, but several if the response to an earlier
   * attempt was lost. If the response contains an agreement with another reference, it is invalid. Otherwise, a search
   * that ignored its parameter could attribute another contract's signature to this contract.
   */
  listByReference(reference: string): Promise<readonly Agreement[]>;
  /** The first agreement that the API lists for our reference, preferably one that is not deleted; undefined if none. */
  findByReference(reference: string): Promise<Agreement | undefined>;
  /**
   * Returns the time by the API's clock, from the `Date` header (RFC 9110 section 6.6.1) of a search for our reference;
   * undefined if the response has no valid one.
   */
  serverTime(reference: string): Promise<Date | undefined>;
  /** Deletes an agreement (API 1.3 and later). Returns false if it no longer existed. `references`: see `get`. */
  remove(id: string, references: References): Promise<boolean>;
}

export interface LoaClient {
  forCustomer(customer: LoaCustomer): LoaAgreements;
}

interface LoaClientOptions {
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/**
 * Creates a client for the Letter of Agreement API, version 1.3.
 *
 * @example
 * const client = createLoaClient({ baseUrl: 'https://…', clientId, clientSecret });
 * const agreements = client.forCustomer({ email: 'ada@bakery.example' });
 * const { id, status } = await agreements.create({ templateId, signer, reference });
 */
export function createLoaClient(credentials: LoaCredentials, { timeoutMs, now }: LoaClientOptions = {}): LoaClient {
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
          transport.call(operation, `loa/v1/agreements${path}`, schema, {
            ...options,
            headers: { Authorization: `Bearer ${token}` },
          });
        const token = await tokens.get(customer);
        try {
          return await send(token);
        } catch (error) {
          // The token expired early. The call had no effect, so it can be repeated once with a new token.
          if (!(error instanceof LoaRejectedError && error.status === 401)) throw error;
          tokens.invalidate(customer, token);
          return send(await tokens.get(customer));
        }
      };

      const search = (reference: string, options?: Options) =>
        call('find', '', agreementList, { ...options, searchParams: { reference } });
      const listByReference = async (reference: string): Promise<readonly Agreement[]> => {
        const { agreements } = await search(reference);
        const found = agreements.filter((candidate) => candidate.reference === reference);
        if (!found.length && agreements.length)
          throw new LoaInvalidResponseError('find', 'agreements.0.reference', 'is not the requested reference');
        return found;
      };
      /**
       * Confirms that an agreement does not exist, because a 404 does not prove it: a gateway in front of the API may
       * also respond 404, for example while one of its nodes is being deployed.
       *
       * @throws LoaUnavailableError if the search finds the agreement
       */
      const confirmAbsence = async (operation: string, id: string, references: References): Promise<void> => {
        for (const reference of references) {
          const { agreements } = await search(reference);
          if (agreements.some((found) => found.id === id && found.status !== 'deleted'))
            throw new LoaUnavailableError(operation, 'status', { status: 404 });
        }
      };

      return {
        create: (input) => call('create', '', agreement, { method: 'post', json: input }),
        createFrom: (previousAgreementId, input) =>
          call('createFrom', '', agreement, { method: 'post', json: { ...input, previousAgreementId } }),
        async get(id, references) {
          const found = await undefinedOn404(call('get', `/${encodeURIComponent(id)}`, agreement));
          if (!found) {
            await confirmAbsence('get', id, references);
            return undefined;
          }
          if (found.id !== id) throw new LoaInvalidResponseError('get', 'id', 'is not the requested agreement');
          return found;
        },
        listByReference,
        async findByReference(reference) {
          const listed = await listByReference(reference);
          return listed.find(({ status }) => status !== 'deleted') ?? listed[0];
        },
        async serverTime(reference) {
          let time: Date | undefined;
          const readDate = ({ response }: { readonly response: Response }): void => {
            const ms = Date.parse(response.headers.get('Date') ?? '');
            time = Number.isNaN(ms) ? undefined : new Date(ms);
          };
          await search(reference, { hooks: { afterResponse: [readDate] } });
          return time;
        },
        async remove(id, references) {
          const options = { method: 'delete' };
          const removed = call('remove', `/${encodeURIComponent(id)}`, z.unknown(), options).then(() => true);
          if (await undefinedOn404(removed)) return true;
          await confirmAbsence('remove', id, references);
          return false;
        },
      };
    },
  };
}

/** Converts a 404 to undefined, except one from the token endpoint, which is a configuration error. */
async function undefinedOn404<T>(response: Promise<T>): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof LoaRejectedError && error.status === 404 && error.operation !== 'token') return undefined;
    throw error;
  }
}
