/** Orders documents by how well their texts answer a query. */

import type { QueryWord } from './expand-query.ts';
import type { IndexStore } from './index-store.ts';
import { matchWords, occurrencesIn, type WordMatches } from './match-words.ts';
import { nthBest } from './nth-best.ts';
import { FIELD_SHIFT, FIELDS, POSITION_MASK } from './segment.ts';
import { wordsInOrder } from './tokenise.ts';
import type { Tuning } from './tuning.ts';

/** A document with its text score; `coverage` is the share of the query it answers, by weight. */
export interface TextHit {
  readonly doc: number;
  score: number;
  readonly coverage: number;
  /** The same, with every way to say a word counted whole. */
  readonly answered: number;
}

const NEAR = 6;
const TITLE = FIELDS.indexOf('title');
/** Minor words count this little. */
const MINOR = 0.25;

/**
 * Scores every document that holds a word of the query. The best `lookedAt` are looked at closely (where their words stand to one another) and come first, best
 * first, equals in the documents' own order; the others follow in no order. Only the best `most` are answered.
 */
export function rankText(
  store: IndexStore,
  words: readonly QueryWord[],
  tuning: Tuning,
  lookedAt = 200,
  most = Number.POSITIVE_INFINITY,
): readonly TextHit[] {
  const wanted = words.filter((word) => !word.isNegated);
  const matches = matchWords(store, wanted, tuning);
  const mass = matches.map((match) => match.idf * (match.word.isMinor ? MINOR : 1));
  const seen = new Uint8Array(store.rows.length);
  const docs: number[] = [];
  // What holds only words that connect others is no find, unless the query is made of nothing else.
  const finding = matches.filter((match) => !match.word.isMinor);
  for (const match of finding.length > 0 ? finding : matches)
    for (const doc of match.documents) {
      if (seen[doc] === 1) continue;
      seen[doc] = 1;
      docs.push(doc);
    }
  const { close, others } = parted(bestHits(docs, matches, mass, tuning, most), lookedAt);
  lookClosely(store, close, matches, mass, words, tuning);
  return [...close.sort(byScore), ...others];
}

/** The hits of documents whose scores are among the best `most`, and of those as good as the last of these. Hits are made of them alone: scores cost far less. */
function bestHits(
  docs: readonly number[],
  matches: readonly WordMatches[],
  mass: readonly number[],
  tuning: Tuning,
  most: number,
): TextHit[] {
  const totalMass = mass.reduce((a, b) => a + b, 0) || 1;
  const hits: TextHit[] = [];
  if (docs.length <= most) {
    for (const doc of docs) hits.push(hitOf(doc, matches, mass, totalMass, tuning));
    return hits;
  }
  const scores = new Float64Array(docs.length);
  for (let at = 0; at < docs.length; at += 1) scores[at] = scoreOf(docs[at] ?? 0, matches, mass, totalMass, tuning);
  const least = nthBest(scores, most);
  for (let at = 0; at < docs.length; at += 1)
    if ((scores[at] ?? 0) >= least) hits.push(hitOf(docs[at] ?? 0, matches, mass, totalMass, tuning));
  return hits;
}

/** Parts the best `count` hits from the others; of equals those that come first in the documents' own order. */
function parted(hits: TextHit[], count: number): { readonly close: TextHit[]; readonly others: readonly TextHit[] } {
  if (hits.length <= count) return { close: hits, others: [] };
  const scores = new Float64Array(hits.length);
  for (let at = 0; at < hits.length; at += 1) scores[at] = hits[at]?.score ?? 0;
  const least = nthBest(scores, count);
  const close: TextHit[] = [];
  const equal: TextHit[] = [];
  const others: TextHit[] = [];
  for (const hit of hits) (hit.score > least ? close : hit.score === least ? equal : others).push(hit);
  equal.sort(byScore);
  const room = count - close.length;
  return { close: [...close, ...equal.slice(0, room)], others: [...equal.slice(room), ...others] };
}

const byScore = (a: TextHit, b: TextHit) => b.score - a.score || a.doc - b.doc;

function scoreOf(
  doc: number,
  matches: readonly WordMatches[],
  mass: readonly number[],
  totalMass: number,
  tuning: Tuning,
): number {
  let text = 0;
  let covered = 0;
  let titled = 0;
  for (let index = 0; index < matches.length; index += 1) {
    const match = matches[index];
    const frequency = match?.frequencies[doc] ?? 0;
    if (!match || frequency === 0) continue;
    const own = mass[index] ?? 0;
    const surely = own * (match.surety[doc] ?? 0);
    text += (own * (tuning.saturation + 1) * frequency) / (frequency + tuning.saturation);
    covered += surely;
    if (match.inTitle[doc] === 1) titled += surely;
  }
  return text * (covered / totalMass) ** tuning.coveragePower + tuning.titleBoost * titled * (titled / totalMass);
}

function hitOf(
  doc: number,
  matches: readonly WordMatches[],
  mass: readonly number[],
  totalMass: number,
  tuning: Tuning,
): TextHit {
  let covered = 0;
  let answered = 0;
  for (let index = 0; index < matches.length; index += 1) {
    const match = matches[index];
    if (!match || (match.frequencies[doc] ?? 0) === 0) continue;
    const own = mass[index] ?? 0;
    covered += own * (match.surety[doc] ?? 0);
    answered += own;
  }
  return {
    doc,
    coverage: covered / totalMass,
    answered: answered / totalMass,
    score: scoreOf(doc, matches, mass, totalMass, tuning),
  };
}

function lookClosely(
  store: IndexStore,
  hits: readonly TextHit[],
  matches: readonly WordMatches[],
  mass: readonly number[],
  words: readonly QueryWord[],
  tuning: Tuning,
): void {
  const totalMass = mass.reduce((a, b) => a + b, 0);
  const asked = new Set(words.map((word) => word.text));
  const negated = words.filter((word) => word.isNegated);
  const negations = words.filter((word, index) => !word.isNegated && words[index + 1]?.isNegated === true);
  for (const hit of hits) {
    const places = matches.map((match) =>
      (match.surety[hit.doc] ?? 0) > 0 ? occurrencesIn(store, hit.doc, match.word) : [],
    );
    hit.score += pairs(places, matches, mass, tuning) + early(places, mass, tuning);
    hit.score += tuning.wholeValueBoost * totalMass * wholeValues(store, hit.doc, asked);
    if (negated.length > 0) hit.score *= negation(store, hit.doc, negations, negated, tuning);
  }
  preferType(store, hits, tuning);
}

/** Words of the query that stand beside or near each other in a field. */
function pairs(
  places: readonly (readonly number[])[],
  matches: readonly WordMatches[],
  mass: readonly number[],
  tuning: Tuning,
): number {
  let sum = 0;
  for (let index = 0; index + 1 < places.length; index += 1) {
    const [left = [], right = []] = [places[index], places[index + 1]];
    const weight = Math.min(mass[index] ?? 0, mass[index + 1] ?? 0);
    if (left.length === 0 || right.length === 0 || matches[index]?.word.isMinor) continue;
    sum += weight * closeness(left, right, tuning);
  }
  return sum;
}

function closeness(left: readonly number[], right: readonly number[], tuning: Tuning): number {
  let best = 0;
  let at = 0;
  for (const place of left) {
    while (at < right.length && (right[at] ?? 0) < place - NEAR) at += 1;
    for (let next = at; next < right.length; next += 1) {
      const other = right[next] ?? 0;
      if (other > place + NEAR) break;
      if (other >>> FIELD_SHIFT !== place >>> FIELD_SHIFT) continue;
      const share = place >>> FIELD_SHIFT === TITLE ? 1 : 0.5;
      // The same place: one word that stands for both.
      const isPair = other === place + 1 || other === place;
      best = Math.max(best, share * (isPair ? tuning.pairBoost : tuning.nearBoost));
    }
  }
  return best;
}

/** Titles name first what a thing is. */
function early(places: readonly (readonly number[])[], mass: readonly number[], tuning: Tuning): number {
  let sum = 0;
  places.forEach((own, index) => {
    const first = own[0];
    if (first !== undefined && first >>> FIELD_SHIFT === TITLE)
      sum += ((mass[index] ?? 0) * tuning.earlyBoost) / (1 + (first & POSITION_MASK) / 4);
  });
  return sum;
}

const valueWords = new Map<string, readonly string[]>();
function wordsOfValue(value: string, language: string): readonly string[] {
  const known = valueWords.get(value);
  if (known) return known;
  if (valueWords.size > 20_000) valueWords.clear();
  const words = wordsInOrder(value, language);
  valueWords.set(value, words);
  return words;
}

/** Values of brand and type that the query names whole, as share of its words. */
function wholeValues(store: IndexStore, doc: number, asked: ReadonlySet<string>): number {
  const row = store.rows[doc];
  let named = 0;
  for (const key of ['vendor', 'product_type'])
    for (const value of row?.values[key] ?? []) {
      const words = wordsOfValue(value, store.language);
      if (words.length > 0 && words.every((word) => asked.has(word))) named += words.length;
    }
  return Math.min(1, named / Math.max(1, asked.size));
}

/** What a document says of the things that the query does not want: "without lids" is good, "lids" alone is not. */
function negation(
  store: IndexStore,
  doc: number,
  negations: readonly QueryWord[],
  negated: readonly QueryWord[],
  tuning: Tuning,
): number {
  const denied = negations.flatMap((word) => occurrencesIn(store, doc, word));
  let factor = 1;
  for (const word of negated) {
    const places = occurrencesIn(store, doc, word);
    const isDenied = places.some((place) => denied.some((no) => place > no && place - no <= 2));
    if (isDenied) factor *= 1 + tuning.negationBoost;
    else if (places.length > 0)
      factor *= 1 - tuning.negationPenalty * (places.some((place) => place >>> FIELD_SHIFT === TITLE) ? 1 : 0.3);
  }
  return factor;
}

const SAMPLE = 30;

/** Most of the best are of one type: others of it are likelier meant than accessories that only mention the words. */
function preferType(store: IndexStore, hits: readonly TextHit[], tuning: Tuning): void {
  if (tuning.typeBoost === 0 || hits.length === 0) return;
  const best = [...hits].sort((a, b) => b.score - a.score || a.doc - b.doc).slice(0, SAMPLE);
  const scores = new Map<string, number>();
  let total = 0;
  for (const { doc, score } of best) {
    total += score;
    for (const type of store.rows[doc]?.values.product_type ?? []) scores.set(type, (scores.get(type) ?? 0) + score);
  }
  for (const hit of hits) {
    let share = 0;
    for (const type of store.rows[hit.doc]?.values.product_type ?? [])
      share = Math.max(share, (scores.get(type) ?? 0) / total);
    hit.score *= 1 + tuning.typeBoost * share;
  }
}
