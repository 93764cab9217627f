import type { SearchDocument } from '../../commerce/search/document.ts';
import { demoProducts } from '../../db/seed/demo/products.ts';
import { phraseIn, productIn } from '../../db/seed/demo/texts/demo-language.ts';
import { moreLanguages } from '../../db/seed/demo/texts/languages.ts';
import type { DemoProduct, Localized } from '../../db/seed/demo/types.ts';

function textsIn(product: DemoProduct, language: string): { readonly title: string; readonly description: string } {
  if (language === 'en' || language === 'de')
    return { title: product.title[language], description: product.description[language] };
  const other = moreLanguages.find((one) => one.locale === language);
  if (!other) throw new TypeError(`the demo shop has no ${language}`);
  return productIn(other, product.handle);
}

function wordIn(word: Localized, language: string): string {
  const other = moreLanguages.find((one) => one.locale === language);
  return language === 'de' ? word.de : other ? phraseIn(other, word.en) : word.en;
}

/** The demo shop's products as its search index has them in one of its five languages, numbered from 1. */
export function demoSearchDocuments(language: string): SearchDocument[] {
  return demoProducts.map((product, index) => {
    const { title, description } = textsIn(product, language);
    return {
      id: index + 1,
      texts: {
        title: [title],
        brand: [product.vendor],
        type: [wordIn(product.productType, language)],
        options: product.options.flatMap((option) => option.values.map((value) => wordIn(value.name, language))),
        attributes: language === 'en' ? [] : [product.title.en],
        description: [description],
      },
      values: { vendor: [product.vendor], product_type: [product.productType.en] },
      numbers: { 'price.EUR': Object.values(product.tiers).map((tier) => tier.price.EUR * 100) },
      signals: { popularity: product.unitsSold },
    };
  });
}
