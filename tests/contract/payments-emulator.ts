import { type StripeEmulator, startStripeEmulator } from '../../dev/stripe/emulator.ts';

export const KEYS = {
  secretKey: 'sk_test_contract',
  publishableKey: 'pk_test_contract',
  webhookSecret: 'whsec_contract',
};

/** A call the emulator answered, as its log tells it. */
export interface LoggedCall {
  readonly method: string;
  readonly path: string;
  readonly params: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export interface EmulatorEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
}

/** An emulator of one test file's own, with its switches as functions. */
export class ControlledEmulator {
  readonly emulator: StripeEmulator;

  constructor(emulator: StripeEmulator) {
    this.emulator = emulator;
  }

  static async start(
    options: { webhookUrl?: string; stateFile?: string; clock?: { nowMs(): number } } = {},
  ): Promise<ControlledEmulator> {
    return new ControlledEmulator(await startStripeEmulator({ ...KEYS, ...options }));
  }

  get url(): string {
    return this.emulator.url;
  }

  /** Turns a switch under /_control; throws when the emulator does not know it. */
  async control(method: string, path: string, body: object = {}): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}/_control${path}`, {
      method,
      ...(method !== 'GET' && { body: JSON.stringify(body) }),
    });
    const answer: Record<string, unknown> = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async calls(): Promise<LoggedCall[]> {
    const { requests } = await this.control('GET', '/requests');
    return requests as LoggedCall[];
  }

  /** Calls the API as Stripe's own clients do. */
  async api(
    method: 'GET' | 'POST',
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
    const form = new URLSearchParams(fields);
    const response = await fetch(`${this.url}${path}${method === 'GET' && form.size > 0 ? `?${form}` : ''}`, {
      method,
      headers: { authorization: `Bearer ${KEYS.secretKey}`, ...headers },
      ...(method === 'POST' && { body: form }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Every event of the given types, newest first. */
  async events(type?: string): Promise<EmulatorEvent[]> {
    const { body } = await this.api('GET', '/v1/events', { limit: '100', ...(type !== undefined && { type }) });
    return body.data as EmulatorEvent[];
  }

  /** Presses a button of the authentication page; gives the address it leads to. */
  async authenticate(redirectUrl: string, passed: boolean): Promise<string> {
    const page = new URL(redirectUrl);
    const response = await fetch(`${page.origin}${page.pathname}/${passed ? 'complete' : 'fail'}`, {
      method: 'POST',
      body: new URLSearchParams({ key: page.searchParams.get('key') ?? '' }),
      redirect: 'manual',
    });
    return response.headers.get('location') ?? '';
  }

  close(): Promise<void> {
    return this.emulator.close();
  }
}
