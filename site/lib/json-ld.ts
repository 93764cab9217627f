import type { ProductAnswer } from './queries.ts';
import type { Variant } from './shapes.ts';
import { queryOf } from './variant-choice.ts';

interface Facts {
  readonly product: NonNullable<ProductAnswer['product']>;
  readonly origin: string;
  /** Path of the product page in its market. */
  readonly path: string;
  readonly description: string;
}

/** What can be bought, and from when what is sold before it arrives. Source: https://schema.org/ItemAvailability */
function availabilityOf(variant: Variant): Readonly<Record<string, string>> {
  const state = (name: string) => `https://schema.org/${name}`;
  if (!variant.availableForSale) return { availability: state('OutOfStock') };
  if (!variant.currentlyNotInStock) return { availability: state('InStock') };
  return variant.arrivesAt === null
    ? { availability: state('BackOrder') }
    : { availability: state('PreOrder'), availabilityStarts: variant.arrivesAt };
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
        ...availabilityOf(variant),
      },
    })),
  };
}
