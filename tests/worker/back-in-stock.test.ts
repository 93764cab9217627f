/// <reference types="@cloudflare/vitest-plugin/types" />
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it, test } from 'vitest';
import { z } from 'zod';
import { createDeps } from '../../worker/deps.ts';
import { createConsumers } from '../../worker/jobs/consumers.ts';
import type { MessageOf } from '../../worker/jobs/messages.ts';
import { tellBackInStock } from '../../worker/services/back-in-stock.ts';
import { askAdmin } from './admin-support.ts';
import { type Answer, ask, db, inventory, variantGid } from './checkout-support.ts';

/** A variant of the demo shop that no other test uses. */
const VARIANT = 73;
const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
const FIELDS = '{ noted userErrors { code field message } }';

const tell = async (email: string, more: { variant?: string; context?: string; ip?: string } = {}): Promise<Answer> =>
  (
    await ask(
      `mutation($input: BackInStockRequestInput!) ${more.context ?? ''} { backInStockRequestCreate(input: $input) ${FIELDS} }`,
      { input: { variantId: more.variant ?? variantGid(VARIANT), email } },
      more.ip === undefined ? {} : { 'cf-connecting-ip': more.ip },
    )
  ).at('backInStockRequestCreate');

const mailsShape = z.object({ messages: z.array(z.object({ subject: z.string(), text: z.string() })) });
const mailsTo = async (email: string) => {
  const url = new URL('/api/messages', inject('mailEndpoint'));
  url.searchParams.set('to', email);
  return mailsShape.parse(await (await fetch(url)).json()).messages;
};
const waiting = async () =>
  (
    await askAdmin('query($id: ID!) { inventoryItem(id: $id) { backInStockRequestCount } }', {
      id: `gid://shopify/InventoryItem/${VARIANT}`,
    })
  ).at('inventoryItem', 'backInStockRequestCount').value;

/** The message that says the variant went from nothing to something. */
async function arrival(): Promise<MessageOf<'stock.changed'>> {
  const stock = await inventory.read(VARIANT);
  if (!stock.ok) throw new Error(stock.reason);
  const ledger = await inventory.ledger(VARIANT, 0, 500);
  const entry = ledger.ok ? ledger.entries.at(-1) : undefined;
  if (!entry) throw new Error('nothing has happened');
  const { sequence, available } = entry;
  return {
    topic: 'stock.changed',
    variantId: VARIANT,
    sequence,
    availableBefore: 0,
    available,
    levels: [],
    entries: [entry],
  };
}

/** Leaves so many units that can be sold, all in one warehouse. */
async function leave(quantity: number): Promise<void> {
  const stock = await inventory.read(VARIANT);
  if (!stock.ok) throw new Error(stock.reason);
  const results = await inventory.executeMany(
    VARIANT,
    stock.levels.map(({ warehouseId }, index) => ({
      kind: 'set' as const,
      commandId: `back-in-stock-test:${crypto.randomUUID()}`,
      warehouseId,
      name: 'available' as const,
      quantity: index === 0 ? quantity : 0,
      actor: 'test',
    })),
  );
  expect(results.filter((result) => !result.ok)).toEqual([]);
}

const isForSale = async () =>
  (
    await ask('query($id: ID!) { node(id: $id) { ... on ProductVariant { availableForSale } } }', {
      id: variantGid(VARIANT),
    })
  ).at('node', 'availableForSale').value;

beforeAll(() => leave(0));
afterAll(() => leave(40));

test('the shop knows that it is sold out', async () => {
  await expect.poll(isForSale).toBe(false);
});

describe('asking', () => {
  it('is noted once, whoever repeats it, and staff see how many wait', async () => {
    const before = Number(await waiting());
    for (const email of [`eva@${domain}`, `EVA@${domain}`, `eva+shop@${domain}`])
      expect((await tell(email)).value).toEqual({ noted: true, userErrors: [] });
    expect(await waiting()).toBe(before + 1);
  });

  it.each([
    ['nobody', variantGid(VARIANT), 'INVALID', 'email', /^email must be an email address/],
    ['eva@shop.example', 'gid://shopify/Product/1', 'INVALID', 'variantId', /^variantId is not the id/],
    ['eva@shop.example', variantGid(999_999_999), 'NOT_FOUND', 'variantId', /no such variant/],
  ])('%s for %s is refused: %s', async (email, variant, code, field, message) => {
    expect((await tell(email, { variant })).value).toEqual({
      noted: false,
      userErrors: [{ code, field: ['input', field], message: expect.stringMatching(message) }],
    });
  });

  it('is refused for what can be bought', async () => {
    const { rows } = await db.execute<{ id: string }>(
      sql`select v.id from variants v join products p on p.id = v.product_id and p.published_at < now() join stock_levels s on s.variant_id = v.id
        where v.id < 60 group by v.id having sum(s.on_hand - s.held - s.committed) > 50 order by v.id desc limit 1`,
    );
    const answer = await tell(`eva@${domain}`, { variant: variantGid(Number(rows[0]?.id)) });
    expect(answer.at('userErrors', 0, 'code').value).toBe('AVAILABLE');
  });

  it('is slowed down for one network', async () => {
    const codes: unknown[] = [];
    for (let n = 0; n < 12; n += 1)
      codes.push((await tell(`n${n}@not-${domain}`, { ip: '203.0.113.77' })).at('userErrors', 0, 'code').value);
    expect(codes.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => undefined));
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
    await db.execute(sql`delete from back_in_stock_requests where person like ${`%@not-${domain}`}`);
  });
});

describe('when units are there', () => {
  it('one mail goes to each, in their language, and a repeated message sends no second', async () => {
    await tell(`anna@${domain}`, { context: '@inContext(country: DE, language: DE)' });
    await tell(`jo@${domain}`, { context: '@inContext(country: US, language: EN)' });
    await leave(3);
    await expect.poll(() => mailsTo(`anna@${domain}`)).toHaveLength(1);
    await expect.poll(() => mailsTo(`jo@${domain}`)).toHaveLength(1);
    const [anna] = await mailsTo(`anna@${domain}`);
    expect(anna?.subject).toMatch(/ist wieder da$/);
    expect(anna?.text).toMatch(/http:\/\/shop\.test\/de-de\/products\/[\w-]+/);
    expect((await mailsTo(`jo@${domain}`))[0]?.subject).toMatch(/ is back$/);
    await expect.poll(waiting).toBe(0);

    const deps = createDeps(env);
    const message = await arrival();
    const consumers = createConsumers(deps, async () => undefined);
    await consumers['stock.changed']([message]);
    await consumers['stock.changed']([message, message]);
    expect(await tellBackInStock(deps, null)).toBe(0);
    for (const name of ['anna', 'jo', 'eva']) expect(await mailsTo(`${name}@${domain}`)).toHaveLength(1);
  });

  it('the link of the mail has everything of the person forgotten', async () => {
    const [mail] = await mailsTo(`anna@${domain}`);
    const key = /forget\?key=([0-9a-f]{32})/.exec(mail?.text ?? '')?.[1] ?? expect.fail('no key');
    const forget = async (given: string) =>
      (await ask('mutation($key: String!) { backInStockForget(key: $key) { removed } }', { key: given })).at(
        'backInStockForget',
        'removed',
      ).value;
    expect(await forget('0'.repeat(32))).toBe(0);
    expect(await forget('not a key')).toBe(0);
    expect(await forget(key)).toBe(1);
    expect(await forget(key)).toBe(0);
    const { rows } = await db.execute(sql`select 1 from back_in_stock_requests where person = ${`anna@${domain}`}`);
    expect(rows).toEqual([]);
  });
});
