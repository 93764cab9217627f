import { splitByLargestRemainder } from '../money/money.ts';
import type { DraftLine } from './order-draft.ts';

/** A variant that a bundle is made of, as an order names it. */
export interface BundlePart {
  readonly variantId: number;
  readonly productId: number;
  /** Units of it in one bundle, at least 1. */
  readonly quantity: number;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
  readonly requiresShipping: boolean;
  /** Its own price in minor units of the order's currency; what the bundle costs is split by it. 0 when it has none. */
  readonly priceMinor: number;
}

/** Key of the attribute that says which bundle a line was sold in; a leading underscore keeps it from shoppers by convention. */
export const BUNDLE_ATTRIBUTE = '_bundle';

/**
 * Puts a bundle's parts in its place: an order is promised, sent, taken back and refunded by its parts. Money is split by the parts' own prices, by largest
 * remainder, so that totals and taxes sum to the bundle's; what a price per unit rounds up is in the line's discount. An empty list of parts gives the
 * line itself.
 */
export function bundleLines(line: DraftLine, parts: readonly BundlePart[]): readonly DraftLine[] {
  if (parts.length === 0) return [line];
  const weights = parts.map((part) => part.priceMinor * part.quantity);
  const gross = splitByLargestRemainder(line.unitPriceMinor * line.quantity, weights);
  const totals = splitByLargestRemainder(line.totalMinor, weights);
  const taxes = splitByLargestRemainder(line.taxMinor, weights);
  return parts.map((part, index) => {
    const quantity = part.quantity * line.quantity;
    const totalMinor = totals[index] ?? 0;
    const unitPriceMinor = Math.ceil(Math.max(gross[index] ?? 0, totalMinor) / quantity);
    const { variantId, productId, sku, title, variantTitle, imageUrl, requiresShipping } = part;
    return {
      variantId,
      productId,
      sku,
      title,
      variantTitle,
      imageUrl,
      quantity,
      unitPriceMinor,
      discountMinor: unitPriceMinor * quantity - totalMinor,
      taxMinor: taxes[index] ?? 0,
      taxRateBps: line.taxRateBps,
      totalMinor,
      requiresShipping,
      attributes: [...line.attributes, { key: BUNDLE_ATTRIBUTE, value: line.title }],
    };
  });
}
