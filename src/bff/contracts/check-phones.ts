import { isValidPhoneNumber } from 'libphonenumber-js/max';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { ProblemError } from '../http/problem.ts';

/**
 * Checks the phone numbers of a request against the numbering plans of their countries, which change too often for a
 * pattern.
 *
 * @throws ProblemError invalid_request, with an error for each number that cannot exist
 */
export function checkPhones({ signer, contact }: Partial<Pick<CreateContractRequest, 'signer' | 'contact'>>): void {
  const people = Object.entries({ signer, contact });
  const errors = people.flatMap(([name, person]) =>
    person && !isValidPhoneNumber(person.phone)
      ? [{ path: `/${name}/phone`, code: 'phone', detail: 'is not a phone number that can be assigned' }]
      : [],
  );
  if (errors.length) throw new ProblemError('invalid_request', { errors });
}
