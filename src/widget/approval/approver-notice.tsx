import { ContactPhone } from '../components/contact-phone.tsx';
import { customerDraft } from '../customer/customer-draft.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';
import { openedRequest } from './prepared-here.ts';

export interface ApproverNoticeViewProps {
  readonly context: WidgetContext;
  /** The prepared offer. Undefined if it is no longer available. */
  readonly selection: SelectedOffer | undefined;
  readonly messages: ApprovalMessages['approver'];
}

/** Above the rates, shows only the way back to the purchase, which the link cannot open again. */
export function ApproverNoticeView({ context, selection, messages }: ApproverNoticeViewProps) {
  const { format } = context;
  const request = openedRequest(context).value;
  const fields = customerDraft(context).input.value?.fields;
  if (!request) return null;
  if (context.flow.value.step === 'rates')
    return (
      selection && (
        <div class="section">
          <p>{messages.stillOpen}</p>
          <div class="button-row">
            <button
              type="button"
              class="button-primary"
              onClick={() => context.dispatch({ type: 'resumed', purchase: { step: 'customer', selection } })}
            >
              {messages.back}
            </button>
          </div>
        </div>
      )
    );
  const missing = (['taxId', 'signer'] as const).filter((part) =>
    REQUIRED_FIELDS[part].some((path) => !fields?.[path]?.trim()),
  );
  return (
    <section class="approval approver-notice" aria-labelledby="approver-notice">
      <h2 id="approver-notice">{messages.heading}</h2>
      <p>
        {messages.preparedFor(request.legalName, format.dateTime(request.createdAt))}{' '}
        {request.contactName && messages.contact(request.contactName)}
      </p>
      <ol>
        <li>{messages.check}</li>
        <li>
          {missing.length
            ? messages.complete(format.list(missing.map((part) => messages.missing[part])))
            : messages.completed}
        </li>
        <li>{messages.agree}</li>
      </ol>
      <p>
        <strong>
          {messages.deadline(format.dateTime(request.expiresAt))} {messages.keepOpen}
        </strong>{' '}
        {messages.afterDeadline}
      </p>
      <p class="text-small text-muted">
        {messages.unexpected} <ContactPhone context={context} />
      </p>
    </section>
  );
}

/** The form's fields that the preparer cannot fill in. */
const REQUIRED_FIELDS = {
  taxId: ['/customer/taxId'],
  signer: ['/signer/name', '/signer/title', '/signer/email', '/signer/phone'],
} as const;
