import type { RecordedAddress } from '../../../ports/orders.ts';
import { numberFromGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { MailingAddressInput } from '../cart/inputs.ts';
import { countryCodeOf } from '../common/mailing-address.ts';
import type { ShopContext } from '../context.ts';
import { addressRecord, customerByToken } from './customer-type.ts';
import { type Changed, payloadOf, refusedAt, refusedBy } from './payloads.ts';

/** Addresses one account keeps. */
const MOST_ADDRESSES = 50;
/** Characters of one field. */
const LONGEST = 255;

type Input = typeof MailingAddressInput.$inferInput;

/** An address as it is kept, or the first thing that is wrong with it. In order: a field too long, then address1, city and country that are missing. */
function recordedAddress(input: Input): { readonly address: RecordedAddress } | { readonly refused: Changed } {
  const blank = (name: string, message: string) => ({ refused: refusedAt('BLANK', ['address', name], message) });
  for (const [name, value] of Object.entries(input))
    if (typeof value === 'string' && value.length > LONGEST)
      return { refused: refusedAt('TOO_LONG', ['address', name], `${name} has at most ${LONGEST} characters.`) };
  const text = (value: string | null | undefined) => value?.trim() || undefined;
  const [address1, city] = [text(input.address1), text(input.city)];
  const countryCode = input.country ? countryCodeOf(input.country) : null;
  if (address1 === undefined) return blank('address1', 'Address1 can’t be blank.');
  if (city === undefined) return blank('city', 'City can’t be blank.');
  if (countryCode === null)
    return { refused: refusedAt('INVALID', ['address', 'country'], 'Country is not a code or English name of one.') };
  return {
    address: {
      firstName: text(input.firstName),
      lastName: text(input.lastName),
      company: text(input.company),
      address1,
      address2: text(input.address2),
      city,
      provinceCode: text(input.province),
      zip: text(input.zip),
      countryCode,
      phone: text(input.phone),
    },
  };
}

const CreatePayload = payloadOf('CustomerAddressCreatePayload', ['address']);
const UpdatePayload = payloadOf('CustomerAddressUpdatePayload', ['address']);
const DeletePayload = payloadOf('CustomerAddressDeletePayload', ['deletedAddress']);
const DefaultPayload = payloadOf('CustomerDefaultAddressUpdatePayload', ['customer']);

const unknown = (field: string): Changed => refusedAt('NOT_FOUND', [field], 'There is no such address.');

async function create(ctx: ShopContext, token: string, input: Input): Promise<Changed> {
  const customer = await customerByToken(token, ctx);
  if (!customer) return refusedBy('token', []);
  const read = recordedAddress(input);
  if ('refused' in read) return read.refused;
  const id = await ctx.deps.customers.addAddress(customer.id, read.address, MOST_ADDRESSES);
  if (id === null) return refusedAt('INVALID', ['address'], `An account keeps at most ${MOST_ADDRESSES} addresses.`);
  return { address: addressRecord({ id, isDefault: false, address: read.address }), problems: [] };
}

async function update(ctx: ShopContext, token: string, gid: string, input: Input): Promise<Changed> {
  const customer = await customerByToken(token, ctx);
  if (!customer) return refusedBy('token', []);
  const read = recordedAddress(input);
  if ('refused' in read) return read.refused;
  const id = numberFromGid('MailingAddress', gid);
  if (id === null || !(await ctx.deps.customers.changeAddress(customer.id, id, read.address))) return unknown('id');
  return { address: addressRecord({ id, isDefault: false, address: read.address }), problems: [] };
}

builder.mutationFields((t) => {
  const customerAccessToken = t.arg.string({ required: true });
  return {
    customerAddressCreate: t.field({
      type: CreatePayload,
      nullable: true,
      description: 'Keeps an address; the first is the default.',
      args: { customerAccessToken, address: t.arg({ type: MailingAddressInput, required: true }) },
      resolve: (_root, args, ctx) => create(ctx, args.customerAccessToken, args.address),
    }),
    customerAddressUpdate: t.field({
      type: UpdatePayload,
      nullable: true,
      description: 'Puts an address in the place of a kept one.',
      args: {
        customerAccessToken,
        id: t.arg.id({ required: true }),
        address: t.arg({ type: MailingAddressInput, required: true }),
      },
      resolve: (_root, args, ctx) => update(ctx, args.customerAccessToken, String(args.id), args.address),
    }),
    customerAddressDelete: t.field({
      type: DeletePayload,
      nullable: true,
      description: 'Forgets an address.',
      args: { customerAccessToken, id: t.arg.id({ required: true }) },
      resolve: async (_root, args, ctx) => {
        const customer = await customerByToken(args.customerAccessToken, ctx);
        if (!customer) return refusedBy('token', []);
        const id = numberFromGid('MailingAddress', String(args.id));
        if (id === null || !(await ctx.deps.customers.removeAddress(customer.id, id))) return unknown('id');
        return { deletedId: String(args.id), problems: [] };
      },
    }),
    customerDefaultAddressUpdate: t.field({
      type: DefaultPayload,
      nullable: true,
      description: 'Makes an address the default.',
      args: { customerAccessToken, addressId: t.arg.id({ required: true }) },
      resolve: async (_root, args, ctx) => {
        const customer = await customerByToken(args.customerAccessToken, ctx);
        if (!customer) return refusedBy('token', []);
        const id = numberFromGid('MailingAddress', String(args.addressId));
        if (id === null || !(await ctx.deps.customers.makeDefault(customer.id, id))) return unknown('addressId');
        return { customer, problems: [] };
      },
    }),
  };
});
