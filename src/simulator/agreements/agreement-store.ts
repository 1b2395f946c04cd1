import { randomBytes, randomUUID } from 'node:crypto';
import type { AgreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { AgreementInput } from './agreement-input.ts';
import type { LoaTemplate } from './loa-applications.ts';
import type { Mailbox } from './mailbox.ts';

/** A letter as the simulator knows it. */
export interface StoredAgreement {
  readonly id: string;
  readonly clientId: string;
  /** On whose behalf it was made. */
  readonly customer: string;
  readonly template: LoaTemplate;
  readonly input: AgreementInput;
  /** The way in from the mail. */
  readonly secret: string;
  readonly createdAt: Date;
  status: AgreementStatus;
  reason: string | undefined;
  updatedAt: Date;
}

export interface AgreementStore {
  add(draft: Pick<StoredAgreement, 'clientId' | 'customer' | 'template' | 'input'>): StoredAgreement;
  /** An application sees what it made for this customer, and nothing else. */
  ownedBy(clientId: string, customer: string, id: string): StoredAgreement | undefined;
  byReference(clientId: string, customer: string, reference: string): StoredAgreement[];
  get(id: string): StoredAgreement | undefined;
  bySecret(secret: string): StoredAgreement | undefined;
  /** All, newest first. */
  list(): readonly StoredAgreement[];
  /** Puts a letter there and writes to whom its status is told. False when it is at its end. */
  setStatus(agreement: StoredAgreement, status: AgreementStatus, reason?: string): boolean;
  /** Deletes a letter that nobody signed or declined. */
  delete(agreement: StoredAgreement): void;
  clear(): void;
}

/** Whether anything can still become of it. */
export const isOpen = ({ status }: StoredAgreement): boolean =>
  status === 'created' || status === 'sent' || status === 'viewed';

const MAX_AGREEMENTS = 2_000;

/** Letters in memory; past `mostKept` the oldest go. */
export function createAgreementStore(now: () => Date, mailbox: Mailbox): AgreementStore {
  let agreements: StoredAgreement[] = [];
  const notify = ({ input, template, status }: StoredAgreement): void => {
    if (!input.notification?.isEnabled) return;
    for (const to of input.notification.emails)
      mailbox.deliver({ to, subject: `${template.title}: ${status}`, text: `The letter is now: ${status}.` });
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
