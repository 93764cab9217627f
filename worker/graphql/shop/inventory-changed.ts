import { GraphQLError } from 'graphql';
import { MAX_WATCHED, type StockUpdate, StockWatch, sequencesIn } from '../../services/watch-stock.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { builder } from './builder.ts';

const InventoryChange = builder.objectRef<StockUpdate>('InventoryChange').implement({
  description: 'What can be bought of a variant, as its own stock record says at this moment.',
  fields: (t) => ({
    variantId: t.id({ resolve: (update) => toGid('ProductVariant', update.variantId) }),
    quantityAvailable: t.exposeInt('available', { description: 'Units that the next shopper can still get.' }),
    availableForSale: t.exposeBoolean('forSale', {
      description: 'Whether one can be bought: available, or sold on as back-order or pre-order.',
    }),
    sequence: t.exposeInt('sequence', { description: 'Number of the stock change it is the state after.' }),
    cursor: t.exposeString('cursor', {
      description: 'Place in the stream after it, for `since`. Over SSE it is the id of the event as well.',
    }),
  }),
});

const refused = (code: string, argument: string, message: string) =>
  new GraphQLError(`${argument}: ${message}`, { extensions: { code, argument } });

function variantNumbers(ids: readonly string[]): number[] {
  if (ids.length === 0 || ids.length > MAX_WATCHED)
    throw refused('BAD_USER_INPUT', 'variantIds', `1 to ${MAX_WATCHED} variants can be watched, not ${ids.length}.`);
  return ids.map((id) => {
    const number = numberFromGid('ProductVariant', id);
    if (number === null)
      throw refused('INVALID_ID', 'variantIds', 'not an id of the form gid://shopify/ProductVariant/NUMBER.');
    return number;
  });
}

builder.subscriptionType({ description: 'Changes as they happen, over server-sent events.' });

builder.subscriptionField('inventoryChanged', (t) =>
  t.field({
    type: InventoryChange,
    description: `The stock of up to ${MAX_WATCHED} variants: as it is now, then at every change. Over a lost connection \`Last-Event-ID\` (or \`since\`) goes on where it was, without a gap; unknown variants are left out.`,
    args: {
      variantIds: t.arg.idList({ required: true }),
      since: t.arg.string({ description: 'Cursor of the last change that was heard.' }),
    },
    subscribe: (_root, args, ctx) => {
      const variantIds = variantNumbers(args.variantIds.map(String));
      // The browser repeats its first request, so what it heard since stands in the header.
      const sequences = sequencesIn(ctx.stream.lastEventId ?? args.since ?? '');
      if (sequences === null) throw refused('BAD_USER_INPUT', 'since', 'is no cursor of this stream.');
      return new StockWatch({ live: ctx.deps.liveStock, pause: ctx.deps.pause }, variantIds, sequences);
    },
    resolve: (update, _args, ctx) => {
      ctx.stream.eventId = update.cursor;
      return update;
    },
  }),
);
