import { accessFrom } from '../access.ts';
import type { AdminPageContext } from './graphql.ts';

/** What is wrong with a row of a file of counts. */
export interface RowProblem {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** What a file of counts would do. */
export interface Forecast {
  readonly lines: number;
  readonly rowCount: number;
  readonly changing: number;
  readonly problems: readonly RowProblem[];
}

/** How far an import is, as the admin API tells it. */
export interface ImportProgress {
  readonly id: string;
  readonly fileName: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly rowCount: number;
  readonly doneCount: number;
  readonly appliedCount: number;
  readonly problemCount: number;
}

/** Fields of `ImportProgress` in a document. */
export const IMPORT_FIELDS = 'id fileName createdBy createdAt finishedAt rowCount doneCount appliedCount problemCount';

/** Outcome of sending a file: what it would do, the number of the import, or why it was refused. */
export type SentFile =
  | { readonly ok: true; readonly forecast: Forecast }
  | { readonly ok: true; readonly importId: number }
  | { readonly ok: false; readonly problem: string };

/** Sends a file of counts as the signed-in staff member; a dry run only asks what it would do. */
export async function sendCounts(page: AdminPageContext, file: File, isDryRun: boolean): Promise<SentFile> {
  const context = 'cfContext' in page.locals ? page.locals.cfContext : null;
  const address = new URL('/admin/api/stock/imports', page.url.origin);
  address.searchParams.set('name', file.name);
  if (isDryRun) address.searchParams.set('dryRun', '1');
  const headers = {
    'content-type': 'text/csv',
    origin: page.url.origin,
    cookie: page.request.headers.get('cookie') ?? '',
  };
  const body = await file.arrayBuffer();
  const access = accessFrom(context, page.url, undefined, null);
  const response = await access.send(new Request(address, { method: 'POST', headers, body }));
  const answer = await response.json<Partial<Forecast> & { id?: number; error?: string }>();
  if (!response.ok) return { ok: false, problem: answer.error ?? `The shop answered with HTTP ${response.status}.` };
  if (answer.id !== undefined) return { ok: true, importId: answer.id };
  const { lines = 0, rowCount = 0, changing = 0, problems = [] } = answer;
  return { ok: true, forecast: { lines, rowCount, changing, problems } };
}
