import { Hono } from 'hono';
import { uploadFile } from '../../wire/upload.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readThrough } from '../http/request-body.ts';
import { authenticate } from '../sites/authenticate.ts';
import { receiveFile } from './receive.ts';

/** Takes a customer's files: their latest bill, their tax exemption certificate. */
export const uploadRoutes = (deps: Deps): Hono =>
  new Hono().post(uploadFile.path, async (context) => {
    const caller = await authenticate(context, deps);
    const { kind } = readThrough(uploadFile.query, context.req.query());
    const declaredBytes = Number(context.req.header('Content-Length') ?? 0);
    const { body } = context.req.raw;
    if (!body) throw new ProblemError('file_empty');
    const upload = await receiveFile(deps, caller, kind, body, declaredBytes);
    context.header('Cache-Control', 'no-store');
    return context.json(upload, uploadFile.status);
  });
