/** A part of a bundle as staff set it. */
export interface BundleComponent {
  readonly variantId: number;
  /** Units in one bundle, at least 1. */
  readonly quantity: number;
}

/** Why components were not set; nothing was written. */
export type BundleRefusal =
  | { readonly ok: false; readonly reason: 'unknown_variant'; readonly variantId: number }
  /** A bundle cannot be part of another, nor made of one. */
  | { readonly ok: false; readonly reason: 'nested'; readonly variantId: number };

/** What bundles are made of. Rejects when the records cannot be reached. */
export interface Bundles {
  /** Components of each of the variants that is a bundle, in their order. */
  componentsOf(variantIds: readonly number[]): Promise<ReadonlyMap<number, readonly BundleComponent[]>>;
  /** Replaces a bundle's components; an empty list makes it an ordinary variant. Refusals in order: unknown_variant, nested. */
  set(bundleId: number, components: readonly BundleComponent[]): Promise<{ readonly ok: true } | BundleRefusal>;
  /** Where variants are parts of bundles: what the bundle's product shows depends on their stock. */
  containing(variantIds: readonly number[]): Promise<readonly BundleUse[]>;
}

/** A variant as part of a bundle. */
export interface BundleUse {
  readonly componentId: number;
  /** Units in one bundle. */
  readonly quantity: number;
  /** The bundle's product. */
  readonly productId: number;
}
