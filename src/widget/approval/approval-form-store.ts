import { type ReadonlySignal, signal } from '@preact/signals';
import { createApprovalRequest } from '../../wire/approval-request.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import type { CustomerInput } from '../customer/customer-input.ts';
import { toContractRequest } from '../customer/to-request.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import { returnUrl } from '../return-url.ts';
import { consentLocale } from '../signing/review-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import { preparedHere, writeRole } from './prepared-here.ts';

/** Why the purchase was not saved. `rejected`: the server rejected the fields of the form. */
type ApprovalFormError = ErrorKind | 'mail_not_sent' | 'rejected';

/** Saves the purchase for the authorized signer, and creates or emails the approval link. */
export interface ApprovalFormStore {
  readonly email: ReadonlySignal<string>;
  readonly isEmailInvalid: ReadonlySignal<boolean>;
  readonly saving: ReadonlySignal<AsyncState<undefined, ApprovalFormError>>;
  /** The fields that the server has rejected. */
  readonly rejected: ReadonlySignal<readonly FieldProblem[]>;
  setEmail(email: string): void;
  /** Call it with valid input. `byEmail`: the link is emailed instead of shown. */
  save(input: CustomerInput, byEmail: boolean): Promise<void>;
}

/** Creates the store for one selected offer. */
export function createApprovalFormStore(context: WidgetContext, selection: SelectedOffer): ApprovalFormStore {
  const email = signal('');
  const isEmailInvalid = signal(false);
  const saving = signal<AsyncState<undefined, ApprovalFormError>>({ status: 'idle' });
  const rejected = signal<readonly FieldProblem[]>([]);
  const fail = (errorKind: ApprovalFormError) => {
    saving.value = { status: 'error', errorKind };
  };

  function handleProblem({ problem }: ProblemError): void {
    const { code, errors = [] } = problem;
    rejected.value = errors;
    if (code === 'offer_expired' || code === 'offer_invalid')
      context.dispatch({ type: 'offer_unavailable', reason: 'offer_expired' });
    else fail(errors.length ? 'rejected' : code === 'mail_not_sent' ? code : toErrorKind(new ProblemError(problem)));
  }

  return {
    email,
    isEmailInvalid,
    saving,
    rejected,
    setEmail(text) {
      email.value = text;
      isEmailInvalid.value = false;
    },
    async save(input, byEmail) {
      if (saving.value.status === 'loading') return;
      const address = byEmail ? email.value.trim() : undefined;
      isEmailInvalid.value = !createApprovalRequest.body.shape.email.safeParse(address).success;
      if (isEmailInvalid.value) return;
      saving.value = { status: 'loading' };
      try {
        const body = createApprovalRequest.body.parse(toBody(context, selection, input, address));
        const request = await (await context.loadApiClient()).call(createApprovalRequest, { body });
        writeRole(context, { role: 'prepared', id: request.id });
        preparedHere(context).value = { request, selection, email: address };
        context.dispatch({ type: 'landed', landing: 'approval' });
      } catch (error) {
        if (error instanceof ProblemError) handleProblem(error);
        else fail(toErrorKind(error));
      }
    },
  };
}

/** The prepared purchase: everything that goes into the contract, except for the signer and the tax ID. */
function toBody(
  context: WidgetContext,
  { offer, postalCode, utility }: SelectedOffer,
  input: CustomerInput,
  email: string | undefined,
) {
  const fields = Object.entries(input.fields).filter(([path]) => path !== '/customer/taxId');
  const request = toContractRequest({ ...input, fields: Object.fromEntries(fields) }, utility.state);
  const { signer: _, ...purchase } = request;
  return {
    ...purchase,
    offerToken: offer.offerToken,
    locale: consentLocale(context),
    postalCode,
    ...(input.exempt && { taxExempt: true }),
    ...(email !== undefined && { email }),
    returnTo: returnUrl(context.host),
  };
}
