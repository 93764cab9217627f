import type { ProductAnswer } from './queries.ts';
import { queryOf } from './variant-choice.ts';

interface Facts {
  readonly product: NonNullable<ProductAnswer['product']>;
  readonly origin: string;
  /** Path of the product page in its market. */
  readonly path: string;
  readonly description: string;
}

/** A product and its variants' offers for search engines. Source: https://schema.org/ProductGroup, Google's merchant listing structured data. */
export function productJsonLd({ product, origin, path, description }: Facts): Readonly<Record<string, unknown>> {
  const names = product.options.filter((option) => option.optionValues.length > 1).map((option) => option.name);
  return {
    '@context': 'https://schema.org',
    '@type': 'ProductGroup',
    productGroupID: product.handle,
    name: product.title,
    description,
    url: `${origin}${path}`,
    brand: { '@type': 'Brand', name: product.vendor },
    image: product.images.nodes.map((image) => image.url),
    variesBy: names,
    hasVariant: product.variants.nodes.map((variant) => ({
      '@type': 'Product',
      name: `${product.title}, ${variant.title}`,
      sku: variant.sku ?? undefined,
      image: variant.image?.url,
      offers: {
        '@type': 'Offer',
        url: `${origin}${path}${queryOf(variant)}`,
        price: variant.price.amount,
        priceCurrency: variant.price.currencyCode,
        availability: `https://schema.org/${variant.availableForSale ? 'InStock' : 'OutOfStock'}`,
      },
    })),
  };
}
