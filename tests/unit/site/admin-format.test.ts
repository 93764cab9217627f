import { describe, expect, test } from 'vitest';
import { eventText } from '../../../site/lib/admin/format.ts';

describe('a refund that failed', () => {
  test('after the bank had it says that the customer has no money, why, and what to do', () => {
    const text = eventText('order.refund_failed', { message: 'lost_or_stolen_card', wasAccepted: true });
    expect(text).toMatch(/came back from the bank \(lost or stolen card\): the customer did not get the money/);
    expect(text).toMatch(/Enter the amount under Refund to pay it again, or pay it another way/);
    expect(text).toMatch(/units stay as they are, do not refund them again/);
    expect(eventText('order.refund_failed', { wasAccepted: true })).toMatch(/came back from the bank: the customer/);
  });

  test('at once says so in the provider’s words', () => {
    expect(eventText('order.refund_failed', { message: 'Charge has been refunded.', wasAccepted: false })).toBe(
      'Refund refused: Charge has been refunded.',
    );
    expect(eventText('order.refund_failed', {})).toBe('Refund refused');
  });
});
