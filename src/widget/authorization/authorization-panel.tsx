import { useEffect, useMemo } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { PanelProps } from '../quote-form/panel-props.ts';
import css from './authorization.css?inline';
import { AuthorizationForm } from './authorization-form.tsx';
import { AuthorizationStatus } from './authorization-status.tsx';
import { createAuthorizationStore } from './authorization-store.ts';

export { css };

interface AuthorizationPanelProps extends Pick<PanelProps, 'context' | 'form'> {
  readonly messages: AuthorizationMessages;
}

/** A letter of authorization: asked for here, and then how it stands. */
export function AuthorizationPanel({ context, form, messages }: AuthorizationPanelProps) {
  const store = useMemo(() => createAuthorizationStore(context), [context]);
  useEffect(() => () => store.stop(), [store]);
  const lastError = store.lastError.value;
  const authorization = store.authorization.value;
  return (
    <>
      {authorization ? (
        <AuthorizationStatus context={context} store={store} authorization={authorization} messages={messages} />
      ) : (
        <AuthorizationForm context={context} quoteForm={form} store={store} messages={messages} />
      )}
      {lastError === 'too_often' && <Alert>{messages.tooOften}</Alert>}
      {lastError === 'gone' && <Alert>{messages.notFound}</Alert>}
      {lastError && lastError !== 'too_often' && lastError !== 'gone' && (
        <Alert>{context.catalog.app.errors[lastError]}</Alert>
      )}
    </>
  );
}
