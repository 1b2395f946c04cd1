import { Hono } from 'hono';
import { uploadFile } from '../../wire/upload.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import { validate } from '../http/request-body.ts';
import { forwardUpload } from './forward-upload.ts';

/** Takes a customer's files: their latest bill, their tax exemption certificate. */
export const uploadRoutes = (appContext: AppContext): Hono =>
  new Hono().post(uploadFile.path, async (context) => {
    const caller = await authenticate(context, appContext);
    const { kind } = validate(uploadFile.query, context.req.query());
    const declaredBytes = Number(context.req.header('Content-Length') ?? 0);
    const { body } = context.req.raw;
    if (!body) throw new ProblemError('file_empty');
    const upload = await forwardUpload(appContext, caller, kind, body, declaredBytes);
    context.header('Cache-Control', 'no-store');
    return context.json(upload, uploadFile.status);
  });
