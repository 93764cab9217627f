import type { PromotionRefusal } from '../../../../commerce/promotions/conditions.ts';

/** Why a code or promotion changes nothing, for the shopper. */
export const CODE_WORDS: Readonly<Record<PromotionRefusal, string>> = {
  DISCOUNT_NOT_FOUND: 'This code is unknown.',
  DISCOUNT_CURRENTLY_INACTIVE: 'This code is not valid now.',
  DISCOUNT_USAGE_LIMIT_REACHED: 'This code is used up.',
  DISCOUNT_PURCHASE_NOT_IN_RANGE: 'The cart is below this code’s minimum.',
  DISCOUNT_CODE_NOT_HONOURED: 'This code cannot be used for this cart.',
  DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'You have used this code as often as you may.',
  DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'Tell us your email to use this code.',
  DISCOUNT_CUSTOMER_NOT_ELIGIBLE: 'This code is for other customers.',
  DISCOUNT_QUANTITY_NOT_IN_RANGE: 'There are too few of the items this code is for.',
  DISCOUNT_NO_ENTITLED_LINE_ITEMS: 'Nothing in the cart is what this code is for.',
};
