import { type Money, money } from '../../../../commerce/money/money.ts';
import { builder } from '../builder.ts';
import { MoneyV2 } from '../common/money.ts';
import { BaseCartLine, type LineOf } from './parts.ts';

const inLine = ({ view }: LineOf, amountMinor: number): Money => money(amountMinor, view.priced.currency);

const CartLinePriceHold = builder.objectRef<LineOf & { readonly untilMs: number }>('CartLinePriceHold').implement({
  description: 'The promise that a line costs no more than it was told, until a stated time.',
  fields: (t) => ({
    amountPerQuantity: t.field({ type: MoneyV2, resolve: (line) => inLine(line, line.priced.unitPriceMinor) }),
    catalogueAmountPerQuantity: t.field({
      type: MoneyV2,
      description: 'What the unit costs whoever puts it into a cart now.',
      resolve: (line) => inLine(line, line.catalogueMinor),
    }),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ untilMs }) => new Date(untilMs) }),
    isStockHeld: t.boolean({
      description: 'Whether its units are set aside until then too.',
      resolve: (line) => line.isStockHeld,
    }),
  }),
});

const CartLinePriceChange = builder.objectRef<LineOf & { readonly wasMinor: number }>('CartLinePriceChange').implement({
  description:
    'A price that held until its time and is another now. Paying the new total agrees to it, and so does `cartPriceChangesAccept`.',
  fields: (t) => ({
    previousAmountPerQuantity: t.field({ type: MoneyV2, resolve: (line) => inLine(line, line.wasMinor) }),
    amountPerQuantity: t.field({ type: MoneyV2, resolve: (line) => inLine(line, line.priced.unitPriceMinor) }),
    isIncrease: t.boolean({ resolve: ({ wasMinor, priced }) => priced.unitPriceMinor > wasMinor }),
  }),
});

builder.interfaceFields(BaseCartLine, (t) => ({
  priceHold: t.field({
    type: CartLinePriceHold,
    nullable: true,
    description: 'Null: the line follows the catalogue.',
    resolve: (line) => (line.told.heldUntilMs === null ? null : { ...line, untilMs: line.told.heldUntilMs }),
  }),
  priceChange: t.field({
    type: CartLinePriceChange,
    nullable: true,
    description: 'Null: it costs what it was told to cost.',
    resolve: (line) => (line.told.wasMinor === null ? null : { ...line, wasMinor: line.told.wasMinor }),
  }),
}));
