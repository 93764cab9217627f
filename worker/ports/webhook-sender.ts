/** A call to another system about something that happened here. */
export interface WebhookCall {
  readonly url: string;
  /** Known to both sides; proves who called. */
  readonly secret: string;
  readonly topic: string;
  /** Names the event: a repetition has the same, so the receiver can leave it out. */
  readonly webhookId: string;
  /** JSON. */
  readonly body: string;
}

/** Calls other systems. Rejects when the call was not answered with 2xx; send it again then. */
export interface WebhookSender {
  send(call: WebhookCall): Promise<void>;
}
