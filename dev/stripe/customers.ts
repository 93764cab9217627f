import { type Context, emit, newId, nowS, type Origin } from './context.ts';
import { missing } from './fault.ts';
import type { Customer } from './objects.ts';
import type { Params } from './params.ts';

const FIELDS = ['description', 'email', 'expand', 'metadata', 'name', 'phone'];

/** Makes a customer. */
export function createCustomer(context: Context, origin: Origin, params: Params): Customer {
  params.only(FIELDS);
  const customer: Customer = {
    id: newId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: nowS(context),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.text('description'),
    discount: null,
    email: params.text('email'),
    invoice_prefix: newId('x', 8).slice(2).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: params.metadata(),
    name: params.text('name'),
    next_invoice_sequence: 1,
    phone: params.text('phone'),
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  context.store.put('customer', customer);
  emit(context, origin, 'customer.created', customer);
  return customer;
}

/** The customer with an id. Fault: 404 unknown. */
export function customerFor(context: Context, id: string): Customer {
  const customer = context.store.get('customer', id);
  if (!customer) throw missing('customer', id, 'id');
  return customer;
}

/** Changes the given fields of a customer. */
export function updateCustomer(context: Context, origin: Origin, id: string, params: Params): Customer {
  params.only(FIELDS);
  const before = customerFor(context, id);
  const changed: Customer = {
    ...before,
    metadata: { ...before.metadata, ...params.metadata() },
    ...(params.has('description') && { description: params.text('description') }),
    ...(params.has('email') && { email: params.text('email') }),
    ...(params.has('name') && { name: params.text('name') }),
    ...(params.has('phone') && { phone: params.text('phone') }),
  };
  context.store.put('customer', changed);
  emit(context, origin, 'customer.updated', changed);
  return changed;
}
