const collators = new Map<string, Intl.Collator>();

/** Order of words in a language, numbers by their value; made once, because making one takes longer than a sort. Unknown languages sort as English. */
export function collatorOf(language: string): Intl.Collator {
  const known = collators.get(language);
  if (known) return known;
  const [supported = 'en'] = Intl.Collator.supportedLocalesOf([language, 'en']);
  const collator = new Intl.Collator(supported, { numeric: true });
  collators.set(language, collator);
  return collator;
}
