/** What a product is called and how it is described in one more language. */
export interface ProductText {
  readonly title: string;
  /** Plain sentences; they become one HTML paragraph. */
  readonly description: string;
  /** One line for search engines. */
  readonly summary: string;
}

/** A page, policy or article in one more language. */
export interface ContentText {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** One line for search engines and lists; absent for policies. */
  readonly summary?: string;
}

/** Everything the demo shop says in one language beside English and German. */
export interface DemoLanguage {
  readonly locale: string;
  /** Names of products by handle. */
  readonly products: Readonly<Record<string, ProductText>>;
  /** Pages, policies and articles by handle. */
  readonly contents: Readonly<Record<string, ContentText>>;
  /** Every other text by its English: names of options and values, types, specifications, collections, menus, deliveries. */
  readonly phrases: Readonly<Record<string, string>>;
  /** What stands between a title and a colour: ", " in most. */
  readonly separator: string;
  /** A measure as the language writes it: "0.8 l" is "0,8 l" in French. */
  readonly measure: (text: string) => string;
  /** Alternative texts of a product's second picture and of the one in a room. */
  readonly detail: (title: string) => string;
  readonly room: (title: string) => string;
}

const MEASURE = /^(?:Ø )?\d[\d.]*(?: × (?:H )?\d[\d.]*)*[  ](?:cm|l|g)$/;

/** A text that only measures, such as "45 × 45 cm". */
export function isMeasure(text: string): boolean {
  return MEASURE.test(text);
}

/** A product's texts in a language. Throws when they are not written: the demo data are wrong. */
export function productIn(language: DemoLanguage, handle: string): ProductText {
  const text = language.products[handle];
  if (!text) throw new Error(`seed: no texts in ${language.locale} for product ${handle}`);
  return text;
}

/** The texts of a page, policy, article, collection or of the shop, such as `pages/about`. Throws when they are not written. */
export function contentIn(language: DemoLanguage, key: string): ContentText {
  const text = language.contents[key];
  if (!text) throw new Error(`seed: no texts in ${language.locale} for ${key}`);
  return text;
}

/** A phrase in a language. Throws when it is not written: the demo data are wrong. */
export function phraseIn(language: DemoLanguage, english: string): string {
  if (english === '') return '';
  const phrase = language.phrases[english] ?? (isMeasure(english) ? language.measure(english) : undefined);
  if (phrase === undefined) throw new Error(`seed: no text in ${language.locale} for “${english}”`);
  return phrase;
}
