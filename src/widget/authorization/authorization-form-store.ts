import { type ReadonlySignal, signal } from '@preact/signals';
import { createAuthorization } from '../../wire/authorization.ts';
import type { BodyOf } from '../../wire/endpoint.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { perWidget } from '../per-widget.ts';
import type { WidgetContext } from '../widget-context.ts';

export type FieldName = 'legalName' | 'numbers' | 'signer' | 'email';
type Draft = Readonly<Record<FieldName, string>>;

/** In the order of the form. */
const FIELD_NAMES: readonly FieldName[] = ['legalName', 'numbers', 'signer', 'email'];

/** The input of the authorization form and its errors. */
export interface AuthorizationFormStore {
  readonly draft: ReadonlySignal<Draft>;
  readonly invalidFields: ReadonlySignal<ReadonlySet<FieldName>>;
  setField(name: FieldName, text: string): void;
  /** @returns the request body, or the name of the first invalid field */
  submit(
    target: AuthorizationTarget,
  ): { readonly body: BodyOf<typeof createAuthorization> } | { readonly invalidField: FieldName };
}

/** The utility and commodity whose usage data the authorization releases. */
export interface AuthorizationTarget {
  readonly utility: Utility;
  readonly commodity: Commodity;
}

/** Keeps the input while the customer looks at other panels. In memory only. */
const authorizationDraft = perWidget(() => signal<Draft>({ legalName: '', numbers: '', signer: '', email: '' }));

/** Creates the store with the customer's earlier input. */
export function createAuthorizationFormStore(context: WidgetContext): AuthorizationFormStore {
  const draft = authorizationDraft(context);
  const invalidFields = signal<ReadonlySet<FieldName>>(new Set());
  return {
    draft,
    invalidFields,
    setField(name, text) {
      draft.value = { ...draft.value, [name]: text };
      if (invalidFields.value.has(name))
        invalidFields.value = new Set([...invalidFields.value].filter((fieldName) => fieldName !== name));
    },
    submit(target) {
      const body = toRequest(draft.value, target);
      const { error } = createAuthorization.body.safeParse(body);
      invalidFields.value = new Set(error?.issues.flatMap(({ path }) => toFieldName(path) ?? []));
      const invalidField = FIELD_NAMES.find((name) => invalidFields.value.has(name));
      return invalidField ? { invalidField } : { body };
    },
  };
}

const toRequest = (
  { legalName, numbers, signer, email }: Draft,
  { utility, commodity }: AuthorizationTarget,
): BodyOf<typeof createAuthorization> => ({
  commodity,
  utility: utility.code,
  customer: { legalName: legalName.trim() },
  signer: { name: signer.trim(), email: email.trim() },
  accounts: numbers
    .split(/[,;\n]/)
    .map((number) => ({ identifier: number.replace(/[\s-]/g, '').toUpperCase() }))
    .filter(({ identifier }) => identifier),
});

/** Maps a path in the request to its form field. */
function toFieldName([first, second]: readonly PropertyKey[]): FieldName | undefined {
  if (first === 'customer') return 'legalName';
  if (first === 'accounts') return 'numbers';
  return first === 'signer' ? (second === 'email' ? 'email' : 'signer') : undefined;
}
