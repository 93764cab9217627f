import type { Drop } from './drop-fields.ts';
import type { MoneyV2 } from './format.ts';

/** A picture of the API; sizes are pixels, null when unknown. */
export interface ShopImage {
  readonly url: string;
  readonly altText: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface Swatch {
  readonly color: string | null;
  readonly image: { readonly previewImage: { readonly url: string } | null } | null;
}

export interface OptionValue {
  readonly name: string;
  readonly swatch: Swatch | null;
}

export interface ProductOption {
  readonly name: string;
  readonly optionValues: readonly OptionValue[];
}

export interface Metafield {
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
}

/** What a product card shows. */
export interface CardProduct {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly productType: string;
  readonly availableForSale: boolean;
  readonly priceRange: { readonly minVariantPrice: MoneyV2; readonly maxVariantPrice: MoneyV2 };
  readonly compareAtPriceRange: { readonly minVariantPrice: MoneyV2 };
  readonly lowestPriceBefore: MoneyV2 | null;
  readonly images: { readonly nodes: readonly ShopImage[] };
  readonly options: readonly ProductOption[];
  readonly material: { readonly value: string } | null;
}

/** A recommended product with the reason why. */
export interface Recommended {
  readonly product: CardProduct;
  readonly reason: string;
  readonly becauseOf: { readonly title: string } | null;
}

export interface SelectedOption {
  readonly name: string;
  readonly value: string;
}

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly sku: string | null;
  readonly availableForSale: boolean;
  /** The drop by which it is sold, will be, or was within the last day. */
  readonly drop: Drop | null;
  /** When a sold-out one arrives; null: not known, or it can be bought. */
  readonly nextArrivalAt: string | null;
  /** Sold on though none is there: as pre-order or back-order. */
  readonly currentlyNotInStock: boolean;
  /** When such a one arrives; null: not known. */
  readonly arrivesAt: string | null;
  /** Null: units are not counted. */
  readonly quantityAvailable: number | null;
  /** What has to be there for one of it: itself, or the parts of a bundle. */
  readonly stockedAs: readonly { readonly variantId: string; readonly quantity: number }[];
  readonly price: MoneyV2;
  readonly compareAtPrice: MoneyV2 | null;
  readonly lowestPriceBefore: MoneyV2 | null;
  readonly image: ShopImage | null;
  readonly selectedOptions: readonly SelectedOption[];
  readonly dimensions: { readonly value: string } | null;
  readonly weight: number | null;
  readonly weightUnit: string;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export interface FilterValue {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** JSON of a ProductFilter, as text or already parsed. */
  readonly input: unknown;
  readonly swatch: { readonly color: string | null } | null;
}

export interface Filter {
  readonly id: string;
  readonly label: string;
  readonly type: 'LIST' | 'PRICE_RANGE' | 'BOOLEAN';
  readonly values: readonly FilterValue[];
}

export interface MenuItem {
  readonly title: string;
  readonly url: string | null;
  readonly type: string;
  readonly items?: readonly MenuItem[];
}

/** What every page's frame shows. */
export interface Frame {
  readonly shop: {
    readonly name: string;
    readonly brand: { readonly slogan: string | null; readonly shortDescription: string | null } | null;
  };
  readonly header: { readonly items: readonly MenuItem[] } | null;
  readonly footer: { readonly items: readonly MenuItem[] } | null;
}

export interface MailingAddress {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly provinceCode: string | null;
  readonly countryCode: string | null;
  readonly phone: string | null;
}

export interface CartLine {
  readonly id: string;
  readonly quantity: number;
  readonly cost: {
    readonly amountPerQuantity: MoneyV2;
    readonly subtotalAmount: MoneyV2;
    readonly totalAmount: MoneyV2;
  };
  /** The price holds until then, whatever the catalogue does. */
  readonly priceHold: {
    readonly expiresAt: string;
    readonly amountPerQuantity: MoneyV2;
    readonly catalogueAmountPerQuantity: MoneyV2;
  } | null;
  /** The price held until its time and is another now. */
  readonly priceChange: {
    readonly isIncrease: boolean;
    readonly previousAmountPerQuantity: MoneyV2;
    readonly amountPerQuantity: MoneyV2;
  } | null;
  readonly merchandise: {
    readonly id: string;
    readonly title: string;
    readonly availableForSale: boolean;
    readonly image: ShopImage | null;
    readonly selectedOptions: readonly SelectedOption[];
    readonly product: { readonly id: string; readonly handle: string; readonly title: string };
  };
}

/** How goods reach the shopper. */
export type DeliveryMethodType = 'SHIPPING' | 'PICK_UP' | 'LOCAL';

export interface DeliveryOption {
  readonly handle: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly code: string | null;
  readonly deliveryMethodType: DeliveryMethodType;
  /** Noon (UTC) of the days. */
  readonly arrivesFrom: string;
  readonly arrivesTo: string;
  readonly estimatedCost: MoneyV2;
}

/** Hours in which goods are brought; `isAvailable` null: not asked. */
export interface DeliveryWindow {
  readonly handle: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly isAvailable: boolean | null;
}

/** A place where orders are collected. */
export interface Store {
  readonly name: string;
  readonly timeZone: string;
  readonly pickupInstructions: string | null;
  readonly address: {
    readonly address1: string | null;
    readonly zip: string | null;
    readonly city: string | null;
    readonly countryCode: string | null;
  };
  readonly openingHours: readonly {
    readonly weekdays: readonly number[];
    readonly from: string;
    readonly to: string;
  }[];
}

/** What was chosen, with its hours or place. */
export interface ChosenDelivery extends DeliveryOption {
  readonly readyAt: string | null;
  readonly window: DeliveryWindow | null;
  readonly location: Store | null;
}

export interface PickupPoint {
  /** Null: not all of the cart is there. */
  readonly handle: string | null;
  readonly distanceKm: number | null;
  readonly readyAt: string | null;
  readonly location: Store | null;
}

/** Everything the delivery step lets choose. */
export interface DeliveryChoices {
  readonly deliveryOptions: readonly (DeliveryOption & { readonly windows: readonly DeliveryWindow[] })[];
  readonly pickupPoints: readonly PickupPoint[];
}

export interface DeliveryGroup {
  readonly id: string;
  readonly deliveryOptions: readonly DeliveryOption[];
  readonly selectedDeliveryOption: ChosenDelivery | null;
}

export interface Cart {
  readonly id: string;
  readonly totalQuantity: number;
  readonly buyerIdentity: {
    readonly email: string | null;
    readonly phone: string | null;
    readonly countryCode: string | null;
    /** VAT number of a business. */
    readonly taxNumber: string | null;
    readonly isTaxNumberVerified: boolean;
  };
  readonly cost: {
    readonly subtotalAmount: MoneyV2;
    readonly totalAmount: MoneyV2;
    readonly totalTaxAmount: MoneyV2 | null;
    /** What is left to pay after gift cards. */
    readonly checkoutChargeAmount: MoneyV2;
  };
  readonly appliedGiftCards: readonly {
    readonly id: string;
    readonly lastCharacters: string;
    readonly amountUsed: MoneyV2;
  }[];
  readonly priceReasons: readonly {
    readonly outcome: 'APPLIED' | 'OUTDONE' | 'REFUSED';
    readonly title: string | null;
    readonly code: string | null;
    readonly reasonCode: string | null;
    readonly text: string;
    readonly amount: MoneyV2 | null;
  }[];
  readonly discountCodes: readonly { readonly code: string; readonly applicable: boolean }[];
  readonly discountAllocations: readonly {
    readonly targetType: 'LINE_ITEM' | 'SHIPPING_LINE';
    readonly discountedAmount: MoneyV2;
  }[];
  readonly lines: { readonly nodes: readonly CartLine[] };
  readonly delivery: {
    readonly addresses: readonly {
      readonly id: string;
      readonly selected: boolean;
      readonly address: MailingAddress;
    }[];
  };
  readonly deliveryGroups: { readonly nodes: readonly DeliveryGroup[] };
}

export interface UserError {
  readonly code: string | null;
  readonly field: readonly string[] | null;
  readonly message: string;
}

export interface CartWarning {
  readonly code: string;
  readonly message: string;
}
