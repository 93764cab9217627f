import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { freePortFrom } from '../../../dev/ports.ts';

/** Stock objects alone on local workerd. */
export interface StockWorld {
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts `stock-worker.ts` on workerd with storage on disk; close it after use. */
export async function startStockWorld(): Promise<StockWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-bench-'));
  const bundled = await build({
    entryPoints: [path.join(import.meta.dirname, 'stock-worker.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'error',
  });
  const port = await freePortFrom(28_800);
  const flare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      workers: [
        {
          name: 'stock',
          modules: true,
          script: bundled.outputFiles[0]?.text ?? '',
          compatibilityDate: '2026-11-01',
          compatibilityFlags: ['nodejs_compat'],
          durableObjects: {
            SKU_INVENTORY: { className: 'BenchSku', useSQLite: true },
            SKU_LOT: { className: 'BenchLot', useSQLite: true },
            COMMIT_PER_CALL: { className: 'CommitPerCall', useSQLite: true },
          },
        },
      ],
      resourcePersistencePath: path.join(folder, 'objects'),
      verbose: false,
    }),
  );
  await flare.ready;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      await flare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
