import { useEffect, useMemo } from 'preact/hooks';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { Alert } from '../components/alert.tsx';
import { errorText } from '../error-text.ts';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { WidgetContext } from '../widget-context.ts';
import css from './authorization.css?inline';
import { AuthorizationForm } from './authorization-form.tsx';
import { AuthorizationStatus } from './authorization-status.tsx';
import { type AuthorizationError, createAuthorizationStore } from './authorization-store.ts';

export { css };

interface AuthorizationPanelProps {
  readonly context: WidgetContext;
  readonly utility: Utility | undefined;
  readonly commodity: Commodity;
  readonly messages: AuthorizationMessages;
}

/** Requests a letter of authorization (LOA), which releases the customer's usage data, then shows its status. */
export function AuthorizationPanel({ context, utility, commodity, messages }: AuthorizationPanelProps) {
  const store = useMemo(() => createAuthorizationStore(context), [context]);
  useEffect(() => store.stop, [store]);
  const request = store.request.value;
  const authorization = store.authorization.value;
  return (
    <>
      {authorization ? (
        <AuthorizationStatus context={context} store={store} authorization={authorization} messages={messages} />
      ) : (
        <AuthorizationForm
          context={context}
          utility={utility}
          commodity={commodity}
          store={store}
          messages={messages}
        />
      )}
      {request.status === 'error' && <Alert>{errorMessage(request.errorKind, messages, context)}</Alert>}
    </>
  );
}

function errorMessage(error: AuthorizationError, messages: AuthorizationMessages, context: WidgetContext): string {
  if (error === 'too_often') return messages.tooOften;
  return error === 'gone' ? messages.notFound : errorText(context, error);
}
