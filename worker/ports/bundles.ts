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
  | { readonly ok: false; readonly reason: 'nested'; readonly variantId: number }
  /** They are others than the ones the change was made from. */
  | { readonly ok: false; readonly reason: 'changed' };

/** What bundles are made of. Rejects when the records cannot be reached. */
export interface Bundles {
  /** Components of each of the variants that is a bundle, in their order. */
  componentsOf(variantIds: readonly number[]): Promise<ReadonlyMap<number, readonly BundleComponent[]>>;
  /**
   * Replaces a bundle's components, as long as they still are `before`, in whatever order; an empty list makes it an ordinary variant.
   * Refusals in order: unknown_variant, nested, changed.
   */
  set(
    bundleId: number,
    before: readonly BundleComponent[],
    components: readonly BundleComponent[],
  ): Promise<{ readonly ok: true } | BundleRefusal>;
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
