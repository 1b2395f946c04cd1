import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AgreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaTemplate } from './loa-applications.ts';

export interface StoredAgreement {
  readonly id: string;
  readonly clientId: string;
  /** The customer on whose behalf the agreement was created. */
  readonly customer: string;
  readonly template: LoaTemplate;
  readonly input: AgreementInput;
  /** Secret part of the URL in the email. */
  readonly secret: string;
  readonly createdAt: Date;
  status: AgreementStatus;
  reason: string | undefined;
  updatedAt: Date;
}

export interface AgreementStore {
  add(draft: Pick<StoredAgreement, 'clientId' | 'customer' | 'template' | 'input'>): StoredAgreement;
  ownedBy(clientId: string, customer: string, id: string): StoredAgreement | undefined;
  byReference(clientId: string, customer: string, reference: string): StoredAgreement[];
  get(id: string): StoredAgreement | undefined;
  bySecret(secret: string): StoredAgreement | undefined;
  /** All agreements, newest first. */
  list(): readonly StoredAgreement[];
  /**
   * Changes the status and notifies the addresses in `notification`.
   *
   * @returns false if the agreement is no longer open
   */
  setStatus(agreement: StoredAgreement, status: AgreementStatus, reason?: string): boolean;
  /** Marks an agreement as deleted, regardless of its status. */
  delete(agreement: StoredAgreement): void;
  clear(): void;
}

export const isOpen = ({ status }: StoredAgreement): boolean =>
  status === 'created' || status === 'sent' || status === 'viewed';

const MAX_AGREEMENTS = 2_000;

/** Keeps agreements in memory. Beyond `MAX_AGREEMENTS`, the oldest agreements are dropped. */
export function createAgreementStore(now: () => Date, mailbox: Mailbox): AgreementStore {
  let agreements: StoredAgreement[] = [];
  const notify = ({ input, template, status }: StoredAgreement): void => {
    if (!input.notification?.isEnabled) return;
    for (const to of input.notification.emails)
      mailbox.deliver({
        to,
        subject: `${template.title}: ${status}`,
        text: `The status of the document is now ${status}.`,
      });
  };

  const update = (agreement: StoredAgreement, status: AgreementStatus, reason?: string): void => {
    agreement.status = status;
    agreement.reason = reason;
    agreement.updatedAt = now();
    notify(agreement);
  };

  return {
    add(draft) {
      const at = now();
      const id = randomUUID();
      const secret = randomBytes(24).toString('base64url');
      const agreement: StoredAgreement = {
        ...draft,
        id,
        secret,
        createdAt: at,
        updatedAt: at,
        status: 'created',
        reason: undefined,
      };
      agreements = [agreement, ...agreements].slice(0, MAX_AGREEMENTS);
      return agreement;
    },
    ownedBy: (clientId, customer, id) =>
      agreements.find(
        (agreement) => agreement.id === id && agreement.clientId === clientId && agreement.customer === customer,
      ),
    byReference: (clientId, customer, reference) =>
      agreements.filter(
        ({ input, ...agreement }) =>
          input.reference === reference && agreement.clientId === clientId && agreement.customer === customer,
      ),
    get: (id) => agreements.find((agreement) => agreement.id === id),
    bySecret: (secret) => agreements.find((agreement) => agreement.secret === secret),
    list: () => agreements,
    setStatus(agreement, status, reason) {
      if (!isOpen(agreement)) return false;
      update(agreement, status, reason);
      return true;
    },
    delete: (agreement) => update(agreement, 'deleted'),
    clear() {
      agreements = [];
    },
  };
}

const requiredText = (maxLength: number) => z.string().trim().min(1).max(maxLength);
const person = z.object({ name: requiredText(200), email: z.email() });

const fields = {
  templateId: requiredText(100),
  signer: person,
  cc: person.optional(),
  formData: z
    .array(z.object({ name: requiredText(100), value: z.string().max(2_000) }))
    .max(100)
    .optional(),
  notification: z.object({ isEnabled: z.boolean(), emails: z.array(z.email()).max(10) }).optional(),
  email: z.object({ subject: requiredText(200), message: requiredText(4_000) }).optional(),
  reference: requiredText(200).optional(),
};

export const agreementInput = z.object(fields);
type AgreementInput = z.infer<typeof agreementInput>;

/**
 * Request body that creates an agreement from a previous one. Missing fields get the values of the previous agreement.
 */
export const followUpInput = z
  .object(fields)
  .partial()
  .extend({ previousAgreementId: requiredText(200) });

interface Mail {
  readonly number: number;
  readonly to: string;
  readonly cc?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly link?: string | undefined;
  readonly at: Date;
}

/** One inbox for all recipients of the simulator's emails. */
export interface Mailbox {
  deliver(mail: Omit<Mail, 'number' | 'at'>): void;
  /** All emails, newest first. */
  list(): readonly Mail[];
  clear(): void;
}

const MAX_MAILS = 500;

export function createMailbox(now: () => Date): Mailbox {
  let mails: Mail[] = [];
  let number = 0;
  return {
    deliver(mail) {
      mails = [{ ...mail, number: ++number, at: now() }, ...mails].slice(0, MAX_MAILS);
    },
    list: () => mails,
    clear() {
      mails = [];
    },
  };
}
