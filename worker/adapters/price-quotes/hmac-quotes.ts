import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PriceQuotes } from '../../ports/price-quotes.ts';

const FORM =
  /^(q1\.([0-9A-Za-z_-]{1,128})\.([1-9]\d{0,14})\.([1-9]\d{0,5})\.(0|[1-9]\d{0,15})\.([A-Z]{3})\.([A-Z]{2})\.([1-9]\d{0,15})\.([01]))\.([0-9a-f]{64})$/;

/** Quotes signed by HMAC-SHA256 (RFC 2104) with a key made from the shop's secret for this purpose alone. */
export function hmacQuotes(secret: string): PriceQuotes {
  const key = createHmac('sha256', secret).update('shopflow price quote').digest();
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return {
    sign({ cartToken, variantId, quantity, amountMinor, currency, country, untilMs, isStockHeld }) {
      const held = isStockHeld ? 1 : 0;
      const text = `q1.${cartToken}.${variantId}.${quantity}.${amountMinor}.${currency}.${country}.${untilMs}.${held}`;
      return `${text}.${mac(text)}`;
    },
    read(text) {
      const [, signed, cartToken, variantId, quantity, amount, currency, country, until, held, given] =
        FORM.exec(text) ?? [];
      if (!signed || !cartToken || !currency || !country || !given) return null;
      // Both are 64 characters, so the comparison takes the same time whatever they are.
      if (!timingSafeEqual(Buffer.from(given), Buffer.from(mac(signed)))) return null;
      return {
        cartToken,
        variantId: Number(variantId),
        quantity: Number(quantity),
        amountMinor: Number(amount),
        currency,
        country,
        untilMs: Number(until),
        isStockHeld: held === '1',
      };
    },
  };
}
