/** What a utility matches an enrollment by, besides the account number. */
export type RequiredAccountField = 'meterNumber' | 'nameKey';

/**
 * Assumed from what suppliers' enrollment forms ask for: Eversource's name key is the first four letters of the name on the
 * bill; the two gas utilities want the meter's own number.
 */
const REQUIRED_FIELDS: Readonly<Record<string, readonly RequiredAccountField[]>> = {
  EVCT: ['nameKey'],
  EVMA: ['nameKey'],
  WGL: ['meterNumber'],
  NJNG: ['meterNumber'],
};

/** @example accountNeeds('EVCT') // ['nameKey'] */
export const accountNeeds = (code: string): readonly RequiredAccountField[] => REQUIRED_FIELDS[code] ?? [];
