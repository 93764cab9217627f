/** What a test card does when it is charged. */
export type Behaviour =
  | { readonly kind: 'pay'; readonly refund?: 'pending' | 'fails' }
  | { readonly kind: 'decline'; readonly code: string; readonly declineCode?: string; readonly message: string }
  | { readonly kind: 'authenticate'; readonly afterwards: 'pay' | 'decline' };

export interface TestCard {
  readonly number: string;
  readonly brand: string;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly country: string;
  readonly behaviour: Behaviour;
  /** Names such as pm_card_visa that stand for the card in API calls. */
  readonly names: readonly string[];
  /** What the bank says of the CVC. */
  readonly cvcCheck?: 'fail';
}

const pays: Behaviour = { kind: 'pay' };

function declines(declineCode: string, message = 'Your card was declined.'): Behaviour {
  return { kind: 'decline', code: 'card_declined', declineCode, message };
}

function card(number: string, names: string, behaviour: Behaviour = pays, facts: Partial<TestCard> = {}): TestCard {
  return {
    number,
    names: names.split(' ').filter(Boolean),
    behaviour,
    brand: brandOf(number),
    funding: 'credit',
    country: 'US',
    ...facts,
  };
}

/** Brand of a card number by its first digits; `unknown` for others. Digits only. */
export function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  if (/^(62|81)/.test(number)) return 'unionpay';
  if (/^(6011|64|65|60)/.test(number)) return 'discover';
  if (/^35/.test(number)) return 'jcb';
  if (/^3[068]/.test(number)) return 'diners';
  return 'unknown';
}

/** Stripe's test cards. Source: https://docs.stripe.com/testing */
export const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', 'pm_card_visa pm_card_us'),
  card('4000056655665556', 'pm_card_visa_debit', pays, { funding: 'debit' }),
  card('5555555555554444', 'pm_card_mastercard'),
  card('2223003122003222', ''),
  card('5200828282828210', 'pm_card_mastercard_debit', pays, { funding: 'debit' }),
  card('5105105105105100', 'pm_card_mastercard_prepaid', pays, { funding: 'prepaid' }),
  card('378282246310005', 'pm_card_amex'),
  card('371449635398431', ''),
  card('6011111111111117', 'pm_card_discover'),
  card('3056930009020004', 'pm_card_diners'),
  card('3566002020360505', 'pm_card_jcb'),
  card('6200000000000005', 'pm_card_unionpay'),
  card('4000000400000008', 'pm_card_at', pays, { country: 'AT' }),
  card('4000002500000003', 'pm_card_fr', pays, { country: 'FR' }),
  card('4000002760000016', 'pm_card_de', pays, { country: 'DE' }),
  card('4000005280000002', 'pm_card_nl', pays, { country: 'NL' }),
  card('4000008260000000', 'pm_card_gb', pays, { country: 'GB' }),
  card('4000003920000003', 'pm_card_jp', pays, { country: 'JP' }),
  card('4000000000000002', 'pm_card_visa_chargeDeclined pm_card_chargeDeclined', declines('generic_decline')),
  card(
    '4000000000009995',
    'pm_card_visa_chargeDeclinedInsufficientFunds pm_card_chargeDeclinedInsufficientFunds',
    declines('insufficient_funds', 'Your card has insufficient funds.'),
  ),
  card('4000000000009987', 'pm_card_visa_chargeDeclinedLostCard pm_card_chargeDeclinedLostCard', declines('lost_card')),
  card(
    '4000000000009979',
    'pm_card_visa_chargeDeclinedStolenCard pm_card_chargeDeclinedStolenCard',
    declines('stolen_card'),
  ),
  card(
    '4000000000006975',
    'pm_card_visa_chargeDeclinedVelocityLimitExceeded pm_card_chargeDeclinedVelocityLimitExceeded',
    declines(
      'card_velocity_exceeded',
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    ),
  ),
  card('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', {
    kind: 'decline',
    code: 'expired_card',
    message: 'Your card has expired.',
  }),
  card(
    '4000000000000127',
    'pm_card_chargeDeclinedIncorrectCvc',
    { kind: 'decline', code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
    { cvcCheck: 'fail' },
  ),
  card('4000000000000119', 'pm_card_chargeDeclinedProcessingError', {
    kind: 'decline',
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  }),
  card('4000000000000341', 'pm_card_chargeCustomerFail', declines('generic_decline')),
  card('4100000000000019', 'pm_card_radarBlock', declines('fraudulent')),
  card('4000000000003220', 'pm_card_threeDSecure2Required pm_card_threeDSecureRequired', {
    kind: 'authenticate',
    afterwards: 'pay',
  }),
  card(
    '4000002760003184',
    'pm_card_authenticationRequired',
    { kind: 'authenticate', afterwards: 'pay' },
    { country: 'DE' },
  ),
  card(
    '4000002500003155',
    'pm_card_authenticationRequiredOnSetup',
    { kind: 'authenticate', afterwards: 'pay' },
    { country: 'FR' },
  ),
  card('4000008400001629', 'pm_card_threeDSecureRequiredChargeDeclined', {
    kind: 'authenticate',
    afterwards: 'decline',
  }),
  card('4000000000003055', 'pm_card_threeDSecureOptional'),
  card('4000000000007726', 'pm_card_pendingRefund', { kind: 'pay', refund: 'pending' }),
  card('4000000000005126', 'pm_card_refundFail', { kind: 'pay', refund: 'fails' }),
];

const byNumber = new Map(TEST_CARDS.map((one) => [one.number, one]));
const byName = new Map(TEST_CARDS.flatMap((one) => one.names.map((name) => [name, one] as const)));

/** The test card with a number (digits only), if it is one. */
export function cardByNumber(number: string): TestCard | undefined {
  return byNumber.get(number);
}

/** The test card a name such as pm_card_visa stands for. */
export function cardByName(name: string): TestCard | undefined {
  return byName.get(name);
}

/** Whether a number's last digit fits the others. Source: ISO/IEC 7812-1 annex B */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number[number.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
