import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { translations as texts } from '../../../db/schema/catalogue.ts';
import { articles, pages } from '../../../db/schema/shop.ts';
import type { WriteOnce } from '../../ports/idempotency.ts';
import type { Translatable, Translations } from '../../ports/translations.ts';
import { recordStep, stepDone } from './idempotency-keys.ts';

const TABLES = { page: pages, article: articles } as const;
const columns = { locale: texts.locale, field: texts.key, value: texts.value };

const ofRecord = ({ type, id }: Translatable) => and(eq(texts.resourceType, type), eq(texts.resourceId, id));

/** Translations in Postgres over the Neon driver. */
export function neonTranslations(db: Db): Translations {
  const record = (one: Translatable, once: WriteOnce | null) => {
    const table = TABLES[one.type];
    return once === null ? [] : [recordStep(db, once, table, eq(table.id, one.id))];
  };
  return {
    of: (one) => db.select(columns).from(texts).where(ofRecord(one)).orderBy(asc(texts.locale), asc(texts.key)),
    async write(one, wanted, once) {
      if (wanted.length === 0) return;
      const rows = wanted.map(({ locale, field, value }) => ({
        resourceType: one.type,
        resourceId: one.id,
        locale,
        key: field,
        value,
      }));
      const upsert = db
        .insert(texts)
        .values(rows)
        .onConflictDoUpdate({
          target: [texts.resourceType, texts.resourceId, texts.locale, texts.key],
          set: { value: sql`excluded.value` },
        });
      try {
        await db.batch([upsert, ...record(one, once)]);
      } catch (error) {
        if ((await stepDone(db, once, error)) === null) throw error;
      }
    },
    async remove(one, fields, locales, once) {
      if (fields.length === 0 || locales.length === 0) return [];
      const removal = db
        .delete(texts)
        .where(and(ofRecord(one), inArray(texts.key, [...fields]), inArray(texts.locale, [...locales])))
        .returning(columns);
      try {
        return (await db.batch([removal, ...record(one, once)]))[0];
      } catch (error) {
        if ((await stepDone(db, once, error)) === null) throw error;
        return [];
      }
    },
  };
}
