import { amountText } from './format.ts';
import { type AdminAnswer, type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import { type AdminOrder, CANCEL_MUTATION, READY_MUTATION, REFUND_MUTATION, SHIP_MUTATION } from './order.ts';

/** What an act on an order led to: a sentence for the next page, or what was wrong. */
export type ActResult =
  | { readonly ok: true; readonly done: string }
  | { readonly ok: false; readonly problems: readonly string[] };

type Payload<Name extends string, Data = unknown> = {
  readonly [K in Name]: (Data & { readonly userErrors: readonly UserError[] }) | null;
};

function outcome<Name extends string, Data>(
  answer: AdminAnswer<Payload<Name, Data>>,
  name: Name,
  done: (data: Data) => string,
): ActResult {
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const payload = answer.data[name];
  if (!payload) return { ok: false, problems: ['The shop gave no answer.'] };
  return payload.userErrors.length > 0
    ? { ok: false, problems: sentences(payload.userErrors) }
    : { ok: true, done: done(payload) };
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

const wholeNumber = (form: FormData, name: string): number => {
  const value = text(form, name);
  return /^\d{1,9}$/.test(value) ? Number(value) : value === '' ? 0 : Number.NaN;
};

/** Runs the act a form of the order page asks for; the form's key makes a double click one act. */
export async function actOnOrder(page: AdminPageContext, order: AdminOrder, form: FormData): Promise<ActResult> {
  const key = text(form, 'key') || undefined;
  switch (text(form, 'act')) {
    case 'ship':
      return ship(page, form, key);
    case 'ready': {
      const input = { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: text(form, 'fulfillmentOrder') }] };
      return outcome(
        await askAdmin<Payload<'fulfillmentOrderLineItemsPreparedForPickup'>>(page, READY_MUTATION, { input }, key),
        'fulfillmentOrderLineItemsPreparedForPickup',
        () => 'The shopper is told that it lies ready.',
      );
    }
    case 'refund':
      return refund(page, order, form, key);
    case 'cancel': {
      const variables = {
        orderId: order.id,
        reason: text(form, 'reason') || 'OTHER',
        refund: form.get('refund') === 'on',
      };
      return outcome(
        await askAdmin<Payload<'orderCancel'>>(page, CANCEL_MUTATION, variables, key),
        'orderCancel',
        () => 'The order is cancelled; its units are sellable again.',
      );
    }
    default:
      return { ok: false, problems: ['The form did not say what to do.'] };
  }
}

async function ship(page: AdminPageContext, form: FormData, key: string | undefined): Promise<ActResult> {
  const items = [...form.keys()]
    .filter((name) => name.startsWith('ship:'))
    .map((name) => ({ id: name.slice('ship:'.length), quantity: wholeNumber(form, name) }));
  if (items.some((item) => Number.isNaN(item.quantity)))
    return { ok: false, problems: ['Quantities are whole numbers.'] };
  const chosen = items.filter((item) => item.quantity > 0);
  if (chosen.length === 0) return { ok: false, problems: ['Choose at least one unit to ship.'] };
  const fulfillment = {
    lineItemsByFulfillmentOrder: [
      { fulfillmentOrderId: text(form, 'fulfillmentOrder'), fulfillmentOrderLineItems: chosen },
    ],
    trackingInfo: {
      company: text(form, 'company') || null,
      number: text(form, 'number') || null,
      url: text(form, 'url') || null,
    },
    notifyCustomer: form.get('notify') === 'on',
  };
  return outcome(
    await askAdmin<Payload<'fulfillmentCreate'>>(page, SHIP_MUTATION, { fulfillment }, key),
    'fulfillmentCreate',
    () => 'Shipment recorded.',
  );
}

async function refund(
  page: AdminPageContext,
  order: AdminOrder,
  form: FormData,
  key: string | undefined,
): Promise<ActResult> {
  const restock = form.get('restock') === 'on';
  const lines = order.lineItems.nodes.map((line) => ({
    lineItemId: line.id,
    quantity: wholeNumber(form, `refund:${line.id}`),
    restockType: restock ? 'RETURN' : 'NO_RESTOCK',
  }));
  if (lines.some((line) => Number.isNaN(line.quantity)))
    return { ok: false, problems: ['Quantities are whole numbers.'] };
  const amount = text(form, 'amount');
  const shipping = text(form, 'shipping');
  const input = {
    orderId: order.id,
    note: text(form, 'note') || null,
    refundLineItems: lines.filter((line) => line.quantity > 0),
    ...(shipping ? { shipping: { amount: shipping } } : {}),
    ...(amount ? { transactions: [{ amount }] } : {}),
  };
  interface Paid {
    readonly refund: {
      readonly status: string;
      readonly totalRefundedSet: {
        readonly presentmentMoney: { readonly amount: string; readonly currencyCode: string };
      };
    } | null;
  }
  return outcome(
    await askAdmin<Payload<'refundCreate', Paid>>(page, REFUND_MUTATION, { input }, key),
    'refundCreate',
    (paid) =>
      paid.refund
        ? `${amountText(paid.refund.totalRefundedSet.presentmentMoney)} ${paid.refund.status === 'SUCCEEDED' ? 'paid back' : 'will be paid back as soon as the payment provider answers'}.`
        : 'Refund recorded.',
  );
}
