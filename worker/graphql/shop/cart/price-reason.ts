import { money } from '../../../../commerce/money/money.ts';
import type { PriceReason } from '../../../../commerce/promotions/judge.ts';
import type { CartView } from '../../../services/cart-view.ts';
import { builder } from '../builder.ts';
import { MoneyV2 } from '../common/money.ts';
import { CODE_WORDS } from './code-words.ts';

/** A reason with its cart. */
export interface ReasonOf {
  readonly reason: PriceReason;
  readonly view: CartView;
}

const PriceReasonOutcome = builder.enumType('PriceReasonOutcome', {
  description: 'What came of a promotion.',
  values: {
    APPLIED: { value: 'applied', description: 'It counts.' },
    OUTDONE: {
      value: 'outdone',
      description: 'It may not be combined with what counts, and the shopper pays less so.',
    },
    REFUSED: { value: 'refused', description: 'The cart is not what it is for.' },
  } satisfies Record<string, { value: PriceReason['outcome']; description: string }>,
});

function textOf({ reason }: ReasonOf): string {
  switch (reason.outcome) {
    case 'applied':
      return reason.promotion.title;
    case 'outdone':
      return 'Cannot be combined with the discounts that save you more.';
    case 'refused':
      return CODE_WORDS[reason.refusal];
  }
}

export const PriceReasonType = builder.objectRef<ReasonOf>('PriceReason').implement({
  description: 'Why a price is what it is: one promotion or code, and what came of it.',
  fields: (t) => ({
    outcome: t.field({ type: PriceReasonOutcome, resolve: ({ reason }) => reason.outcome }),
    title: t.string({
      nullable: true,
      description: 'Null: nobody has this code.',
      resolve: ({ reason }) => reason.promotion?.title ?? null,
    }),
    code: t.string({
      nullable: true,
      description: 'Null: it comes by itself.',
      resolve: ({ reason }) => (reason.outcome === 'refused' ? reason.code : reason.promotion.code),
    }),
    reasonCode: t.string({
      nullable: true,
      description: 'Why it was refused, as a CartWarningCode.',
      resolve: ({ reason }) => (reason.outcome === 'refused' ? reason.refusal : null),
    }),
    text: t.string({ description: 'For the shopper.', resolve: textOf }),
    amount: t.field({
      type: MoneyV2,
      nullable: true,
      description: 'What it takes off goods and delivery; null unless it counts.',
      resolve: ({ reason, view }) =>
        reason.outcome === 'applied' ? money(reason.amountMinor + reason.shippingMinor, view.priced.currency) : null,
    }),
  }),
});
