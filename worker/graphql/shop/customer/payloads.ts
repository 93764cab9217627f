import type { AccountRefusal, GivenToken } from '../../../services/customer-accounts.ts';
import { builder } from '../builder.ts';
import { MailingAddress, type MailingAddressRecord } from '../common/mailing-address.ts';
import { DisplayableError } from '../common/user-error.ts';
import { Customer, type CustomerRecord } from './customer-type.ts';

const CODES = [
  'ALREADY_ENABLED',
  'BAD_DOMAIN',
  'BLANK',
  'CONTAINS_HTML_TAGS',
  'CONTAINS_URL',
  'CUSTOMER_DISABLED',
  'INVALID',
  'INVALID_MULTIPASS_REQUEST',
  'NOT_FOUND',
  'PASSWORD_STARTS_OR_ENDS_WITH_WHITESPACE',
  'TAKEN',
  'TOKEN_INVALID',
  'TOO_LONG',
  'TOO_SHORT',
  'UNIDENTIFIED_CUSTOMER',
] as const;
const CustomerErrorCode = builder.enumType('CustomerErrorCode', {
  description: 'Why a change of a customer was refused.',
  values: CODES,
});

/** Why a change of a customer was refused. */
export interface CustomerProblem {
  readonly code: (typeof CODES)[number] | null;
  readonly field: readonly string[] | null;
  readonly message: string;
}
const CustomerUserError = builder.objectRef<CustomerProblem>('CustomerUserError').implement({
  description: 'Why a change of a customer was refused.',
  interfaces: [DisplayableError],
  fields: (t) => ({
    code: t.field({ type: CustomerErrorCode, nullable: true, resolve: ({ code }) => code }),
  }),
});

const UserError = builder.objectRef<CustomerProblem>('UserError').implement({
  description: 'Why a change was refused, without a code.',
  interfaces: [DisplayableError],
});

const CustomerAccessToken = builder.objectRef<GivenToken>('CustomerAccessToken').implement({
  description: 'What signs a customer in. Only its hash is kept.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken'),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ expiresAtMs }) => new Date(expiresAtMs) }),
  }),
});

/** What a change of a customer answers; each payload type shows a part of it. */
export interface Changed {
  readonly customer?: CustomerRecord | null;
  readonly token?: GivenToken | null;
  readonly address?: MailingAddressRecord | null;
  readonly deletedId?: string | null;
  readonly problems: readonly CustomerProblem[];
}

const REFUSALS = {
  email: ['INVALID', 'email', 'Email is invalid.'],
  too_short: ['TOO_SHORT', 'password', 'Password is too short (minimum is 8 characters).'],
  too_long: ['TOO_LONG', 'password', 'Password is too long (maximum is 256 characters).'],
  whitespace: ['PASSWORD_STARTS_OR_ENDS_WITH_WHITESPACE', 'password', 'Password must not begin or end with spaces.'],
  common: ['INVALID', 'password', 'Password is one of the most common; choose another one.'],
  too_often: [null, null, 'Too many attempts; try again in a minute.'],
  taken: ['TAKEN', 'email', 'Email has already been taken.'],
  unidentified: ['UNIDENTIFIED_CUSTOMER', null, 'Unidentified customer.'],
  token: ['TOKEN_INVALID', null, 'The link or token is not valid any more.'],
} as const satisfies Record<AccountRefusal, readonly [CustomerProblem['code'], string | null, string]>;

/** A refusal in the API's words; `at` is the input argument its fields are in. */
export function refusedBy(reason: AccountRefusal, at: readonly string[]): Changed {
  const [code, field, message] = REFUSALS[reason];
  return { problems: [{ code, message, field: field === null ? null : [...at, field] }] };
}

/** Refused, as the customer or the address was not found. */
export const refusedAt = (code: CustomerProblem['code'], field: readonly string[], message: string): Changed => ({
  problems: [{ code, field, message }],
});

type Part = 'customer' | 'token' | 'address' | 'deletedAddress' | 'deletedToken';

/** Declares a payload type with some parts of what is answered. */
export function payloadOf(name: string, parts: readonly Part[]) {
  return builder.objectRef<Changed>(name).implement({
    description: 'What was changed, or why it was refused.',
    fields: (t) => ({
      ...(parts.includes('customer') && {
        customer: t.field({ type: Customer, nullable: true, resolve: ({ customer }) => customer ?? null }),
      }),
      ...(parts.includes('token') && {
        customerAccessToken: t.field({
          type: CustomerAccessToken,
          nullable: true,
          resolve: ({ token }) => token ?? null,
        }),
      }),
      ...(parts.includes('address') && {
        customerAddress: t.field({ type: MailingAddress, nullable: true, resolve: ({ address }) => address ?? null }),
      }),
      ...(parts.includes('deletedAddress') && {
        deletedCustomerAddressId: t.string({ nullable: true, resolve: ({ deletedId }) => deletedId ?? null }),
      }),
      ...(parts.includes('deletedToken') && {
        deletedAccessToken: t.string({ nullable: true, resolve: ({ deletedId }) => deletedId ?? null }),
        deletedCustomerAccessTokenId: t.string({ nullable: true, resolve: ({ deletedId }) => deletedId ?? null }),
      }),
      ...(parts.includes('deletedToken')
        ? { userErrors: t.field({ type: [UserError], resolve: ({ problems }) => [...problems] }) }
        : {
            customerUserErrors: t.field({ type: [CustomerUserError], resolve: ({ problems }) => [...problems] }),
            userErrors: t.field({
              type: [UserError],
              deprecationReason: 'Use `customerUserErrors` instead.',
              resolve: ({ problems }) => [...problems],
            }),
          }),
    }),
  });
}
