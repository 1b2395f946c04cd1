import { randomBytes, randomUUID } from 'node:crypto';
import type { AgreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { AgreementInput } from './agreement-input.ts';
import type { LoaTemplate } from './loa-client.ts';
import type { Mailbox } from './mailbox.ts';

/** A letter as the stand-in knows it. */
export interface Letter {
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

export interface Agreements {
  add(made: Pick<Letter, 'clientId' | 'customer' | 'template' | 'input'>): Letter;
  /** An application sees what it made for this customer, and nothing else. */
  ownedBy(clientId: string, customer: string, id: string): Letter | undefined;
  byReference(clientId: string, customer: string, reference: string): Letter[];
  get(id: string): Letter | undefined;
  bySecret(secret: string): Letter | undefined;
  /** All, newest first. */
  list(): readonly Letter[];
  /** Puts a letter there and writes to whom its status is told. False when it is at its end. */
  move(letter: Letter, status: AgreementStatus, reason?: string): boolean;
  /** Deletes a letter that nobody signed or declined. */
  takeBack(letter: Letter): void;
  clear(): void;
}

/** Whether anything can still become of it. */
export const isOpen = ({ status }: Letter): boolean => status === 'created' || status === 'sent' || status === 'viewed';

const mostKept = 2_000;

/** Letters in memory; past `mostKept` the oldest go. */
export function createAgreements(now: () => Date, mailbox: Mailbox): Agreements {
  let letters: Letter[] = [];
  const tell = ({ input, template, status }: Letter): void => {
    if (!input.notification?.isEnabled) return;
    for (const to of input.notification.emails)
      mailbox.deliver({ to, subject: `${template.title}: ${status}`, text: `The letter is now: ${status}.` });
  };

  const put = (letter: Letter, status: AgreementStatus, reason?: string): void => {
    letter.status = status;
    letter.reason = reason;
    letter.updatedAt = now();
    tell(letter);
  };

  return {
    add(made) {
      const at = now();
      const id = randomUUID();
      const secret = randomBytes(24).toString('base64url');
      const letter: Letter = {
        ...made,
        id,
        secret,
        createdAt: at,
        updatedAt: at,
        status: 'created',
        reason: undefined,
      };
      letters = [letter, ...letters].slice(0, mostKept);
      return letter;
    },
    ownedBy: (clientId, customer, id) =>
      letters.find((letter) => letter.id === id && letter.clientId === clientId && letter.customer === customer),
    byReference: (clientId, customer, reference) =>
      letters.filter(
        ({ input, ...letter }) =>
          input.reference === reference && letter.clientId === clientId && letter.customer === customer,
      ),
    get: (id) => letters.find((letter) => letter.id === id),
    bySecret: (secret) => letters.find((letter) => letter.secret === secret),
    list: () => letters,
    move(letter, status, reason) {
      if (!isOpen(letter)) return false;
      put(letter, status, reason);
      return true;
    },
    takeBack: (letter) => put(letter, 'deleted'),
    clear() {
      letters = [];
    },
  };
}
