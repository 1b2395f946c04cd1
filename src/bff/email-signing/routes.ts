import type { Hono } from 'hono';
import { cancelSignatureRequest, resendSignatureRequest } from '../../wire/signing.ts';
import type { AppContext, SigningContext } from '../app-context.ts';
import { loadContract, readContract } from '../contracts/contract-from-row.ts';
import { type SigningMethod, signingMethodOf } from '../contracts/signing-method.ts';
import { ProblemError } from '../http/problem.ts';
import { createRouter } from '../routing/route.ts';
import type { ContractRow } from '../store/tables.ts';

/** Resends and cancels the signature request for a contract. */
export function emailSigningRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const load = loadContract(appContext);

  /** @throws ProblemError not_found for a contract that is signed in a session */
  function requireActions(row: ContractRow): NonNullable<SigningMethod<SigningContext>['signatureRequest']> {
    const { signatureRequest: actions } = signingMethodOf(appContext, row);
    if (!actions) throw new ProblemError('not_found');
    return actions;
  }

  route(resendSignatureRequest, { load }, async ({ caller, resource: row, body: { email } }) => {
    await requireActions(row).resend(appContext, caller, row, email);
    return readContract(appContext, caller, row.id);
  });
  route(cancelSignatureRequest, { load }, async ({ caller, resource: row }) => {
    await requireActions(row).cancel(appContext, row);
    return readContract(appContext, caller, row.id);
  });
  return app;
}
