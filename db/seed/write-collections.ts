import { matchesCollectionRules, type ProductFacts } from '../../commerce/catalogue/collection-rules.ts';
import { collectionProducts, collections } from '../schema/catalogue.ts';
import { demoCollections } from './demo/collections.ts';
import { demoProducts } from './demo/products.ts';
import { demoShop } from './demo/shop.ts';
import { contentIn } from './demo/texts/demo-language.ts';
import type { DemoProduct } from './demo/types.ts';
import { demoPicture } from './demo-picture.ts';
import { known, onlyRow, type SeedTransaction, type TranslationSheet } from './seed-context.ts';

/** Width and height of every collection cover in pixels. */
export const COVER_SIZE = { width: 1200, height: 900 } as const;

function factsOf(product: DemoProduct): ProductFacts {
  return {
    title: product.title.en,
    vendor: product.vendor,
    productType: product.productType.en,
    tags: product.tags,
    variants: Object.values(product.tiers).map((tier) => ({
      amountMinor: tier.price.EUR * 100,
      compareAtMinor: tier.compareAt ? tier.compareAt.EUR * 100 : null,
    })),
  };
}

/** Writes every collection with its members, those of rule-based ones as the rules give them; returns ids by handle. */
export async function writeCollections(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  productIds: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const [position, collection] of demoCollections.entries()) {
    const { members } = collection;
    const ruled = 'rules' in members;
    const { id } = onlyRow(
      await tx
        .insert(collections)
        .values({
          handle: collection.handle,
          title: collection.title.en,
          descriptionHtml: collection.description.en,
          imageUrl: collection.imageAlt ? demoPicture(`/media/collections/${collection.handle}.webp`) : null,
          imageAlt: collection.imageAlt?.en ?? null,
          imageWidth: collection.imageAlt ? COVER_SIZE.width : null,
          imageHeight: collection.imageAlt ? COVER_SIZE.height : null,
          rules: ruled ? [...members.rules] : null,
          rulesMatchAny: ruled && members.matchAny,
          defaultSort: collection.sort,
          position,
          publishedAt: new Date('2026-01-05T08:00:00Z'),
        })
        .returning({ id: collections.id }),
    );
    ids.set(collection.handle, id);
    sheet.add(
      'collection',
      id,
      {
        title: collection.title,
        description_html: collection.description,
        ...(collection.imageAlt ? { image_alt: collection.imageAlt } : {}),
      },
      (language) => {
        const text = contentIn(language, `collections/${collection.handle}`);
        return {
          title: text.title,
          description_html: text.body,
          ...(collection.imageAlt ? { image_alt: text.title } : {}),
        };
      },
    );
    sheet.addHandles('collection', id, collection.handle);
    const handles = ruled
      ? demoProducts
          .filter((product) => matchesCollectionRules(factsOf(product), members, demoShop.baseCurrency))
          .map((product) => product.handle)
      : members.products;
    await tx
      .insert(collectionProducts)
      .values(
        handles.map((handle, place) => ({ collectionId: id, productId: known(productIds, handle), position: place })),
      );
  }
  return ids;
}
