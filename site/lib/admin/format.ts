/** An amount as the API sends it. */
export interface AmountText {
  readonly amount: string;
  readonly currencyCode: string;
}

/** `EUR 34.50`: code first, so that a column of mixed currencies lines up. */
export function amountText({ amount, currencyCode }: AmountText): string {
  const digits = amount.endsWith('.0') ? amount.slice(0, -2) : amount;
  const [whole = '0', fraction] = digits.split('.');
  return `${currencyCode} ${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction ? `.${fraction}` : ''}`;
}

const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `Tue 24 Nov` in UTC. */
export const dayText = (iso: string): string => day.format(new Date(iso));

/** `24 Nov 2026, 14:02` in UTC. */
export const momentText = (iso: string): string => moment.format(new Date(iso));

/** `PARTIALLY_FULFILLED` -> `Partially fulfilled`. */
export function statusText(status: string): string {
  const words = status.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Words for the events of an order's timeline. */
export function eventText(type: string, payload: Readonly<Record<string, unknown>>): string {
  switch (type) {
    case 'order.placed':
      return 'Order placed';
    case 'order.shipped':
      return typeof payload.trackingNumber === 'string' ? `Shipped, tracking ${payload.trackingNumber}` : 'Shipped';
    case 'order.refund_begun':
      return 'Refund sent to the payment provider';
    case 'order.refunded':
      return 'Refund paid';
    case 'order.refund_failed':
      return refundFailedText(payload);
    case 'order.cancelled':
      return `Cancelled${typeof payload.reason === 'string' ? ` (${payload.reason.toLowerCase()})` : ''}`;
    default:
      return statusText(type.replaceAll('.', ' '));
  }
}

/** A refund that was never taken can simply be tried again; one the bank sent back leaves the customer without money and the goods as they are. */
function refundFailedText({ message, wasAccepted }: Readonly<Record<string, unknown>>): string {
  const why = typeof message === 'string' ? message.replaceAll('_', ' ') : '';
  if (wasAccepted !== true) return `Refund refused${why ? `: ${why}` : ''}`;
  return `Refund came back from the bank${why ? ` (${why})` : ''}: the customer did not get the money. Enter the amount under Refund to pay it again, or pay it another way; the units stay as they are, do not refund them again.`;
}
