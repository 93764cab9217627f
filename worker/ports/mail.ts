/** A mail to one person. */
export interface Mail {
  /** Names the mail: the same one is delivered once, however often it is sent. */
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends mail. Rejects when the mail could not be handed over; send it again then. */
export interface MailSender {
  send(mail: Mail): Promise<void>;
}
