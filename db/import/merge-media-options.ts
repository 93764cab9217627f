import type { MediaRow, OptionRow, ValueRow } from './known-products.ts';
import type { Match } from './merge-variants.ts';
import { MOST_IMAGES } from './product-draft.ts';
import type { Merging } from './product-write.ts';

/** Pictures of the file, then known ones it does not name unless they are replaced; keeps ids by address. Notes when there would be too many. */
export function mediaOf(merging: Merging, productId: number, matches: readonly Match[]) {
  const known = merging.known?.media ?? [];
  const wanted = new Map(merging.draft.images.map((image) => [image.url, image]));
  for (const { draft } of matches) {
    const { imageUrl: url, line } = draft;
    if (url !== '' && !wanted.has(url)) wanted.set(url, { line, url, alt: undefined, width: null, height: null });
  }
  const rows = [...wanted.values()].map((image, index): MediaRow => {
    const before = known.find((one) => one.url === image.url);
    return {
      id: before?.id ?? merging.context.nextId(),
      product_id: productId,
      url: image.url,
      alt: image.alt === undefined ? (before?.alt ?? null) : image.alt || null,
      width: image.width ?? before?.width ?? null,
      height: image.height ?? before?.height ?? null,
      position: index + 1,
    };
  });
  const left = known.filter((one) => !wanted.has(one.url));
  // A file without pictures says nothing about them.
  const isReplaced = merging.context.replace && wanted.size > 0;
  const after = isReplaced ? [] : left.map((one, index) => ({ ...one, position: rows.length + index + 1 }));
  if (rows.length + after.length > MOST_IMAGES) {
    const reason = `would have ${rows.length + after.length} pictures; at most ${MOST_IMAGES} are possible`;
    merging.problem(merging.draft.line, 'Image Src', '', reason);
  }
  const ids = new Map(rows.map((row) => [row.url, row.id]));
  return {
    rows: [...rows, ...after],
    removed: isReplaced ? left.map((one) => one.id) : [],
    idOf: (url: string) => ids.get(url) ?? null,
  };
}

/** Options and values keep their ids (and so their translations and swatches) by name. */
export function optionsOf(
  merging: Merging,
  productId: number,
  names: readonly string[],
  combinations: readonly (readonly string[])[],
  isReplaced: boolean,
) {
  const known = merging.known?.options ?? [];
  const values: ValueRow[] = [];
  const removedValues: number[] = [];
  const options = names.map((name, index): OptionRow => {
    const before = known.find((option) => option.name === name);
    const id = before?.id ?? merging.context.nextId();
    const used = [...new Set(combinations.map((combination) => combination[index] ?? ''))];
    const unused = (before?.values ?? []).filter((value) => !used.includes(value.name));
    const order = isReplaced ? used : [...used, ...unused.map((value) => value.name)];
    if (isReplaced) removedValues.push(...unused.map((value) => value.id));
    for (const [place, value] of order.entries()) {
      const valueId = before?.values.find((one) => one.name === value)?.id ?? merging.context.nextId();
      values.push({ id: valueId, option_id: id, name: value, position: place + 1 });
    }
    return { id, product_id: productId, name, position: index + 1 };
  });
  const gone = known.filter((option) => !names.includes(option.name));
  const removedOptions = gone.map((option) => option.id);
  removedValues.push(...gone.flatMap((option) => option.values.map((value) => value.id)));
  return { options, values, removedOptions, removedValues };
}
