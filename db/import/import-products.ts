import pg from 'pg';
import { applyCollectionRules, joinCollections } from './collection-members.ts';
import { type CsvSource, readCsv } from './csv-rows.ts';
import { knownProducts, skuOwners } from './known-products.ts';
import { mergeProduct } from './merge-product.ts';
import { DraftReader, type ProductDraft, type Row } from './product-draft.ts';
import type { ProductWrite } from './product-write.ts';
import { Findings, type ImportReport } from './report.ts';
import { type Scan, scanProducts } from './scan.ts';
import { type ShopFacts, shopFacts } from './shop-facts.ts';
import { writePortion } from './write-portion.ts';

/** A picture in its place, or why there is none. */
export type PlacedPicture =
  | { readonly ok: true; readonly url: string; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly reason: string };

export interface ImportOptions {
  readonly databaseUrl: string;
  /** ISO 4217 code of the file's prices; null: the shop's own currency. */
  readonly currency: string | null;
  /** Language of the file's texts; null: the shop's own. In another one, products the shop has take them as translations and stay otherwise as they are. */
  readonly locale?: string | null;
  /** Code of the warehouse that quantities of new variants open in; null: the first by priority. */
  readonly warehouse: string | null;
  /** Does everything and takes it back: writes nothing. */
  readonly dryRun: boolean;
  /** Writes nothing at all when anything in the file is wrong. */
  readonly strict: boolean;
  /** Removes variants, option values and pictures of a product that the file does not have. */
  readonly replace: boolean;
  /** Puts a picture named by a relative path in its place; without it such a name is a problem. */
  readonly placePicture?: (handle: string, name: string) => Promise<PlacedPicture>;
  /** Called after each portion: products done, products in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Rows of one transaction: enough to be fast, few enough to be retried one by one. */
const PORTION = { products: 250, variants: 2_500 } as const;

interface Counts {
  created: number;
  updated: number;
  variants: number;
  images: number;
  stockLeft: number;
}

class ProductImport {
  readonly #client: pg.Client;
  readonly #shop: ShopFacts;
  readonly #options: ImportOptions;
  readonly #scan: Scan;
  readonly #source: CsvSource;
  readonly findings = new Findings();
  readonly counts: Counts = { created: 0, updated: 0, variants: 0, images: 0, stockLeft: 0 };
  #lastId = 0;

  constructor(client: pg.Client, shop: ShopFacts, options: ImportOptions, scan: Scan, source: CsvSource) {
    this.#client = client;
    this.#shop = shop;
    this.#options = options;
    this.#scan = scan;
    this.#source = source;
  }

  /** Whether the whole run is one transaction, to be taken back at its end. */
  get #isOneTransaction(): boolean {
    return this.#options.dryRun || this.#options.strict;
  }

  /** Imports everything; answers whether anything was kept. */
  async run(): Promise<boolean> {
    for (const warning of this.#scan.columns.warnings) this.findings.warn(1, warning);
    if (!this.#isOneTransaction) {
      await this.#portions();
      return this.counts.created + this.counts.updated > 0;
    }
    await this.#client.query('begin');
    try {
      await this.#portions();
      const isKept = !this.#options.dryRun && this.findings.count === 0;
      await this.#client.query(isKept ? 'commit' : 'rollback');
      return isKept;
    } catch (error) {
      await this.#client.query('rollback');
      throw error;
    }
  }

  /** Products of the file, each as soon as its last row was read. */
  async *#drafts(): AsyncGenerator<ProductDraft | null> {
    const reader = new DraftReader(this.#scan.columns, this.#shop.currency, this.findings);
    const open = new Map<string, Row[]>();
    let isHead = true;
    for await (const part of readCsv(this.#source)) {
      if (part.kind === 'broken')
        throw new Error(`line ${part.line} ${part.reason}: the file changed while it was read`);
      if (isHead) {
        isHead = false;
        continue;
      }
      const handle = reader.handleOf(part);
      if (handle === null) continue;
      const rows = open.get(handle) ?? [];
      rows.push(part);
      open.set(handle, rows);
      if (this.#scan.lastLines.get(handle) !== part.line) continue;
      open.delete(handle);
      yield await this.#placePictures(reader.read(handle, rows, (line) => this.#scan.skuTwice.get(line)));
    }
  }

  async #placePictures(draft: ProductDraft | null): Promise<ProductDraft | null> {
    if (!draft) return null;
    let isComplete = true;
    const places = new Map<string, Promise<PlacedPicture | null>>();
    const place = async (line: number, url: string, column: string) => {
      const known = places.get(url) ?? this.#placePicture(draft.handle, url);
      places.set(url, known);
      const placed = await known;
      if (placed?.ok === false) {
        isComplete = false;
        this.findings.problem({ line, column, value: url, reason: placed.reason });
      }
      return placed?.ok ? placed : null;
    };
    const images = await Promise.all(
      draft.images.map(async (image) => ({ ...image, ...without(await place(image.line, image.url, 'Image Src')) })),
    );
    const variants = await Promise.all(
      draft.variants.map(async (variant) => {
        if (variant.imageUrl === '') return variant;
        const placed = await place(variant.line, variant.imageUrl, 'Variant Image');
        return placed ? { ...variant, imageUrl: placed.url } : variant;
      }),
    );
    return isComplete ? { ...draft, images, variants } : null;
  }

  /** Null: an address, which is taken as it is. */
  async #placePicture(handle: string, name: string): Promise<PlacedPicture | null> {
    if (/^https?:\/\/[^\s]+$/i.test(name) || /^\/[^/\s][^\s]*$/.test(name)) return null;
    if (/^[a-z][a-z0-9+.-]*:/i.test(name) || name.startsWith('//')) return { ok: false, reason: 'is no http address' };
    if (this.#options.placePicture) return this.#options.placePicture(handle, name);
    return { ok: false, reason: 'is no web address; --images FOLDER takes pictures from a folder' };
  }

  async #portions(): Promise<void> {
    const total = this.#scan.lastLines.size;
    let done = 0;
    let portion: ProductDraft[] = [];
    let variants = 0;
    let writing: Promise<void> = Promise.resolve();
    // The next portion is read while this one is written.
    const flush = async () => {
      await writing;
      const drafts = portion;
      done += drafts.length;
      const at = done;
      portion = [];
      variants = 0;
      writing = this.#write(drafts).then(() => this.#options.onProgress?.(at, total));
      // Awaited by the next portion; until then a rejection is not unhandled.
      writing.catch(() => undefined);
    };
    for await (const draft of this.#drafts()) {
      if (!draft) {
        done += 1;
        continue;
      }
      portion.push(draft);
      variants += draft.variants.length;
      if (portion.length >= PORTION.products || variants >= PORTION.variants) await flush();
    }
    await flush();
    await writing;
  }

  /** Writes products in one step; when the database refuses them, one half at a time, until the one it refuses stands alone. */
  async #write(drafts: readonly ProductDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const [begin, keep, undo] = this.#isOneTransaction
      ? ['savepoint portion', 'release savepoint portion', 'rollback to savepoint portion']
      : ['begin', 'commit', 'rollback'];
    await this.#client.query(begin);
    try {
      // Kept apart until the portion is: a second try finds the same again.
      const findings = new Findings();
      const writes = await this.#merge(drafts, findings);
      await this.#writeAll(writes, findings);
      await this.#client.query(keep);
      this.findings.absorb(findings);
      this.#count(writes);
      return;
    } catch (error) {
      await this.#client.query(undo);
      if (!isRefusal(error)) throw error;
      const [only] = drafts;
      if (only && drafts.length === 1) {
        const reason = `the database refused it: ${error.constraint ?? error.message}`;
        this.findings.problem({ line: only.line, column: 'Handle', value: only.handle, reason });
        return;
      }
    }
    const half = Math.ceil(drafts.length / 2);
    await this.#write(drafts.slice(0, half));
    await this.#write(drafts.slice(half));
  }

  async #merge(drafts: readonly ProductDraft[], findings: Findings): Promise<ProductWrite[]> {
    const known = await knownProducts(
      this.#client,
      drafts.map((draft) => draft.handle),
    );
    const skus = drafts.flatMap((draft) => draft.variants.flatMap((variant) => variant.sku || []));
    const context = {
      replace: this.#options.replace,
      isTranslating: this.#shop.isTranslating,
      baseCurrency: this.#shop.baseCurrency,
      now: this.#shop.now,
      nextId: () => {
        this.#lastId -= 1;
        return this.#lastId;
      },
      skuOwners: await skuOwners(this.#client, skus),
      findings,
    };
    return drafts.flatMap((draft) => mergeProduct(draft, known.get(draft.handle), context) ?? []);
  }

  async #writeAll(writes: readonly ProductWrite[], findings: Findings): Promise<void> {
    if (writes.length === 0) return;
    const ids = await writePortion(this.#client, writes, this.#shop.metafieldTypes, this.#shop);
    const named = writes.flatMap((one, index) => {
      const product_id = ids[index];
      return one.collection !== '' && product_id !== undefined ? [{ product_id, title: one.collection }] : [];
    });
    for (const title of await joinCollections(this.#client, named))
      findings.warn(1, `the collection "${title}" chooses its products by rules; the file cannot add to it`);
    const ruled = writes.flatMap(({ facts }, index) => {
      const product_id = ids[index];
      return facts && product_id !== undefined ? [{ product_id, facts }] : [];
    });
    await applyCollectionRules(this.#client, ruled, this.#shop.baseCurrency);
  }

  #count(writes: readonly ProductWrite[]): void {
    for (const write of writes) {
      if (write.isNew) this.counts.created += 1;
      else this.counts.updated += 1;
      this.counts.variants += write.variants.length;
      this.counts.images += write.media.length;
      this.counts.stockLeft += write.stockLeft;
    }
  }
}

const without = (placed: { readonly url: string; readonly width: number; readonly height: number } | null) =>
  placed ? { url: placed.url, width: placed.width, height: placed.height } : {};

/** Integrity and data errors are about the rows; anything else is about the database. */
function isRefusal(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');
}

/**
 * Imports Shopify's product CSV. A product is written whole or not at all, under its handle; what the file does not say stays as it is, and the same
 * file again changes nothing but the time of change. Stock is written for new variants only: that of known ones belongs to their objects.
 * Throws for a currency, language or warehouse the shop does not have, and when the database cannot be reached; problems of the file are in the report.
 */
export async function importProducts(source: CsvSource, options: ImportOptions): Promise<ImportReport> {
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    // One import at a time: two would each find the other's products new.
    await client.query(`select pg_advisory_lock(hashtext('shopflow import'))`);
    const shop = await shopFacts(client, options);
    const scanned = await scanProducts(source, shop.currency, shop.markets);
    const empty = { created: 0, updated: 0, variants: 0, images: 0, stockLeft: 0 };
    if (!scanned.ok) {
      const { problems } = scanned;
      return {
        isDryRun: options.dryRun,
        isWritten: false,
        rows: 0,
        ...empty,
        refused: 0,
        problems,
        problemCount: problems.length,
        warnings: [],
      };
    }
    const { scan } = scanned;
    const run = new ProductImport(client, shop, options, scan, source);
    const isWritten = await run.run();
    // A strict run that found anything kept nothing.
    const counts = options.strict && !options.dryRun && !isWritten ? empty : run.counts;
    return {
      isDryRun: options.dryRun,
      isWritten,
      rows: scan.rows,
      ...counts,
      refused: scan.lastLines.size - counts.created - counts.updated,
      problems: run.findings.problems(),
      problemCount: run.findings.count,
      warnings: run.findings.warnings(),
    };
  } finally {
    await client.end();
  }
}
