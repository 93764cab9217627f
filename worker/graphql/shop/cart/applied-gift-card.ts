import { type Money, money } from '../../../../commerce/money/money.ts';
import type { Tender } from '../../../../commerce/pricing/tenders.ts';
import type { CartView } from '../../../services/cart-view.ts';
import { builder } from '../builder.ts';
import { MoneyV2 } from '../common/money.ts';
import { Node } from '../common/node.ts';
import { innerGid } from './cart-id.ts';

/** A gift card that pays, with its cart. */
export interface TenderOf {
  readonly tender: Tender;
  readonly view: CartView;
}

export const AppliedGiftCard = builder.objectRef<TenderOf>('AppliedGiftCard');
builder.objectType(AppliedGiftCard, {
  description: 'A gift card that pays a part.',
  interfaces: [Node],
  fields: (t) => {
    const used = ({ tender, view }: TenderOf): Money => money(tender.amountMinor, view.priced.currency);
    const balance = ({ tender: { offer } }: TenderOf): Money => money(offer.balanceMinor, offer.currency);
    return {
      id: t.id({ resolve: ({ tender, view }) => innerGid('AppliedGiftCard', view.cart.token, tender.offer.accountId) }),
      lastCharacters: t.string({ resolve: ({ tender }) => tender.offer.lastCharacters }),
      amountUsed: t.field({ type: MoneyV2, description: 'What it pays of this cart.', resolve: used }),
      amountUsedV2: t.field({ type: MoneyV2, deprecationReason: 'Use `amountUsed` instead.', resolve: used }),
      balance: t.field({ type: MoneyV2, description: 'What is on it before.', resolve: balance }),
      balanceV2: t.field({ type: MoneyV2, deprecationReason: 'Use `balance` instead.', resolve: balance }),
      presentmentAmountUsed: t.field({ type: MoneyV2, resolve: used }),
    };
  },
});
