import type { ComponentType } from 'preact';
import type { ErrorKind } from '../error-kind.ts';

/**
 * Why there is no contract yet. `unsure`: it may or may not have been made; trying again finds out, and makes no second one.
 * What a refusal means comes as it is shown; `not_loaded` when that did not come.
 */
export type SubmitError = 'consent_missing' | 'unsure' | 'not_loaded' | ErrorKind | ComponentType | undefined;
