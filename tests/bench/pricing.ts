// npm run bench:pricing [-- --only ROW] [--plot]: how long pricing a cart takes, and how that grows with lines and promotions. --plot draws docs/images/pricing-growth.svg.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { priceCart } from '../../commerce/pricing/price-cart.ts';
import { createDb } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { startServices } from '../../dev/services.ts';
import { neonPromotionEditor } from '../../worker/adapters/neon/promotion-editor.ts';
import { generatePromotionCodes } from '../../worker/services/edit-promotions.ts';
import { pricedCart } from '../support/priced-carts.ts';
import { calibrate } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, plot: { type: 'boolean', default: false } } });
const wants = (name: string) => values.only === undefined || values.only === name;
const LINES = [25, 50, 100, 200, 400];
const PROMOTIONS = [10, 25, 50, 100];

/** Median of the milliseconds of 40 carts, each the best of three, after a warm-up. */
function priceMs(lines: number, promotions: number): number {
  const carts = Array.from({ length: 40 }, (_, seed) => pricedCart(lines, promotions, seed + 1));
  for (const cart of carts.slice(0, 15)) priceCart(cart);
  const times = carts.map((cart) => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round += 1) {
      const startedAt = performance.now();
      priceCart(cart);
      best = Math.min(best, performance.now() - startedAt);
    }
    return best;
  });
  return times.sort((a, b) => a - b)[20] ?? 0;
}

interface Point {
  readonly lines: number;
  readonly promotions: number;
  readonly ms: number;
}

const COLOURS = ['#6b7280', '#2563eb', '#d97706', '#b91c1c'];

/** A small line chart: one line per number of promotions. */
function plot(points: readonly Point[]): string {
  const most = Math.max(...points.map((one) => one.ms)) * 1.05;
  const x = (lines: number) => 60 + (lines / 400) * 430;
  const y = (ms: number) => 300 - (ms / most) * 260;
  const step = [0.5, 1, 2, 5, 10].find((size) => most / size <= 6) ?? 20;
  const grid = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step).map(
    (ms) =>
      `<path d="M60 ${y(ms).toFixed(1)}H490" stroke="#9ca3af" stroke-opacity=".35"/><text x="52" y="${(y(ms) + 4).toFixed(1)}" text-anchor="end">${ms}</text>`,
  );
  const ticks = LINES.map((lines) => `<text x="${x(lines).toFixed(1)}" y="318" text-anchor="middle">${lines}</text>`);
  const curves = PROMOTIONS.map((promotions, index) => {
    const mine = points.filter((one) => one.promotions === promotions);
    const path = mine.map(({ lines, ms }) => `${x(lines).toFixed(1)} ${y(ms).toFixed(1)}`).join('L');
    const last = mine.at(-1);
    const dots = mine.map(
      ({ lines, ms }) =>
        `<circle cx="${x(lines).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3" fill="${COLOURS[index]}"/>`,
    );
    return `<path d="M${path}" fill="none" stroke="${COLOURS[index]}" stroke-width="2"/>${dots.join('')}<text x="498" y="${(y(last?.ms ?? 0) + 4).toFixed(1)}" fill="${COLOURS[index]}">${promotions} promotions</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 350" role="img" aria-label="Milliseconds to price a cart by its lines, one line per number of promotions: all grow straight" font-family="system-ui,sans-serif" font-size="12" fill="#6b7280">
<rect width="620" height="350" fill="#fff"/><text x="60" y="22">milliseconds to price a cart</text>${grid.join('')}${ticks.join('')}<text x="275" y="340" text-anchor="middle">lines in the cart</text>
${curves.join('\n')}
</svg>
`;
}

/** Seconds until 100,000 codes that cannot be guessed are made and recorded, in a PostgreSQL of its own. */
async function codesSeconds(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-bench-pricing-'));
  const services = await startServices({
    folder,
    firstPort: 26_450,
    durable: true,
    webhook: { url: 'http://127.0.0.1:9/webhooks/stripe', secret: 'whsec_bench' },
  });
  try {
    const { databaseUrl } = services;
    await migrate(databaseUrl);
    const editor = neonPromotionEditor(
      createDb({ DATABASE_URL: databaseUrl, NEON_LOCAL_ENDPOINT: services.neonEndpoint }),
    );
    const { promotions } = pricedCart(1, 1);
    const [promotion] = promotions;
    if (!promotion) throw new Error('no promotion');
    const saved = await editor.save(null, { ...promotion, isAutomatic: false }, []);
    if (!saved.ok) throw new Error(saved.reason);
    const startedAt = performance.now();
    const added = await generatePromotionCodes(editor, saved.id, { count: 100_000, prefix: '' }, randomBytes);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (added !== 100_000) throw new Error(`${added} codes were added`);
    return seconds;
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const before = calibrate();
const rows: Row[] = [];
const points: Point[] = [];
if (wants('price-200-lines-50-promotions-ms'))
  rows.push({
    name: 'price-200-lines-50-promotions-ms',
    value: priceMs(200, 50),
    unit: 'ms',
    better: 'lower',
    goal: 5,
  });
for (const promotions of PROMOTIONS)
  for (const lines of LINES) {
    const name = `price-${lines}-lines-${promotions}-promotions-ms`;
    if (!wants(name) || (name === rows[0]?.name && !values.plot)) continue;
    const ms = priceMs(lines, promotions);
    points.push({ lines, promotions, ms });
    if (name !== rows[0]?.name) rows.push({ name, value: ms, unit: 'ms', better: 'lower' });
  }
if (wants('codes-100000-seconds'))
  rows.push({ name: 'codes-100000-seconds', value: await codesSeconds(), unit: 's', better: 'lower', goal: 30 });
if (values.plot) writeFileSync(new URL('../../docs/images/pricing-growth.svg', import.meta.url), plot(points));
report('pricing', rows);
const after = calibrate();
if (Math.max(before, after) > 1.25 * Math.min(before, after))
  console.log(`The machine was busy: the calibration loop went from ${before} to ${after}.`);
