import type Client from 'typesense/lib/Typesense/Client';
import type { CurationObjectSchema } from 'typesense/lib/Typesense/CurationSets';
import type { RankingRule } from '../../../commerce/search/ranking-rules.ts';
import { wordsInOrder } from '../../../commerce/search/tokenise.ts';
import type { SearchSettings } from '../../ports/search.ts';
import type { TypesenseAbilities } from './typesense-abilities.ts';

interface SynonymItem {
  readonly id: string;
  readonly synonyms: string[];
  readonly root?: string;
}

/** Synonym lines as Typesense has them: sets, or a root and what it also means. */
export function synonymItems(lines: readonly string[], language: string): readonly SynonymItem[] {
  const split = (text: string) =>
    text
      .split(/[,،、]/)
      .map((one) => wordsInOrder(one, language).join(' '))
      .filter(Boolean);
  return lines.flatMap((line, index): SynonymItem[] => {
    const [left = '', right] = line.split('=>');
    const sources = split(left);
    if (right === undefined) return sources.length > 1 ? [{ id: `line-${index}`, synonyms: sources }] : [];
    const targets = split(right);
    return targets.length === 0
      ? []
      : sources.map((root, at) => ({ id: `line-${index}-${at}`, root, synonyms: targets }));
  });
}

const seconds = (ms: number | null, name: 'effective_from_ts' | 'effective_to_ts') =>
  ms === null ? {} : { [name]: Math.floor(ms / 1000) };

/** Pins and hidings for a query, for clients that ask the server itself; what else rules do is done with each search. */
export function curations(rules: readonly RankingRule[]): readonly CurationObjectSchema[] {
  return rules.flatMap((rule): CurationObjectSchema[] => {
    if ((rule.kind !== 'pin' && rule.kind !== 'hide') || rule.query === null || rule.productIds.length === 0) return [];
    const ids = rule.productIds.map(String);
    return [
      {
        id: `rule-${rule.id}`,
        rule: { query: rule.query, match: 'exact' },
        ...(rule.kind === 'pin'
          ? { includes: ids.map((id, index) => ({ id, position: Math.max(1, rule.position) + index })) }
          : { excludes: ids.map((id) => ({ id })) }),
        ...seconds(rule.startsAtMs, 'effective_from_ts'),
        ...seconds(rule.endsAtMs, 'effective_to_ts'),
      },
    ];
  });
}

/** Writes synonyms and curations, as sets that collections name (30 and later) or into the collection itself. */
export async function writeSettings(
  client: Client,
  collection: string,
  setName: string,
  settings: SearchSettings,
  language: string,
  abilities: TypesenseAbilities,
): Promise<void> {
  const synonyms = synonymItems(settings.synonyms, language);
  const items = curations(settings.ranking.rules);
  if (abilities.sets) {
    await client.synonymSets(setName).upsert({ items: [...synonyms] });
    await client.curationSets(setName).upsert({ items: [...items] });
    await client.collections(collection).update({ synonym_sets: [setName], curation_sets: [setName] });
    return;
  }
  const { synonyms: known } = await client.collections(collection).synonyms().retrieve();
  for (const { id } of known)
    if (!synonyms.some((one) => one.id === id)) await client.collections(collection).synonyms(id).delete();
  for (const { id, ...item } of synonyms) await client.collections(collection).synonyms().upsert(id, item);
  const { overrides } = await client.collections(collection).overrides().retrieve();
  for (const { id } of overrides)
    if (!items.some((one) => one.id === id)) await client.collections(collection).overrides(id).delete();
  for (const { id, rule, ...item } of items)
    if (rule.query !== undefined)
      await client
        .collections(collection)
        .overrides()
        .upsert(id, { ...item, rule: { query: rule.query, match: rule.match } });
}
