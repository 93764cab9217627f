/** Letters that people take for one another because they sound alike, per script, as texts are folded. */
const ALIKE: readonly string[] = [
  'ckq',
  'csz',
  'xsz',
  'fvw',
  'fp',
  'gj',
  'ijy',
  'bp',
  'dt',
  'eiy',
  'ou',
  // Arabic: emphatic and plain, and the throat's.
  'تط',
  'دض',
  'سصث',
  'زذظ',
  'كق',
  'هحخ',
  'اع',
];
/** Marks that voice a kana, and the form without. */
const VOICES = ['\u3099', '\u309a', ''] as const;
const KANA = /[\u3040-\u30ff]/;

/** Other letters that sound like one; none where nothing is known of it. */
export function soundingLike(letter: string): readonly string[] {
  if (KANA.test(letter)) {
    const base = letter.normalize('NFD').charAt(0);
    return VOICES.map((voice) => `${base}${voice}`.normalize('NFC')).filter(
      (one) => one !== letter && one.length === 1,
    );
  }
  return [...new Set(ALIKE.filter((letters) => letters.includes(letter)).join(''))].filter((one) => one !== letter);
}

const unvoiced = (word: string): string => word.normalize('NFD').replace(/[\u3099\u309a]/g, '');

/** Whether two words of kana differ in their voiced marks alone; such short words with another letter are other words. */
export const isSameButVoiced = (a: string, b: string): boolean => unvoiced(a) === unvoiced(b);
