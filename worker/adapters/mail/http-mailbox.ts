import type { MailSender } from '../../ports/mail.ts';

const TIMEOUT_MS = 10_000;

/** Hands mail to a service that takes `POST /send` with JSON and ignores a `messageId` it had before; the mailbox of `npm start` is one. */
export function httpMailbox(endpoint: string): MailSender {
  const url = new URL('/send', endpoint).href;
  return {
    async send(mail) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(mail),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`mail: ${mail.messageId} was answered with ${response.status}`);
    },
  };
}

/** Where no mail service is set up: says in the log which mail nobody got. */
export function noMailbox(log: (line: string) => void): MailSender {
  return {
    async send({ messageId, to }) {
      log(`mail: MAIL_ENDPOINT is not set; ${messageId} to ${to} was not sent`);
    },
  };
}
