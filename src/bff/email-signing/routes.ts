import { Hono } from 'hono';
import { cancelSignatureRequest, resendSignatureRequest } from '../../wire/signing.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { contractFromRow } from '../contracts/contract-from-row.ts';
import { requireContract } from '../contracts/require-contract.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { signingMethodOf } from '../signing/select-signing-method.ts';
import type { SigningMethod } from '../signing/signing-method.ts';
import type { ContractRow } from '../store/tables.ts';

/** What whoever signs a contract from an inbox may do about its letter. */
export const emailSigningRoutes = (appContext: AppContext): Hono =>
  new Hono()
    .use('/v1/contracts/:id/signature-request/*', (context, next) => {
      context.header('Cache-Control', 'no-store');
      return next();
    })
    .post(toHonoPath(resendSignatureRequest.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
      const { email } = await readBody(context, resendSignatureRequest.body);
      await requireActions(row).resend(appContext, row, email);
      const contract = await contractFromRow(appContext.store, await requireContract(appContext, caller, row.id));
      return context.json(contract, resendSignatureRequest.status);
    })
    .post(toHonoPath(cancelSignatureRequest.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
      await readBody(context, cancelSignatureRequest.body);
      await requireActions(row).cancel(appContext, row);
      return context.json(await contractFromRow(appContext.store, await requireContract(appContext, caller, row.id)));
    });

/** @throws ProblemError not_found for a contract that has none */
function requireActions(row: ContractRow): NonNullable<SigningMethod['signatureRequest']> {
  const { signatureRequest: actions } = signingMethodOf(row);
  if (!actions) throw new ProblemError('not_found');
  return actions;
}
