import { GraphQLError } from 'graphql';
import type { StockImportRecord, StockRowProblem } from '../../ports/stock-imports.ts';
import { runStockImport } from '../../services/import-stock.ts';
import { inParallel } from '../../services/in-parallel.ts';
import { auditStock, type DriftReport, rebuildStock, type StockDrift } from '../../services/stock-drift.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { pageSize, requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { LocationType } from './locations.ts';

const RowProblem = adminBuilder.objectRef<StockRowProblem>('StockImportProblem').implement({
  description: 'Why a row of a file of counts was not written.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Line of the file the row begins on, counting from 1.' }),
    column: t.exposeString('column'),
    value: t.exposeString('value'),
    reason: t.exposeString('reason'),
  }),
});

const StockImport = adminBuilder.objectRef<StockImportRecord>('StockImport').implement({
  description: 'A file of counts on its way into the stock objects. Send one with POST /admin/api/stock/imports.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('StockImport', one.id) }),
    fileName: t.exposeString('fileName'),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.createdAtMs) }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (one) => (one.finishedAtMs === null ? null : new Date(one.finishedAtMs)),
    }),
    rowCount: t.exposeInt('rowCount', { description: 'Quantities to write.' }),
    doneCount: t.exposeInt('doneCount', { description: 'Quantities that were written or refused so far.' }),
    appliedCount: t.exposeInt('appliedCount'),
    problemCount: t.exposeInt('problemCount'),
    problems: t.field({ type: [RowProblem], resolve: (one) => [...one.problems] }),
  }),
});

const Drift = adminBuilder.objectRef<StockDrift>('StockDifference').implement({
  description: 'Two copies of one stock that disagree; the stock object is right.',
  fields: (t) => ({
    between: t.exposeString('between'),
    what: t.exposeString('what'),
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: async (one, _args, ctx) => (await ctx.deps.warehouses()).find((w) => w.id === one.warehouseId) ?? null,
    }),
  }),
});

interface Audit {
  readonly variantId: number;
  readonly sku: string | null;
  readonly report: DriftReport;
}

const AuditType = adminBuilder.objectRef<Audit>('StockAudit').implement({
  description: 'The copies of an item’s stock compared: its object, the object’s ledger, and the records.',
  fields: (t) => ({
    inventoryItemId: t.id({ resolve: (one) => toGid('InventoryItem', one.variantId) }),
    sku: t.exposeString('sku', { nullable: true }),
    isReadable: t.boolean({
      description: 'False when the object could not be read; then nothing is known.',
      resolve: ({ report }) => report.ok,
    }),
    differences: t.field({ type: [Drift], resolve: ({ report }) => (report.ok ? [...report.drifts] : []) }),
  }),
});

interface AuditPage {
  readonly checked: number;
  readonly next: string | null;
  readonly audits: readonly Audit[];
}

const AuditPageType = adminBuilder.objectRef<AuditPage>('StockAuditPage').implement({
  description: 'A stretch of items, in the order of their ids.',
  fields: (t) => ({
    checkedCount: t.exposeInt('checked'),
    endCursor: t.exposeString('next', { nullable: true, description: 'Where to go on; null at the end.' }),
    audits: t.field({
      type: [AuditType],
      description: 'Items that disagree or could not be read.',
      resolve: (p) => [...p.audits],
    }),
  }),
});

const driftDeps = (ctx: AdminContext) => ({ records: ctx.deps.stockRecords, inventory: ctx.deps.inventory });
/** Objects read at once. */
const TOGETHER = 16;
/** Copies are behind while a message is on its way; what disagrees is looked at again after this. */
const SECOND_LOOK_MS = 1_500;

const isClean = (report: DriftReport) => report.ok && report.drifts.length === 0;

/** A stretch of items after a number, those that disagree looked at twice. */
async function auditPage(ctx: AdminContext, after: number, first: number): Promise<AuditPage> {
  const items = await ctx.deps.stockTargets.after(after, first);
  const look = async (some: typeof items): Promise<Audit[]> => {
    const audits = await inParallel(some, TOGETHER, async ({ variantId, sku }) => ({
      variantId,
      sku,
      report: await auditStock(variantId, driftDeps(ctx)),
    }));
    return audits.filter(({ report }) => !isClean(report));
  };
  let audits = await look(items);
  if (audits.length > 0) {
    await ctx.deps.pause(SECOND_LOOK_MS);
    audits = await look(audits);
  }
  const last = items.at(-1);
  return { checked: items.length, next: last && items.length === first ? String(last.variantId) : null, audits };
}

adminBuilder.queryFields((t) => ({
  stockImport: t.field({
    type: StockImport,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx) => ctx.deps.stockImports.byId(requireId('StockImport', String(args.id), 'id')),
  }),
  stockImports: t.field({
    type: [StockImport],
    description: 'The latest imports of counts, newest first, without their problems.',
    args: { first: t.arg.int() },
    resolve: async (_root, args, ctx) => [...(await ctx.deps.stockImports.latest(pageSize(args.first, 20)))],
  }),
  stockAudit: t.field({
    type: AuditPageType,
    description:
      'Compares object, ledger and records of the next items after a cursor (at most 250); the object is right. What only is on its way is waited for.',
    args: { first: t.arg.int(), after: t.arg.string() },
    resolve: (_root, args, ctx) => {
      const after = args.after ?? '0';
      if (!/^\d{1,15}$/.test(after))
        throw new GraphQLError('after: not a cursor of this list.', {
          extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
        });
      return auditPage(ctx, Number(after), pageSize(args.first, 100));
    },
  }),
}));

interface RepairPayload {
  readonly audit: Audit | null;
  readonly userErrors: readonly UserError[];
}
const RepairPayloadType = adminBuilder.objectRef<RepairPayload>('StockRebuildPayload').implement({
  fields: (t) => ({
    audit: t.field({ type: AuditType, nullable: true, description: 'The copies after it.', resolve: (p) => p.audit }),
    userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
  }),
});
interface RunPayload {
  readonly import: StockImportRecord | null;
  readonly userErrors: readonly UserError[];
}
const RunPayloadType = adminBuilder.objectRef<RunPayload>('StockImportRunPayload').implement({
  fields: (t) => ({
    stockImport: t.field({ type: StockImport, nullable: true, resolve: (p) => p.import }),
    userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
  }),
});

/** Chunks of one call: their calls to objects stay below what a request may make. */
const CHUNKS_PER_RUN = 3;

adminBuilder.mutationFields((t) => ({
  stockRebuild: t.field({
    type: RepairPayloadType,
    nullable: true,
    description: 'Makes the records of an item what its stock object says: levels and ledger.',
    args: { inventoryItemId: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const variantId = requireId('InventoryItem', String(args.inventoryItemId), 'inventoryItemId');
      const rebuilt = await rebuildStock(variantId, driftDeps(ctx));
      if (!rebuilt.ok) {
        const message =
          rebuilt.reason === 'not_found'
            ? 'The inventory item does not exist.'
            : 'Stock could not be reached; try again.';
        if (rebuilt.reason === 'unavailable') ctx.requestKey?.leaveOpen();
        return { audit: null, userErrors: [{ field: ['inventoryItemId'], message }] };
      }
      const item = await ctx.deps.stockItem(variantId);
      const report = await auditStock(variantId, driftDeps(ctx));
      return { audit: { variantId, sku: item?.sku ?? null, report }, userErrors: [] };
    },
  }),
  stockImportRun: t.field({
    type: RunPayloadType,
    nullable: true,
    description:
      'Writes a few waiting chunks of an import; repeat it until finishedAt is there. The minute’s round does the same where nobody does.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const importId = requireId('StockImport', String(args.id), 'id');
      await runStockImport(ctx.deps, importId, CHUNKS_PER_RUN);
      const record = await ctx.deps.stockImports.byId(importId);
      const userErrors = record ? [] : [{ field: ['id'], message: 'The import does not exist.' }];
      return { import: record, userErrors };
    },
  }),
}));
