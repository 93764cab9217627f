import { createHash, timingSafeEqual } from 'node:crypto';
import { API_VERSION, type Context, newId, type Origin } from './context.ts';
import { createCustomer, customerFor, updateCustomer } from './customers.ts';
import { type FaultFacts, missing, StripeFault } from './fault.ts';
import { decodeForm, type FormGroup } from './form.ts';
import { expanded, listPage } from './lists.ts';
import type { PaymentIntent } from './objects.ts';
import { Params } from './params.ts';
import { cancelPaymentIntent, capturePaymentIntent } from './payment-ends.ts';
import { createPaymentIntent } from './payment-intents.ts';
import { attachPaymentMethod, createPaymentMethod, methodFor } from './payment-methods.ts';
import { confirmPaymentIntent, intentFor } from './payment-tries.ts';
import { createRefund, refundFor } from './refunds.ts';
import { ANSWERS_KEPT_MS } from './store.ts';

export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Decoded fields, for the request log. */
  readonly params: FormGroup;
}

export interface ApiKeys {
  readonly secretKey: string;
  readonly publishableKey: string;
}

interface Call {
  readonly context: Context;
  readonly origin: Origin;
  readonly params: Params;
  readonly id: string;
  readonly key: 'secret' | 'publishable';
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** A publishable key may call it. */
  readonly isPublic?: boolean;
  run(call: Call): object;
}

/** With a publishable key a payment is reached only by its client secret, and shows a part of itself. */
function reachIntent(call: Call): PaymentIntent {
  const intent = intentFor(call.context, call.id);
  if (call.key === 'secret') return intent;
  const secret = call.params.requiredText('client_secret');
  if (secret !== intent.client_secret) throw missing('payment_intent', call.id, 'intent');
  return intent;
}

function shownIntent(call: Call, intent: PaymentIntent): object {
  if (call.key === 'secret') return intent;
  const { metadata: _, customer: __, application: ___, latest_charge: ____, ...shown } = intent;
  return shown;
}

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    pattern: /^\/v1\/payment_methods$/,
    isPublic: true,
    run: (c) => createPaymentMethod(c.context, c.params),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/payment_methods$/,
    run: (c) =>
      listPage(c.params, '/v1/payment_methods', c.context.store.all('payment_method'), {
        customer: (m) => m.customer,
        type: (m) => m.type,
      }),
  },
  { method: 'GET', pattern: /^\/v1\/payment_methods\/([^/]+)$/, run: (c) => methodFor(c.context, c.id) },
  {
    method: 'POST',
    pattern: /^\/v1\/payment_methods\/([^/]+)\/attach$/,
    run: (c) => attachPaymentMethod(c.context, c.id, c.params),
  },
  {
    method: 'POST',
    pattern: /^\/v1\/payment_intents$/,
    run: (c) => createPaymentIntent(c.context, c.origin, c.params),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/payment_intents$/,
    run: (c) =>
      listPage(c.params, '/v1/payment_intents', c.context.store.all('payment_intent'), { customer: (i) => i.customer }),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/payment_intents\/([^/]+)$/,
    isPublic: true,
    run: (c) => {
      c.params.only(['client_secret', 'expand', 'key']);
      return shownIntent(c, reachIntent(c));
    },
  },
  {
    method: 'POST',
    pattern: /^\/v1\/payment_intents\/([^/]+)\/confirm$/,
    isPublic: true,
    run: (c) => {
      reachIntent(c);
      return shownIntent(c, confirmPaymentIntent(c.context, c.origin, c.id, c.params));
    },
  },
  {
    method: 'POST',
    pattern: /^\/v1\/payment_intents\/([^/]+)\/capture$/,
    run: (c) => capturePaymentIntent(c.context, c.origin, c.id, c.params),
  },
  {
    method: 'POST',
    pattern: /^\/v1\/payment_intents\/([^/]+)\/cancel$/,
    run: (c) => cancelPaymentIntent(c.context, c.origin, c.id, c.params),
  },
  { method: 'POST', pattern: /^\/v1\/refunds$/, run: (c) => createRefund(c.context, c.origin, c.params) },
  {
    method: 'GET',
    pattern: /^\/v1\/refunds$/,
    run: (c) =>
      listPage(c.params, '/v1/refunds', c.context.store.all('refund'), {
        charge: (r) => r.charge,
        payment_intent: (r) => r.payment_intent,
      }),
  },
  { method: 'GET', pattern: /^\/v1\/refunds\/([^/]+)$/, run: (c) => refundFor(c.context, c.id) },
  {
    method: 'GET',
    pattern: /^\/v1\/charges$/,
    run: (c) =>
      listPage(c.params, '/v1/charges', c.context.store.all('charge'), {
        customer: (x) => x.customer,
        payment_intent: (x) => x.payment_intent,
      }),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/charges\/([^/]+)$/,
    run: (c) => {
      const charge = c.context.store.get('charge', c.id);
      if (!charge) throw missing('charge', c.id, 'id');
      return charge;
    },
  },
  { method: 'POST', pattern: /^\/v1\/customers$/, run: (c) => createCustomer(c.context, c.origin, c.params) },
  {
    method: 'GET',
    pattern: /^\/v1\/customers$/,
    run: (c) => listPage(c.params, '/v1/customers', c.context.store.all('customer'), { email: (x) => x.email }),
  },
  { method: 'GET', pattern: /^\/v1\/customers\/([^/]+)$/, run: (c) => customerFor(c.context, c.id) },
  {
    method: 'POST',
    pattern: /^\/v1\/customers\/([^/]+)$/,
    run: (c) => updateCustomer(c.context, c.origin, c.id, c.params),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/events$/,
    run: (c) => listPage(c.params, '/v1/events', c.context.store.all('event'), { type: (e) => e.type }),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/events\/([^/]+)$/,
    run: (c) => {
      const event = c.context.store.get('event', c.id);
      if (!event) throw missing('event', c.id, 'id');
      return event;
    },
  },
];

function header(request: ApiRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

/** The key a request shows: as a bearer token, as the user name of basic authentication, or as the field `key` of a browser's form. */
function shownKey(request: ApiRequest, params: FormGroup): string | null {
  const authorization = header(request, 'authorization');
  const [scheme = '', credentials = ''] = (authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer' && credentials !== '') return credentials;
  if (scheme.toLowerCase() === 'basic')
    return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? null;
  return typeof params.key === 'string' ? params.key : null;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest()];
  return timingSafeEqual(left, right);
}

function authenticate(request: ApiRequest, params: FormGroup, keys: ApiKeys): 'secret' | 'publishable' {
  const key = shownKey(request, params);
  if (key === null)
    throw new StripeFault(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  if (isSame(key, keys.secretKey)) return 'secret';
  if (isSame(key, keys.publishableKey)) return 'publishable';
  throw new StripeFault(401, {
    type: 'invalid_request_error',
    message: `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(20, key.length - 12)))}${key.slice(-4)}`,
  });
}

function errorBody(facts: FaultFacts, requestId: string): string {
  return JSON.stringify(
    {
      error: {
        ...facts,
        ...(facts.code !== undefined && {
          doc_url: `https://docs.stripe.com/error-codes#${facts.code.replaceAll('_', '-')}`,
        }),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      },
    },
    null,
    2,
  );
}

const executing = new WeakMap<Context, Set<string>>();

/** Keys being executed right now, while a slow call has not been answered. */
export function keysUnderWay(context: Context): Set<string> {
  const known = executing.get(context) ?? new Set<string>();
  executing.set(context, known);
  return known;
}

function run(context: Context, keys: ApiKeys, request: ApiRequest, params: FormGroup, origin: Origin): object {
  const key = authenticate(request, params, keys);
  const route = ROUTES.find((one) => one.method === request.method && one.pattern.test(request.path));
  if (!route)
    throw new StripeFault(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${request.method}: ${request.path}).`,
    });
  if (key === 'publishable' && route.isPublic !== true)
    throw new StripeFault(401, {
      type: 'invalid_request_error',
      code: 'secret_key_required',
      message: 'This API call cannot be made with a publishable API key. Please use a secret API key.',
    });
  const id = decodeURIComponent(route.pattern.exec(request.path)?.[1] ?? '');
  const fields = new Params(params);
  const answer = route.run({ context, origin, params: fields, id, key });
  return expanded(context, answer, fields.texts('expand'));
}

function fingerprintOf(request: ApiRequest): string {
  const sorted = [...new URLSearchParams(request.body)].map((pair) => pair.map(encodeURIComponent).join('=')).sort();
  return createHash('sha256')
    .update(`${request.method} ${request.path} ${sorted.join('&')}`)
    .digest('hex');
}

/**
 * Answers one call of the API. A POST with an idempotency key is executed once: the same fields get the stored answer for 24 hours, others a fault. Calls
 * refused before they did anything are not stored. Source: https://docs.stripe.com/api/idempotent_requests
 */
export function answerApi(context: Context, keys: ApiKeys, request: ApiRequest): ApiAnswer {
  const params = decodeForm(request.method === 'POST' ? request.body : request.query);
  const requestId = newId('req', 14);
  const key = request.method === 'POST' ? header(request, 'idempotency-key') : null;
  const base = {
    'content-type': 'application/json',
    'request-id': requestId,
    'stripe-version': header(request, 'stripe-version') ?? API_VERSION,
    ...(key !== null && { 'idempotency-key': key }),
  };
  const fail = (fault: StripeFault): ApiAnswer => ({
    status: fault.status,
    headers: base,
    body: errorBody(fault.facts, requestId),
    params,
  });
  if (key !== null && key.length > 255)
    return fail(
      new StripeFault(400, { type: 'invalid_request_error', message: 'Idempotency keys have at most 255 characters.' }),
    );
  const fingerprint = fingerprintOf(request);
  const kept = key === null ? undefined : context.store.get('kept_answer', key);
  if (key !== null && keysUnderWay(context).has(key))
    return fail(
      new StripeFault(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key: ${key}.`,
      }),
    );
  if (kept && context.nowMs() - kept.keptAtMs < ANSWERS_KEPT_MS) {
    if (kept.fingerprint !== fingerprint)
      return fail(
        new StripeFault(400, {
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        }),
      );
    return {
      status: kept.status,
      headers: { ...base, 'idempotent-replayed': 'true', 'original-request': kept.requestId },
      body: kept.body,
      params,
    };
  }
  const keep = (status: number, body: string): void => {
    if (key !== null)
      context.store.put('kept_answer', { id: key, fingerprint, status, body, requestId, keptAtMs: context.nowMs() });
  };
  try {
    const answer = run(context, keys, request, params, { requestId, idempotencyKey: key });
    const body = JSON.stringify(answer);
    keep(200, body);
    return { status: 200, headers: base, body, params };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    const answer = fail(error);
    if (error.isExecuted) keep(answer.status, answer.body);
    return answer;
  } finally {
    context.store.flush();
  }
}
