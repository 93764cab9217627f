const rules = new Map<string, Intl.PluralRules>();

/** One text for each plural form a language uses; `other` stands in for those left out. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** The text for a number of things in a language. Source: CLDR plural rules, through Intl.PluralRules. */
export function plural(language: string, count: number, forms: PluralForms): string {
  const known = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, known);
  return forms[known.select(count)] ?? forms.other;
}
