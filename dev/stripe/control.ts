import type { Context } from './context.ts';
import type { Faults } from './faults.ts';
import { settleRefunds } from './refunds.ts';
import type { RequestLog } from './request-log.ts';
import type { Webhooks } from './webhooks.ts';

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Controlled {
  readonly context: Context;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly log: RequestLog;
}

type Fields = Readonly<Record<string, unknown>>;

function natural(fields: Fields, name: string, fallback: number): number {
  const value = fields[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : fallback;
}

function setPolicy({ webhooks }: Controlled, fields: Fields): ControlAnswer {
  if (typeof fields.url === 'string' || fields.url === null) webhooks.setUrl(fields.url === '' ? null : fields.url);
  if (fields.mode !== undefined && fields.mode !== 'deliver' && fields.mode !== 'hold')
    return { status: 400, body: { error: 'mode is deliver or hold' } };
  const { policy } = webhooks;
  if (fields.mode !== undefined) policy.mode = fields.mode;
  policy.duplicates = natural(fields, 'duplicates', policy.duplicates);
  policy.delayMs = natural(fields, 'delayMs', policy.delayMs);
  policy.retryMs = natural(fields, 'retryMs', policy.retryMs);
  policy.maxAttempts = natural(fields, 'maxAttempts', policy.maxAttempts);
  return { status: 200, body: { url: webhooks.url, ...policy } };
}

async function send({ context, webhooks }: Controlled, fields: Fields): Promise<ControlAnswer> {
  const { eventId, tamper } = fields;
  const event = typeof eventId === 'string' ? context.store.get('event', eventId) : undefined;
  if (!event) return { status: 404, body: { error: 'no such event' } };
  if (tamper !== undefined && tamper !== 'body' && tamper !== 'signature')
    return { status: 400, body: { error: 'tamper is body or signature' } };
  const answers = [];
  for (let time = 0; time < Math.max(1, natural(fields, 'times', 1)); time += 1)
    answers.push(await webhooks.send(event, { ageS: natural(fields, 'ageS', 0), tamper: tamper ?? null }));
  return { status: 200, body: { answers } };
}

async function waitUntilIdle({ webhooks }: Controlled, fields: Fields): Promise<ControlAnswer> {
  const untilMs = performance.now() + natural(fields, 'timeoutMs', 10_000);
  while (!webhooks.isIdle()) {
    if (performance.now() > untilMs) return { status: 504, body: { idle: false } };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { status: 200, body: { idle: true } };
}

/** The switches a developer or a test turns; README.md beside this file lists them. */
export async function answerControl(
  controlled: Controlled,
  method: string,
  path: string,
  fields: Fields,
): Promise<ControlAnswer> {
  const { context, webhooks, faults, log } = controlled;
  switch (`${method} ${path.replace(/\/$/, '')}`) {
    case 'GET /_control':
      return {
        status: 200,
        body: {
          webhooks: { url: webhooks.url, ...webhooks.policy },
          payments: context.store.all('payment_intent').length,
          refunds: context.store.all('refund').length,
          events: context.store.all('event').length,
        },
      };
    case 'POST /_control/webhooks':
      return setPolicy(controlled, fields);
    case 'GET /_control/webhooks':
      return {
        status: 200,
        body: { url: webhooks.url, ...webhooks.policy, deliveries: context.store.all('delivery') },
      };
    case 'POST /_control/webhooks/release':
      return {
        status: 200,
        body: { released: await webhooks.release(fields.order === 'reversed' ? 'reversed' : 'created') },
      };
    case 'POST /_control/webhooks/send':
      return send(controlled, fields);
    case 'POST /_control/webhooks/idle':
      return waitUntilIdle(controlled, fields);
    case 'POST /_control/faults':
      return faults.add(fields)
        ? { status: 200, body: { faults: faults.list() } }
        : { status: 400, body: { error: 'mode is status, cut_before, cut_after or delay' } };
    case 'DELETE /_control/faults':
      faults.clear();
      return { status: 200, body: { faults: [] } };
    case 'POST /_control/refunds/settle': {
      const settled = settleRefunds(context, Number.POSITIVE_INFINITY);
      context.store.flush();
      return { status: 200, body: { settled } };
    }
    case 'GET /_control/requests':
      return { status: 200, body: { requests: log.entries() } };
    case 'DELETE /_control/requests':
      log.clear();
      return { status: 200, body: { requests: [] } };
    case 'DELETE /_control/state':
      context.store.clear();
      webhooks.reset();
      faults.clear();
      log.clear();
      return { status: 200, body: {} };
    default:
      return { status: 404, body: { error: `no ${method} ${path}` } };
  }
}
