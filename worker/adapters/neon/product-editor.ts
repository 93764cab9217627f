import { and, asc, count, desc, eq, inArray, not, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import {
  media,
  prices,
  productOptions,
  productOptionValues,
  products,
  translations,
  variants,
} from '../../../db/schema/catalogue.ts';
import { outbox } from '../../../db/schema/events.ts';
import { stockLevels } from '../../../db/schema/stock.ts';
import type { WriteOnce } from '../../ports/idempotency.ts';
import type {
  EditablePrice,
  EditableProduct,
  EditableVariant,
  ProductDraft,
  ProductEditor,
  ProductListQuery,
  ProductStatus,
  ProductWrite,
  VariantDraft,
} from '../../ports/product-editor.ts';
import { recordStep, stepDone } from './idempotency-keys.ts';
import { constraintOf, isUniqueViolation } from './sql-state.ts';

/** Ids by a part of the title, by handle or by SKU: one index each, which an `or` over two tables could not use. */
function matchingProducts(text: string): SQL {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(select id from products where title ilike ${like} union all select id from products where handle = ${text}
    union all select product_id from variants where sku = ${text})`;
}

const DEFAULT_OPTION = { name: 'Title', values: ['Default Title'] };

/** Products for staff in Postgres over the Neon driver. */
export class NeonProductEditor implements ProductEditor {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async byIds(ids: readonly number[]): Promise<ReadonlyMap<number, EditableProduct>> {
    if (ids.length === 0) return new Map();
    const wanted = [...ids];
    const ofProducts = this.#db.select({ id: variants.id }).from(variants).where(inArray(variants.productId, wanted));
    const [productRows, optionRows, valueRows, variantRows, priceRows, mediaRows, stockRows] = await this.#db.batch([
      this.#db.select().from(products).where(inArray(products.id, wanted)),
      this.#db
        .select()
        .from(productOptions)
        .where(inArray(productOptions.productId, wanted))
        .orderBy(asc(productOptions.position)),
      this.#db
        .select({
          id: productOptionValues.id,
          optionId: productOptionValues.optionId,
          name: productOptionValues.name,
          swatchColor: productOptionValues.swatchColor,
        })
        .from(productOptionValues)
        .innerJoin(productOptions, eq(productOptions.id, productOptionValues.optionId))
        .where(inArray(productOptions.productId, wanted))
        .orderBy(asc(productOptionValues.position)),
      this.#db.select().from(variants).where(inArray(variants.productId, wanted)).orderBy(asc(variants.position)),
      this.#db.select().from(prices).where(inArray(prices.variantId, ofProducts)),
      this.#db.select().from(media).where(inArray(media.productId, wanted)).orderBy(asc(media.position)),
      this.#db
        .select({
          variantId: stockLevels.variantId,
          total: sql<number>`sum(greatest(0, on_hand - held - committed - safety_stock))::int`,
        })
        .from(stockLevels)
        .where(inArray(stockLevels.variantId, ofProducts))
        .groupBy(stockLevels.variantId),
    ]);
    const stock = new Map(stockRows.map((row) => [row.variantId, row.total]));
    const toVariant = (row: (typeof variantRows)[number]): EditableVariant => ({
      ...row,
      prices: priceRows
        .filter((price) => price.variantId === row.id)
        .map(({ currency, amountMinor, compareAtMinor, conversion }) => ({
          currency,
          amountMinor,
          compareAtMinor,
          converted: conversion && { rate: String(conversion.rate ?? ''), day: String(conversion.day ?? '') },
        })),
      inventoryQuantity: stock.get(row.id) ?? 0,
    });
    return new Map(
      productRows.map((row) => [
        row.id,
        {
          ...row,
          createdAtMs: row.createdAt.getTime(),
          updatedAtMs: row.updatedAt.getTime(),
          options: optionRows
            .filter((option) => option.productId === row.id)
            .map((option) => ({ ...option, values: valueRows.filter((value) => value.optionId === option.id) })),
          variants: variantRows.filter((variant) => variant.productId === row.id).map(toVariant),
          media: mediaRows.filter((one) => one.productId === row.id),
        },
      ]),
    );
  }

  async idByHandle(handle: string): Promise<number | null> {
    const [row] = await this.#db.select({ id: products.id }).from(products).where(eq(products.handle, handle));
    return row?.id ?? null;
  }

  async list(query: ProductListQuery) {
    const text = query.text.trim();
    const matches = text ? inArray(products.id, matchingProducts(text)) : undefined;
    const rows = await this.#db
      .select({ id: products.id })
      .from(products)
      .where(
        and(
          query.status ? eq(products.status, query.status) : undefined,
          matches,
          query.after
            ? sql`(${products.title}, ${products.id}) ${query.reverse ? sql`<` : sql`>`} (${query.after.title}, ${query.after.id})`
            : undefined,
        ),
      )
      .orderBy(...[products.title, products.id].map((column) => (query.reverse ? desc(column) : asc(column))))
      .limit(query.limit + 1);
    const ids = rows.slice(0, query.limit).map((row) => row.id);
    const found = await this.byIds(ids);
    return { products: ids.flatMap((id) => found.get(id) ?? []), hasNextPage: rows.length > query.limit };
  }

  async count(status: ProductStatus | null): Promise<number> {
    const [row] = await this.#db
      .select({ total: count() })
      .from(products)
      .where(status ? eq(products.status, status) : undefined);
    return row?.total ?? 0;
  }

  async variant(variantId: number) {
    const [row] = await this.#db
      .select({ variantId: variants.id, productId: variants.productId, sku: variants.sku, tracked: variants.tracked })
      .from(variants)
      .where(eq(variants.id, variantId));
    return row ?? null;
  }

  async set(draft: ProductDraft, once: WriteOnce | null): Promise<ProductWrite> {
    const existing = draft.id === null ? null : ((await this.byIds([draft.id])).get(draft.id) ?? null);
    if (draft.id !== null && !existing) return { ok: false, reason: 'not_found' };
    try {
      return await this.#write(draft, existing, once);
    } catch (error) {
      const done = await stepDone(this.#db, once, error);
      if (done !== null) return { ok: true, id: done };
      if (!isUniqueViolation(error)) throw error;
      const constraint = constraintOf(error);
      return {
        ok: false,
        reason:
          constraint === 'products_handle' ? 'handle_taken' : constraint === 'variants_sku' ? 'sku_taken' : 'conflict',
      };
    }
  }

  async #write(draft: ProductDraft, existing: EditableProduct | null, once: WriteOnce | null): Promise<ProductWrite> {
    const id = existing?.id ?? (await this.#reserve('products', 1))[0];
    if (id === undefined) throw new Error('products: no id was given out');
    const scalars = {
      ...(draft.handle === undefined ? {} : { handle: draft.handle }),
      ...(draft.descriptionHtml === undefined ? {} : { descriptionHtml: draft.descriptionHtml }),
      ...(draft.vendor === undefined ? {} : { vendor: draft.vendor }),
      ...(draft.productType === undefined ? {} : { productType: draft.productType }),
      ...(draft.tags === undefined ? {} : { tags: [...draft.tags] }),
      ...(draft.status === undefined ? {} : { status: draft.status }),
      ...(draft.seoTitle === undefined ? {} : { seoTitle: draft.seoTitle }),
      ...(draft.seoDescription === undefined ? {} : { seoDescription: draft.seoDescription }),
    };
    const published = draft.status === 'active' ? { publishedAt: sql`coalesce(published_at, now())` } : {};
    const product = existing
      ? this.#db
          .update(products)
          .set({
            ...scalars,
            ...published,
            ...(draft.title === undefined ? {} : { title: draft.title }),
            updatedAt: sql`now()`,
          })
          .where(eq(products.id, id))
      : this.#db.insert(products).values({
          ...scalars,
          id,
          handle: draft.handle ?? `product-${id}`,
          title: draft.title ?? '',
          ...(draft.status === 'active' ? { publishedAt: sql`now()` } : {}),
        });
    const rest = [
      ...(await this.#optionStatements(id, draft, existing)),
      ...(await this.#variantStatements(id, draft, existing)),
    ];
    await this.#db.batch([product, ...rest, ...this.#record(once, id)]);
    return { ok: true, id };
  }

  async #optionStatements(productId: number, draft: ProductDraft, existing: EditableProduct | null) {
    const wanted = draft.options ?? (existing ? null : [DEFAULT_OPTION]);
    if (!wanted) return [];
    const known = existing?.options ?? [];
    const idOf = (name: string) => known.find((option) => option.name === name)?.id;
    const fresh = await this.#reserve(
      'product_options',
      wanted.filter((option) => idOf(option.name) === undefined).length,
    );
    // Options and values keep their ids by name: translations and swatches hang on them.
    const rows = wanted.map((option, index) => ({
      id: idOf(option.name) ?? fresh.shift() ?? 0,
      productId,
      name: option.name,
      position: index + 1,
    }));
    const kept = rows.map((row) => row.id);
    const values = wanted.flatMap((option, index) =>
      option.values.map((name, position) => ({ optionId: kept[index] ?? 0, name, position: position + 1 })),
    );
    const goneOptions = known.filter((option) => !kept.includes(option.id)).map((option) => option.id);
    const goneValues = known.flatMap((option) =>
      option.values
        .filter((value) => !values.some((one) => one.optionId === option.id && one.name === value.name))
        .map((value) => value.id),
    );
    return [
      ...this.#removeOptions(goneOptions, goneValues),
      // Places are unique: those that stay step aside before they change.
      this.#db
        .update(productOptions)
        .set({ position: sql`-${productOptions.position}` })
        .where(eq(productOptions.productId, productId)),
      this.#db
        .insert(productOptions)
        .values(rows)
        .onConflictDoUpdate({ target: productOptions.id, set: { position: sql`excluded.position` } }),
      ...(values.length > 0
        ? [
            this.#db
              .insert(productOptionValues)
              .values(values)
              .onConflictDoUpdate({
                target: [productOptionValues.optionId, productOptionValues.name],
                set: { position: sql`excluded.position` },
              }),
          ]
        : []),
    ];
  }

  /** Removes options and values with their translations, which no foreign key ties to them. */
  #removeOptions(optionIds: readonly number[], valueIds: readonly number[]) {
    const texts = (type: 'option' | 'option_value', ids: readonly number[]) =>
      this.#db
        .delete(translations)
        .where(and(eq(translations.resourceType, type), inArray(translations.resourceId, [...ids])));
    return [
      ...(valueIds.length > 0
        ? [
            texts('option_value', valueIds),
            this.#db.delete(productOptionValues).where(inArray(productOptionValues.id, [...valueIds])),
          ]
        : []),
      ...(optionIds.length > 0
        ? [
            texts('option', optionIds),
            this.#db.delete(productOptions).where(inArray(productOptions.id, [...optionIds])),
          ]
        : []),
    ];
  }

  async #variantStatements(productId: number, draft: ProductDraft, existing: EditableProduct | null) {
    const wanted: readonly VariantDraft[] | null =
      draft.variants ?? (existing ? null : [{ id: null, optionValues: [...DEFAULT_OPTION.values] }]);
    if (!wanted) return [];
    const key = (values: readonly string[]) => JSON.stringify(values);
    const known = (one: VariantDraft) =>
      existing?.variants.find((old) =>
        one.id === null ? key(old.optionValues) === key(one.optionValues) : old.id === one.id,
      );
    const fresh = await this.#reserve('variants', wanted.filter((one) => !known(one)).length);
    const rows = wanted.map((one, index) => {
      const old = known(one);
      const id = old?.id ?? fresh.shift() ?? 0;
      return {
        draft: one,
        isNew: !old,
        row: {
          id,
          productId,
          title: one.optionValues.join(' / '),
          position: index + 1,
          optionValues: [...one.optionValues],
          sku: one.sku === undefined ? (old?.sku ?? null) : one.sku,
          barcode: one.barcode === undefined ? (old?.barcode ?? null) : one.barcode,
          tracked: one.tracked ?? old?.tracked ?? true,
          inventoryPolicy: one.inventoryPolicy ?? old?.inventoryPolicy ?? ('deny' as const),
          taxable: one.taxable ?? old?.taxable ?? true,
          weightGrams: one.weightGrams ?? old?.weightGrams ?? 0,
        },
      };
    });
    const kept = rows.map(({ row }) => row.id);
    const priceRows = rows.flatMap(({ draft: one, row }) =>
      (one.prices ?? []).map((price) => ({ variantId: row.id, ...price })),
    );
    const inserts = rows.filter((one) => one.isNew).map((one) => one.row);
    return [
      this.#db.delete(variants).where(and(eq(variants.productId, productId), not(inArray(variants.id, kept)))),
      ...rows
        .filter((one) => !one.isNew)
        .map(({ row }) =>
          this.#db
            .update(variants)
            .set({ ...row, updatedAt: sql`now()` })
            .where(eq(variants.id, row.id)),
        ),
      ...(inserts.length > 0 ? [this.#db.insert(variants).values(inserts)] : []),
      ...(priceRows.length > 0 ? [this.#priceUpsert(priceRows)] : []),
      ...this.#policyMessage(productId, existing, rows),
    ];
  }

  /** Stock objects keep their own copy of how a variant is sold; a change is told through the outbox, in the same transaction. */
  #policyMessage(
    productId: number,
    existing: EditableProduct | null,
    rows: readonly { readonly row: Pick<EditableVariant, 'id' | 'tracked' | 'inventoryPolicy'> }[],
  ) {
    const variantIds = rows.flatMap(({ row }) => {
      const old = existing?.variants.find((one) => one.id === row.id);
      return old && (old.tracked !== row.tracked || old.inventoryPolicy !== row.inventoryPolicy) ? [row.id] : [];
    });
    if (variantIds.length === 0) return [];
    const ids = JSON.stringify(variantIds);
    return [
      this.#db.insert(outbox).values({
        topic: 'products.changed',
        payload: sql`jsonb_build_object('productIds', jsonb_build_array(${productId}::bigint), 'variantIds', ${ids}::jsonb, 'changeId', gen_random_uuid())`,
      }),
    ];
  }

  async setPrices(
    productId: number,
    wanted: readonly ({ readonly variantId: number } & EditablePrice)[],
    once: WriteOnce | null,
  ): Promise<ProductWrite> {
    if (wanted.length === 0) return { ok: true, id: productId };
    const own = await this.#db.select({ id: variants.id }).from(variants).where(eq(variants.productId, productId));
    if (wanted.some((one) => !own.some((row) => row.id === one.variantId))) return { ok: false, reason: 'not_found' };
    try {
      await this.#db.batch([
        this.#priceUpsert(wanted),
        this.#db.update(products).set({ updatedAt: sql`now()` }).where(eq(products.id, productId)),
        ...this.#record(once, productId),
      ]);
    } catch (error) {
      if ((await stepDone(this.#db, once, error)) === null) throw error;
    }
    return { ok: true, id: productId };
  }

  #record(once: WriteOnce | null, productId: number) {
    return once === null ? [] : [recordStep(this.#db, once, products, sql`${products.id} = ${productId}`)];
  }

  #priceUpsert(rows: readonly ({ readonly variantId: number } & EditablePrice)[]) {
    return this.#db
      .insert(prices)
      .values([...rows])
      .onConflictDoUpdate({
        target: [prices.variantId, prices.currency],
        // What staff set stays set, whatever the rates do.
        set: {
          amountMinor: sql`excluded.amount_minor`,
          compareAtMinor: sql`excluded.compare_at_minor`,
          conversion: sql`null`,
        },
      });
  }

  /** Ids from a table's sequence, so that one batch can name rows that do not exist yet. */
  async #reserve(table: 'products' | 'product_options' | 'variants', how: number): Promise<number[]> {
    if (how === 0) return [];
    const result = await this.#db.execute<{ id: string }>(
      sql`select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${how})`,
    );
    return result.rows.map((row) => Number(row.id));
  }
}
