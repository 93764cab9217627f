import pg from 'pg';
import { readCsvTable } from './csv-table.ts';
import type { ImportProblem, ImportReport } from './report.ts';

/** Fields of Shopify's translation CSV and ours. Source: https://help.shopify.com/manual/markets/languages/translate-adapt-app/export-import */
const FIELDS: Readonly<Record<string, string>> = {
  title: 'title',
  body_html: 'description_html',
  handle: 'handle',
  product_type: 'product_type',
  meta_title: 'seo_title',
  meta_description: 'seo_description',
};
const LOCALE = /^[a-z]{2}(-[a-z]{2,4})?$/;

/** Whether a file is Shopify's translation CSV rather than its product CSV, by its header. */
export function isTranslationFile(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 2048)).split('\n')[0]?.toLowerCase() ?? '';
  return head.includes('translated content') && head.includes('locale');
}

/** Imports translations of products, named by handle or id. A row with a problem is left out and reported; the rest is written in one transaction. */
export async function importTranslations(
  bytes: Uint8Array,
  options: { readonly databaseUrl: string; readonly dryRun: boolean },
): Promise<ImportReport> {
  const nothing = {
    isDryRun: options.dryRun,
    rows: 0,
    created: 0,
    updated: 0,
    refused: 0,
    variants: 0,
    images: 0,
    warnings: [],
  };
  const table = readCsvTable(bytes);
  if (!table.ok)
    return {
      ...nothing,
      problems: [{ line: table.line, column: table.column, value: table.value, reason: table.reason }],
    };
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    const { rows: products } = await client.query<{ id: string; handle: string }>('select id, handle from products');
    const ids = new Map(products.flatMap((one) => [[one.handle, one.id] as const, [one.id, one.id] as const]));
    const problems: ImportProblem[] = [];
    const written: { resource_id: string; locale: string; key: string; value: string }[] = [];
    for (const row of table.rows) {
      const report = (column: string, reason: string) =>
        problems.push({ line: row.line, column, value: row.cell(column), reason });
      const locale = row.cell('Locale').toLowerCase().replace('_', '-');
      const key = FIELDS[row.cell('Field').toLowerCase()];
      const id = ids.get(row.cell('Identification').replace(/^'/, '').toLowerCase());
      if (row.cell('Type').toUpperCase() !== 'PRODUCT') report('Type', 'only PRODUCT is read');
      else if (!id) report('Identification', 'is no product of this shop');
      else if (!LOCALE.test(locale)) report('Locale', 'must be a language such as de or pt-br');
      else if (!key) report('Field', `must be one of ${Object.keys(FIELDS).join(', ')}`);
      else if (row.cell('Translated content') !== '')
        written.push({ resource_id: id, locale, key, value: row.cell('Translated content') });
    }
    if (!options.dryRun && written.length > 0) {
      await client.query(
        `insert into translations (resource_type, resource_id, locale, key, value)
         select distinct on (r.resource_id, r.locale, r.key) 'product', r.resource_id, r.locale, r.key, r.value
         from jsonb_to_recordset($1::jsonb) as r(resource_id bigint, locale text, key text, value text)
         on conflict (resource_type, resource_id, locale, key) do update set value = excluded.value`,
        [JSON.stringify(written)],
      );
    }
    return { ...nothing, rows: table.rows.length, updated: written.length, refused: problems.length, problems };
  } finally {
    await client.end();
  }
}
