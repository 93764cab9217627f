import { DatabaseSync } from 'node:sqlite';
import { create, insertMultiple, type Orama, search } from '@orama/orama';
import { stemmer } from '@orama/stemmers/english';
import type { SearchDocument } from '../../../commerce/search/document.ts';
import { anySearch } from '../../../commerce/search/search-request.ts';
import { FIELDS } from '../../../commerce/search/segment.ts';
import { TypesenseSearch } from '../../../worker/adapters/typesense/typesense-search.ts';
import type { TypesenseServer } from '../../support/typesense-server.ts';

/** A search engine as the bench sees it. */
export interface Rival {
  readonly name: string;
  /** Takes every document in. */
  index(documents: readonly SearchDocument[]): Promise<void>;
  /** Ids, best first, at most `limit`; counts the facets it is told of beside them. */
  find(query: string, limit: number, facets: readonly string[]): Promise<readonly number[]>;
}

const textOf = (document: SearchDocument, field: (typeof FIELDS)[number]) => (document.texts[field] ?? []).join(' \n ');
const WEIGHTS = { title: 4, brand: 3, type: 3, tags: 1.5, options: 1, attributes: 0.6, description: 2, codes: 6 };

/** SQLite's FTS5 as a Durable Object has it: porter stemming, weighted bm25(), facets counted by a join. */
export function fts5(): Rival {
  const db = new DatabaseSync(':memory:');
  db.exec(
    `CREATE VIRTUAL TABLE found USING fts5(${FIELDS.join(', ')}, tokenize = 'porter unicode61 remove_diacritics 2')`,
  );
  db.exec('CREATE TABLE facet (doc INTEGER, name TEXT, value TEXT)');
  return {
    name: 'fts5',
    async index(documents) {
      const insert = db.prepare(
        `INSERT INTO found (rowid, ${FIELDS.join(', ')}) VALUES (?${', ?'.repeat(FIELDS.length)})`,
      );
      const facet = db.prepare('INSERT INTO facet VALUES (?, ?, ?)');
      db.exec('BEGIN');
      for (const one of documents) {
        insert.run(one.id, ...FIELDS.map((field) => textOf(one, field)));
        for (const [name, values] of Object.entries(one.values))
          for (const value of values) facet.run(one.id, name, value);
      }
      db.exec('COMMIT');
      db.exec('CREATE INDEX facet_doc ON facet (doc)');
    },
    async find(query, limit, facets) {
      const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
      if (words.length === 0) return [];
      const match = words.map((word) => `"${word}"`).join(' OR ');
      const rows = db
        .prepare(
          `SELECT rowid AS id FROM found WHERE found MATCH ? ORDER BY bm25(found, ${FIELDS.map((field) => WEIGHTS[field]).join(', ')}) LIMIT ?`,
        )
        .all(match, limit);
      if (facets.length > 0)
        db.prepare(
          `SELECT name, value, count(*) FROM facet WHERE doc IN (SELECT rowid FROM found WHERE found MATCH ?) AND name IN (${facets.map(() => '?').join(', ')}) GROUP BY name, value`,
        ).all(match, ...facets);
      return rows.map((row) => Number(row.id));
    },
  };
}

/** Orama with English stemming, our field weights and one edit of tolerance. */
export function orama(facetNames: readonly string[]): Rival {
  const plain = (name: string) => name.replace(/\W/g, '_');
  const schema: Record<string, 'string' | 'enum[]'> = Object.fromEntries([
    ...FIELDS.map((field) => [field, 'string'] as const),
    ...facetNames.map((name) => [`facet_${plain(name)}`, 'enum[]'] as const),
  ]);
  const db: Orama<typeof schema> = create({
    schema,
    components: { tokenizer: { language: 'english', stemming: true, stemmer } },
  });
  return {
    name: 'orama',
    async index(documents) {
      await insertMultiple(
        db,
        documents.map((one) => ({
          id: String(one.id),
          ...Object.fromEntries(FIELDS.map((field) => [field, textOf(one, field)])),
          ...Object.fromEntries(facetNames.map((name) => [`facet_${plain(name)}`, [...(one.values[name] ?? [])]])),
        })),
        500,
      );
    },
    async find(query, limit, facets) {
      const found = await search(db, {
        term: query,
        properties: [...FIELDS],
        boost: WEIGHTS,
        limit,
        tolerance: 0,
        threshold: 1,
        ...(facets.length > 0
          ? { facets: Object.fromEntries(facets.map((name) => [`facet_${plain(name)}`, { limit: 10 }])) }
          : {}),
      });
      return found.hits.map((hit) => Number(hit.id));
    },
  };
}

/** A Typesense server through our adapter, over HTTP on this machine. */
export function typesense(server: TypesenseServer, prefix: string): Rival {
  const search = new TypesenseSearch({
    url: server.url,
    apiKey: server.apiKey,
    prefix,
    nowMs: () => 0,
    report: (line, error) => console.error(line, error),
    timeoutSeconds: 60,
  });
  return {
    name: 'typesense',
    async index(documents) {
      await search.rebuild('en', async function* () {
        for (let at = 0; at < documents.length; at += 500) yield documents.slice(at, at + 500);
      });
    },
    async find(query, limit, facets) {
      const answer = await search.search({ ...anySearch('en', query), limit, facets });
      return answer.ok ? answer.hits.map((hit) => hit.id) : [];
    },
  };
}
