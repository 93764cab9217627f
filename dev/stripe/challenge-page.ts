import type { Context } from './context.ts';
import type { PaymentIntent } from './objects.ts';
import { finishChallenge } from './payment-tries.ts';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STYLE = `
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{display:grid;min-height:100vh;margin:0;place-items:center;background:Canvas;color:CanvasText}
main{width:min(24rem,90vw)}
h1{font-size:1.25rem;margin:0 0 .5rem}
p{margin:0 0 1rem}
form{display:flex;gap:.75rem;flex-wrap:wrap}
button{font:inherit;padding:.6rem 1.1rem;border:1px solid currentColor;border-radius:.4rem;background:transparent;color:inherit;cursor:pointer}
button.main{background:CanvasText;color:Canvas;border-color:CanvasText}
button:focus-visible{outline:3px solid Highlight;outline-offset:2px}
`;

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(status: number, title: string, content: string, script = ''): PageAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${content}</main>${script}</body></html>`,
  };
}

function amountOf(intent: PaymentIntent): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: intent.currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(intent.amount / 10 ** digits);
}

/** Where the shopper goes after the page: the return address with what Stripe adds to it. */
function returnAddress(returnUrl: string, intent: PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set('source_type', 'card');
  url.searchParams.set('redirect_status', intent.status === 'requires_payment_method' ? 'failed' : 'succeeded');
  return url.href;
}

function leave(context: Context, intent: PaymentIntent, inline: boolean): PageAnswer {
  const returnUrl = context.store.get('challenge', intent.id)?.returnUrl ?? null;
  if (!inline && returnUrl !== null)
    return {
      status: 303,
      headers: { location: returnAddress(returnUrl, intent), 'cache-control': 'no-store' },
      body: '',
    };
  return page(
    200,
    'Done',
    '<h1>Done</h1><p>You can close this page.</p>',
    `<script>window.parent.postMessage({kind:'challenge'},'*')</script>`,
  );
}

/**
 * The bank's page: Complete and Fail lead back to the shop. Works without scripts. GET shows it; POST to .../complete and .../fail decides.
 * Faults in order: unknown payment or wrong key (404).
 */
export function challengePage(context: Context, method: string, path: string, fields: URLSearchParams): PageAnswer {
  const [, id = '', act] = /^\/3ds\/([^/]+)(?:\/(complete|fail))?$/.exec(path) ?? [];
  const intent = context.store.get('payment_intent', id);
  const inline = fields.get('inline') === '1';
  if (!intent || fields.get('key') !== intent.client_secret)
    return page(404, 'Not found', '<h1>Not found</h1><p>There is no such payment to authenticate.</p>');
  if (method === 'POST' && act !== undefined)
    return leave(context, finishChallenge(context, intent, act === 'complete'), inline);
  if (intent.status !== 'requires_action') return leave(context, intent, inline);
  const hidden = `<input type="hidden" name="key" value="${escapeHtml(intent.client_secret)}">${inline ? '<input type="hidden" name="inline" value="1">' : ''}`;
  return page(
    200,
    'Card authentication (test)',
    `<h1>Is this you?</h1><p>Your bank asks you to confirm a test payment of <strong>${escapeHtml(amountOf(intent))}</strong>. No money moves.</p>
<form method="post" action="/3ds/${escapeHtml(intent.id)}/complete">${hidden}<button class="main">Complete</button><button formaction="/3ds/${escapeHtml(intent.id)}/fail">Fail</button></form>`,
  );
}
