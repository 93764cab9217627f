import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { createDb } from '../../db/client.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { neonSearchOutages } from '../../worker/adapters/neon/search-outages.ts';
import { neonSearchRecords } from '../../worker/adapters/neon/search-records.ts';
import { TypesenseSearch } from '../../worker/adapters/typesense/typesense-search.ts';
import type { Mail } from '../../worker/ports/mail.ts';
import type { Search } from '../../worker/ports/search.ts';
import type { SearchOutages } from '../../worker/ports/search-outages.ts';
import { currentOutage, type SearchOutageDeps, watchSearchCluster } from '../../worker/services/search-outage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startTypesense } from '../support/typesense-server.ts';

const NOW = Date.UTC(2030, 0, 15, 6);
const MINUTE_MS = 60_000;

let database: FreshDatabase;
let pool: Pool;
let outages: SearchOutages;
let deps: SearchOutageDeps;
let nowMs = NOW;
let mails: Mail[] = [];
let hooks: { readonly topic: string; readonly body: string }[] = [];
let isMailBroken = false;

/** An engine that has an index, and is asked nothing else. */
const embedded: Search = {
  search: async () => ({ ok: false, reason: 'unavailable' }),
  suggest: async () => ({ ok: false, reason: 'unavailable' }),
  change: async () => undefined,
  refreshSignals: async () => [],
  rebuild: async () => 0,
  configure: async () => undefined,
  status: async () => ({ documents: 5, builtAtMs: 1 }),
};
const clusterAt = (url: string, apiKey: string, prefix = '') =>
  new TypesenseSearch({ url, apiKey, prefix, nowMs: () => nowMs, report: () => undefined });
const dead = clusterAt('http://127.0.0.1:9', 'none');
const withCluster = (cluster: Search | null): SearchOutageDeps => ({ ...deps, searchEngines: { cluster, embedded } });

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  const db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
  outages = neonSearchOutages(db);
  deps = {
    clock: { nowMs: () => nowMs },
    records: neonCatalogue(db),
    search: embedded,
    searchRecords: neonSearchRecords(db),
    shopLocales: async () => ({ primary: 'en', others: [] }),
    searchEngines: { cluster: null, embedded },
    searchOutages: outages,
    replenishment: {
      settings: async () => ({
        serviceLevelBps: 9500,
        holdingCostBps: 2000,
        autoApprove: false,
        budgetMinor: 0,
        budgetCurrency: 'EUR',
        budgetPeriod: 'month',
        alertEmail: 'staff@example.com',
        webhookUrl: 'https://hooks.example/shop',
        webhookSecret: 'secret',
      }),
    },
    webhooks: { send: async (one) => void hooks.push(one) },
    orderMail: {
      mail: {
        async send(mail) {
          if (isMailBroken) throw new Error('no mail today');
          mails.push(mail);
        },
      },
      from: 'shop@example.com',
      origin: 'https://shop.example',
      shopName: async () => 'Shop',
    },
  };
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(async () => {
  await pool.query('truncate search_outages, search_missed_products restart identity');
  await pool.query('truncate products restart identity cascade');
  [nowMs, mails, hooks, isMailBroken] = [NOW, [], [], false];
});

const rows = async () => (await pool.query('select count(*)::int as n from search_outages')).rows[0].n;

describe('what is written down of outages', () => {
  it('is one row that lasts, however many isolates fail, and another after it ended', async () => {
    await Promise.all([1, 2, 3].map((late) => outages.failed(`failure ${late}`, NOW + late)));
    await outages.failed('a later one', NOW + MINUTE_MS);
    const outage = await outages.current();
    expect(outage).toMatchObject({ problem: 'a later one', lastFailedAtMs: NOW + MINUTE_MS, mailedAtMs: null });
    expect(outage?.beganAtMs).toBeLessThan(NOW + 10);
    expect(await rows()).toBe(1);
    await outages.end(outage?.id ?? 0, NOW + 2 * MINUTE_MS);
    expect(await outages.current()).toBeNull();
    await outages.failed('x'.repeat(2_000), NOW + 3 * MINUTE_MS);
    expect((await outages.current())?.problem).toHaveLength(300);
    expect(await rows()).toBe(2);
  });

  it('keeps what was missed anew while it was being written', async () => {
    await outages.missed([], NOW);
    await outages.missed([5, 3, 3], NOW);
    await outages.missed([4], NOW + 1);
    const first = await outages.nextMissed(2);
    expect(first).toEqual({ ids: [3, 5], notedUntilMs: NOW });
    await outages.missed([5], NOW + 2);
    await outages.forgetMissed(first);
    expect((await outages.nextMissed(10)).ids).toEqual([4, 5]);
  });
});

describe('the minute’s look at the cluster', () => {
  it('asks nobody where there is none, whatever was written down before', async () => {
    await outages.failed('long ago', NOW);
    expect(await watchSearchCluster(withCluster(null))).toBe('none');
    expect(await currentOutage(withCluster(null))).toBeNull();
  });

  it('notes a dead port at once, and tells staff once, after two minutes', async () => {
    const away = withCluster(dead);
    expect(await watchSearchCluster(away)).toBe('away');
    expect(await currentOutage(away)).toMatchObject({ beganAtMs: NOW, problem: expect.stringMatching(/\S/) });
    nowMs += MINUTE_MS;
    expect(await watchSearchCluster(away)).toBe('away');
    expect([mails, hooks]).toEqual([[], []]);
    nowMs += MINUTE_MS;
    isMailBroken = true;
    await expect(watchSearchCluster(away)).rejects.toThrow('no mail today');
    expect(hooks).toHaveLength(1);
    isMailBroken = false;
    for (let round = 0; round < 3; round += 1) {
      nowMs += MINUTE_MS;
      expect(await watchSearchCluster(away)).toBe('away');
    }
    expect(hooks, 'what failed was the mail alone').toHaveLength(1);
    expect(hooks[0]?.topic).toBe('search/unavailable');
    expect(JSON.parse(hooks[0]?.body ?? '')).toMatchObject({ answered_by: 'embedded', began_at: expect.any(String) });
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: 'staff@example.com', messageId: 'search-outage-1' });
    expect(mails[0]?.text).toContain('since 2030-01-15 06:00 UTC');
    expect(await rows()).toBe(1);
  });
});

const server = await startTypesense();
if (typeof server === 'string') {
  console.log(`Typesense is skipped: ${server}`);
  describe.skip(`a real cluster (${server})`, () => it('comes back', () => undefined));
} else {
  const prefix = `out${process.pid}_`;
  const cluster = clusterAt(server.url, server.apiKey, prefix);
  afterAll(async () => {
    const { collection_name: collection } = await cluster.client.aliases(`${prefix}products_en`).retrieve();
    await cluster.client.aliases(`${prefix}products_en`).delete();
    await cluster.client.collections(collection).delete();
    await server.stop();
  });

  it('a real cluster that is back gets what it missed, then the outage ends by itself', async () => {
    const document = (id: number, title: string): SearchDocument => ({
      id,
      texts: { title: [title] },
      values: {},
      numbers: {},
      signals: {},
    });
    expect(await watchSearchCluster(withCluster(cluster)), 'no index yet').toBe('away');
    expect((await outages.current())?.problem).toBe('it has no index of en yet');
    await cluster.rebuild('en', async function* () {
      yield [document(1, 'Old chair'), document(2, 'Chair that was sold')];
    });
    await pool.query(
      `insert into products (id, handle, title, status, published_at) values (1, 'stool', 'New stool', 'active', now())`,
    );
    await outages.missed([1, 2], NOW);
    expect(await watchSearchCluster(withCluster(cluster)), 'not calm for long enough').toBe('settling');
    expect((await outages.nextMissed(10)).ids).toEqual([1, 2]);
    nowMs += 2 * MINUTE_MS;
    expect(await watchSearchCluster(withCluster(cluster))).toBe('back');
    expect(await outages.current()).toBeNull();
    expect((await outages.nextMissed(10)).ids).toEqual([]);
    const found = async (query: string) => {
      const answer = await cluster.search(anySearch('en', query));
      return answer.ok && answer.hits.map((hit) => hit.id);
    };
    expect(await found('stool')).toEqual([1]);
    expect(await found('chair')).toEqual([]);
    expect(await watchSearchCluster(withCluster(cluster))).toBe('none');
    expect(mails).toEqual([]);
  });
}
