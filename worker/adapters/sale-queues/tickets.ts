import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SaleTickets } from '../../ports/sale-queues.ts';

const FORM = /^(([1-9]\d{0,14})-([1-9]\d{0,14})-([1-9]\d{0,8}))-([0-9a-f]{32})$/;

/** Tickets signed by HMAC-SHA256 (RFC 2104), cut to 128 bits, with a key made from the shop's secret for this purpose alone. */
export function hmacTickets(secret: string): SaleTickets {
  const key = createHmac('sha256', secret).update('shopflow sale queue').digest();
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
  return {
    sign({ variantId, dropId, number }) {
      const name = `${variantId}-${dropId}-${number}`;
      return `${name}-${mac(`ticket ${name}`)}`;
    },
    read(token) {
      const [, name, variantId, dropId, number, given] = FORM.exec(token) ?? [];
      if (name === undefined || given === undefined) return null;
      // Both are 32 characters, so the comparison takes the same time whatever they are.
      if (!timingSafeEqual(Buffer.from(given), Buffer.from(mac(`ticket ${name}`)))) return null;
      return { variantId: Number(variantId), dropId: Number(dropId), number: Number(number) };
    },
    digest: (kind, value) => mac(`${kind} ${value}`),
  };
}
