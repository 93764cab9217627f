import { type Money, money } from '../../commerce/money/money.ts';
import type { Clock } from '../ports/clock.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import type { LearnedCache } from './recommend.ts';
import { recommend, tested } from './recommend-products.ts';

/** A product that a mail may name. */
export interface MailedProduct {
  readonly handle: string;
  readonly title: string;
  /** Of its cheapest variant. */
  readonly price: Money;
}

/** A mail is read alone: nothing goes on after it. */
const withoutBackground = () => undefined;

/**
 * Products that go with what was ordered, in the reader's language and currency. Empty when nothing can be read: a mail about an order is not held up by
 * what else there is.
 */
export async function goesWithOrder(
  deps: { readonly catalogue: CatalogueCache; readonly learned: LearnedCache; readonly clock: Clock },
  order: {
    readonly orderId: number;
    readonly productIds: readonly number[];
    readonly language: string;
    readonly currency: string;
  },
  most: number,
): Promise<readonly MailedProduct[]> {
  if (order.productIds.length === 0) return [];
  try {
    const snapshot = await deps.catalogue.listed(withoutBackground);
    const learned = await deps.learned.get(withoutBackground);
    const { wish, exposure } = tested(
      { kind: 'together', productIds: order.productIds },
      'mail',
      `order:${order.orderId}`,
      learned.experiment,
    );
    if (exposure) await deps.learned.records.expose([{ ...exposure, atMs: deps.clock.nowMs() }]);
    const found = recommend(wish, learned, snapshot, most * 2);
    return found
      .flatMap(({ id }) => {
        const product = snapshot.byId.get(id);
        const amounts = product?.variants.flatMap(({ prices }) => prices[order.currency] ?? []) ?? [];
        if (!product || amounts.length === 0) return [];
        const title = product.titles[order.language] ?? product.title;
        return [{ handle: product.handle, title, price: money(Math.min(...amounts), order.currency) }];
      })
      .slice(0, most);
  } catch (error) {
    console.error('mail: what goes with an order could not be read', error);
    return [];
  }
}
