import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** hydrogen-react's decoder of variant combinations; loaded by its file, since the package's entry needs React. */
export async function hydrogenDecoder(): Promise<(encoded: string) => number[][]> {
  const schema = createRequire(import.meta.url).resolve('@shopify/hydrogen-react/storefront.schema.json');
  const file = path.join(path.dirname(schema), 'dist/node-prod/optionValueDecoder.mjs');
  const decoder = (await import(pathToFileURL(file).href)) as { decodeEncodedVariant: (encoded: string) => number[][] };
  return decoder.decodeEncodedVariant;
}
