import { expect } from 'vitest';
import { askAdmin } from './admin-support.ts';
import { type Answer, ask, inventory, variantGid } from './checkout-support.ts';

/** A drop of a variant, made as a merchant makes it. */
export async function createDrop(variantId: number, input: object): Promise<Answer> {
  const answer = await askAdmin(
    `mutation($input: DropCreateInput!) { dropCreate(input: $input) { userErrors { field message } drop { id status units sold queue { waiting admitted sold unitsLeft } } } }`,
    { input: { variantId: variantGid(variantId), opensAt: new Date(Date.now() - 1_000).toISOString(), ...input } },
  );
  return answer.at('dropCreate');
}

/** Leaves so many units that can be sold, all in one warehouse. */
export async function leaveAvailable(variantId: number, quantity: number): Promise<void> {
  const stock = await inventory.read(variantId);
  if (!stock.ok) throw new Error(stock.reason);
  const results = await inventory.executeMany(
    variantId,
    stock.levels.map(({ warehouseId }, index) => ({
      kind: 'set' as const,
      commandId: `drops-test:${variantId}:${warehouseId}`,
      warehouseId,
      name: 'available' as const,
      quantity: index === 0 ? quantity : 0,
      actor: 'test',
    })),
  );
  expect(
    results.every((result) => result.ok),
    JSON.stringify(results),
  ).toBe(true);
}

const TICKET =
  'ticket { token status ahead quantity buyUntil end pollAfterMs liveUrl } userErrors { code field message }';

/** Joins a variant's queue with an email and a device of one's own. */
export async function joinQueue(
  variantId: number,
  who: string,
  domain = 'shop.example',
  more: object = {},
): Promise<Answer> {
  const device = { deviceToken: `device-of-${who}-0123456789` };
  const input = { variantId: variantGid(variantId), email: `${who}@${domain}`, ...device, ...more };
  return (await ask(`mutation($input: DropJoinInput!) { dropJoin(input: $input) { ${TICKET} } }`, { input })).at(
    'dropJoin',
  );
}

/** Where a ticket stands. */
export async function ticketOf(token: string): Promise<Answer> {
  const answer = await ask(
    'query($token: String!) { dropTicket(token: $token) { status ahead quantity end pollAfterMs } }',
    { token },
  );
  return answer.at('dropTicket');
}
