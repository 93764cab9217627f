/** From so many units on, how many are left is not worth a word. */
export const FEW = 5;

/** What to say of a line of the bag: nothing, how few are left, that fewer are left than are in the bag, or that none is. */
export type LineStock =
  | { readonly state: 'plenty' }
  | { readonly state: 'few' | 'short'; readonly left: number }
  | { readonly state: 'none' };

/** What a bag's lines of one variant want, and what is known of its stock. */
export interface LineFacts {
  /** Units over all lines of the variant. */
  readonly wanted: number;
  /** Units the next shopper can get. */
  readonly available: number;
  readonly forSale: boolean;
  /** Whether the bag's own units are set aside for it already, so that they come on top of what is available. */
  readonly isHeld: boolean;
}

/** What a line says; a variant that is sold on without stock says nothing. */
export function lineStock({ wanted, available, forSale, isHeld }: LineFacts): LineStock {
  const left = Math.max(0, available) + (isHeld ? wanted : 0);
  if (left < wanted && forSale && available <= 0) return { state: 'plenty' };
  if (left <= 0) return { state: 'none' };
  if (left < wanted) return { state: 'short', left };
  return left <= FEW && !isHeld ? { state: 'few', left } : { state: 'plenty' };
}

/** What can be bought of something. */
export interface SetStock {
  readonly available: number;
  /** Whether one can be bought: available, or sold on without stock. */
  readonly forSale: boolean;
}

/** How many sets can be bought of parts, of which each set takes a quantity: as many as the scarcest part gives. Of nothing there is nothing. */
export function setStock(parts: readonly (SetStock & { readonly quantity: number })[]): SetStock {
  const sets = parts.map(({ available, quantity }) => Math.floor(Math.max(0, available) / quantity));
  return {
    available: parts.length === 0 ? 0 : Math.min(...sets),
    // A part of which some are left, but too few, only says that these can be bought.
    forSale:
      parts.length > 0 &&
      parts.every(({ available, quantity, forSale }) => available >= quantity || (available <= 0 && forSale)),
  };
}
