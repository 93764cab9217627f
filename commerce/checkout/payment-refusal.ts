import type { CompletionCode } from './purchase.ts';
import type { PaymentRefusal } from './settle.ts';

const BY_CODE: Readonly<Record<string, CompletionCode>> = {
  insufficient_funds: 'PAYMENT_INSUFFICIENT_FUNDS',
  card_velocity_exceeded: 'PAYMENT_INSUFFICIENT_FUNDS',
  call_issuer: 'PAYMENT_CALL_ISSUER',
  do_not_honor: 'PAYMENT_CALL_ISSUER',
  expired_card: 'PAYMENT_INVALID_CREDIT_CARD',
  incorrect_cvc: 'PAYMENT_INVALID_CREDIT_CARD',
  invalid_cvc: 'PAYMENT_INVALID_CREDIT_CARD',
  incorrect_number: 'PAYMENT_INVALID_CREDIT_CARD',
  invalid_number: 'PAYMENT_INVALID_CREDIT_CARD',
  invalid_expiry_month: 'PAYMENT_INVALID_CREDIT_CARD',
  invalid_expiry_year: 'PAYMENT_INVALID_CREDIT_CARD',
  processing_error: 'PAYMENT_TRANSIENT_ERROR',
  try_again_later: 'PAYMENT_TRANSIENT_ERROR',
  resource_missing: 'PAYMENT_INVALID_PAYMENT_METHOD',
};

/** The Storefront API's code for a provider's refusal: the issuer's own reason first, then the provider's, else a plain decline. */
export function paymentRefusal(refusal: {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
}): PaymentRefusal {
  const code = BY_CODE[refusal.declineCode ?? ''] ?? BY_CODE[refusal.code] ?? 'PAYMENT_CARD_DECLINED';
  return { code, message: refusal.message };
}
