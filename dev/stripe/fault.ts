/** Facts of an error in Stripe's API. Source: https://docs.stripe.com/api/errors */
export interface FaultFacts {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly code?: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
  readonly charge?: string;
  readonly advice_code?: string;
  readonly payment_intent?: object;
  readonly payment_method?: object;
}

/** An answer that is an error. `isExecuted`: the call did something, so its idempotency key keeps the answer. */
export class StripeFault extends Error {
  readonly status: number;
  readonly facts: FaultFacts;
  readonly isExecuted: boolean;

  constructor(status: number, facts: FaultFacts, isExecuted = false) {
    super(facts.message);
    this.status = status;
    this.facts = facts;
    this.isExecuted = isExecuted;
  }
}

/** A fault of the request: 400. */
export function invalid(message: string, param?: string, code?: string): StripeFault {
  return new StripeFault(400, {
    type: 'invalid_request_error',
    message,
    ...(param !== undefined && { param }),
    ...(code !== undefined && { code }),
  });
}

/** Something that does not exist: 404, or 400 when a field names it. */
export function missing(what: string, id: string, param: string, status = 404): StripeFault {
  return new StripeFault(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  });
}
