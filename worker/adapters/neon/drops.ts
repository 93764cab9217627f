import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { DropTerms } from '../../../commerce/drops/drop.ts';
import type { Db } from '../../../db/client.ts';
import { products, variants } from '../../../db/schema/catalogue.ts';
import { drops } from '../../../db/schema/drops.ts';
import type { DropRecord, DropRecords } from '../../ports/drop-records.ts';
import { isUniqueViolation } from './sql-state.ts';

const MOST = 250;

interface Row {
  readonly drop: typeof drops.$inferSelect;
  readonly productId: number;
  readonly productTitle: string;
  readonly variantTitle: string;
}

const recordOf = ({ drop, ...names }: Row): DropRecord => ({
  ...names,
  terms: {
    dropId: drop.id,
    variantId: drop.variantId,
    joinsFromMs: drop.joinsFrom.getTime(),
    opensAtMs: drop.opensAt.getTime(),
    closesAtMs: drop.closesAt?.getTime() ?? null,
    units: drop.units,
    perCustomer: drop.perCustomer,
    windowMs: drop.windowSeconds * 1_000,
    admitPerSecond: drop.admitPerSecond,
    perNetwork: drop.perNetwork,
  },
  createdBy: drop.createdBy,
  createdAtMs: drop.createdAt.getTime(),
  end: drop.outcome,
  endedAtMs: drop.endedAt?.getTime() ?? null,
  sold: drop.sold,
});

const rowOf = (terms: Omit<DropTerms, 'dropId'>) => ({
  variantId: terms.variantId,
  joinsFrom: new Date(terms.joinsFromMs),
  opensAt: new Date(terms.opensAtMs),
  closesAt: terms.closesAtMs === null ? null : new Date(terms.closesAtMs),
  units: terms.units,
  perCustomer: terms.perCustomer,
  windowSeconds: Math.round(terms.windowMs / 1_000),
  admitPerSecond: terms.admitPerSecond,
  perNetwork: terms.perNetwork,
});

/** The DropRecords port over PostgreSQL. */
export function neonDrops(db: Db): DropRecords {
  const chosen = () =>
    db
      .select({ drop: drops, productId: products.id, productTitle: products.title, variantTitle: variants.title })
      .from(drops)
      .innerJoin(variants, eq(variants.id, drops.variantId))
      .innerJoin(products, eq(products.id, variants.productId))
      .$dynamic();
  const newestFirst = [desc(drops.opensAt), desc(drops.id)] as const;
  return {
    async create(terms, createdBy) {
      try {
        const [row] = await db
          .insert(drops)
          .values({ ...rowOf(terms), createdBy })
          .returning({ dropId: drops.id });
        if (!row) throw new Error('drops: nothing was written');
        return { ok: true, dropId: row.dropId };
      } catch (error) {
        if (isUniqueViolation(error)) return { ok: false, reason: 'lasting' };
        throw error;
      }
    },
    remove: async (dropId) => void (await db.delete(drops).where(eq(drops.id, dropId))),
    async find(dropId) {
      const [row] = await chosen().where(eq(drops.id, dropId));
      return row ? recordOf(row) : null;
    },
    list: async () =>
      (
        await chosen()
          .orderBy(...newestFirst)
          .limit(MOST)
      ).map(recordOf),
    async current(endedAfterMs) {
      const isCurrent = or(isNull(drops.endedAt), gt(drops.endedAt, new Date(endedAfterMs)));
      return (
        await chosen()
          .where(isCurrent)
          .orderBy(...newestFirst)
          .limit(MOST)
      ).map(recordOf);
    },
    async end(messages) {
      for (const { dropId, end: outcome, endedAtMs, sold } of messages)
        await db
          .update(drops)
          .set({ outcome, endedAt: new Date(endedAtMs), sold })
          .where(and(eq(drops.id, dropId), isNull(drops.endedAt)));
    },
  };
}
