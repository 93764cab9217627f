import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buySomething } from '../../dev/scripted-purchase.ts';
import { type BuiltShop, startBuiltShop } from '../support/built-worker.ts';

const mailsShape = z.object({ messages: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string() })) });

describe('a purchase over plain GraphQL on the built shop', () => {
  let shop: BuiltShop;

  beforeAll(async () => {
    shop = await startBuiltShop();
  });

  afterAll(() => shop?.close());

  it('ends as a paid order in the admin with the stock lower', async () => {
    const purchase = await buySomething({ origin: shop.origin, adminToken: shop.adminToken, quantity: 2 });
    expect(purchase.availableAfter).toBe(purchase.availableBefore - 2);
    expect(purchase.orderUrl).toMatch(/^https?:\/\//);
  });

  it('does not sell when the card is declined, and the stock stays', async () => {
    await expect(
      buySomething({ origin: shop.origin, adminToken: shop.adminToken, paymentMethod: 'pm_card_chargeDeclined' }),
    ).rejects.toThrow(/PAYMENT_CARD_DECLINED/);
    const next = await buySomething({ origin: shop.origin, adminToken: shop.adminToken });
    expect(next.availableAfter).toBe(next.availableBefore - 1);
  });

  it('sends the buyer a confirmation', async () => {
    const { orderName } = await buySomething({ origin: shop.origin, adminToken: shop.adminToken });
    await expect
      .poll(
        async () => {
          const { messages } = mailsShape.parse(
            await (await fetch(`${shop.mailEndpoint}/api/messages?to=ada@shop.example`)).json(),
          );
          return messages.filter((mail) => `${mail.subject} ${mail.text}`.includes(orderName.replace('#', ''))).length;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
  });
});
