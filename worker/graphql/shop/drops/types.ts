import { type DropEnd, type DropStatus, type DropTerms, statusAt } from '../../../../commerce/drops/drop.ts';
import type { Place } from '../../../../commerce/drops/sale-queue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { ProductVariant } from '../catalogue/variant.ts';

/** A drop as shoppers may know it. */
export interface DropFacts {
  readonly terms: DropTerms;
  readonly end: DropEnd | null;
}

export const DropStatusEnum = builder.enumType('DropStatus', {
  description:
    'Where a drop stands. UPCOMING: tickets are not given out yet. JOINING: they are, and nobody is admitted before it opens.',
  values: {
    UPCOMING: { value: 'upcoming' },
    JOINING: { value: 'joining' },
    OPEN: { value: 'open' },
    SOLD_OUT: { value: 'sold_out' },
    CLOSED: { value: 'closed' },
    STOPPED: { value: 'stopped' },
  } satisfies Record<string, { value: DropStatus }>,
});

export const Drop = builder.objectRef<DropFacts>('Drop').implement({
  description:
    'A variant that goes on sale at a moment: it can be bought by its queue alone, first come, first served.',
  fields: (t) => ({
    id: t.id({ resolve: ({ terms }) => toGid('Drop', terms.dropId) }),
    variantId: t.id({ resolve: ({ terms }) => toGid('ProductVariant', terms.variantId) }),
    status: t.field({ type: DropStatusEnum, resolve: ({ terms, end }, _args, ctx) => statusAt(terms, end, ctx.nowMs) }),
    joinsFrom: t.field({
      type: 'DateTime',
      description: 'From then on tickets are given out.',
      resolve: ({ terms }) => new Date(terms.joinsFromMs),
    }),
    opensAt: t.field({
      type: 'DateTime',
      description: 'From then on buyers are admitted.',
      resolve: ({ terms }) => new Date(terms.opensAtMs),
    }),
    closesAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ terms }) => (terms.closesAtMs === null ? null : new Date(terms.closesAtMs)),
    }),
    limitPerCustomer: t.int({ resolve: ({ terms }) => terms.perCustomer }),
    buyingWindowSeconds: t.int({
      description: 'How long an admitted buyer may take until they submit.',
      resolve: ({ terms }) => Math.round(terms.windowMs / 1_000),
    }),
    now: t.field({
      type: 'DateTime',
      description: 'The shop’s clock, to count down by.',
      resolve: (_drop, _args, ctx) => new Date(ctx.nowMs),
    }),
  }),
});

export const DropTicketStatus = builder.enumType('DropTicketStatus', {
  description: 'Where a ticket stands. OVER: the drop ended before it was used.',
  values: {
    WAITING: { value: 'waiting' },
    ADMITTED: { value: 'admitted' },
    BUYING: { value: 'buying' },
    BOUGHT: { value: 'bought' },
    LAPSED: { value: 'lapsed' },
    LEFT: { value: 'left' },
    OVER: { value: 'over' },
  } satisfies Record<string, { value: Place['status'] }>,
});

/** A ticket as its holder sees it. */
export interface TicketFacts {
  readonly token: string;
  readonly variantId: number;
  readonly dropId: number;
  readonly place: Place;
}

/** Further back one asks more seldom; whoever is next asks every second. */
function pollAfterMs(place: Place): number | null {
  if (place.status === 'waiting') return Math.min(15_000, 1_000 + place.ahead * 10);
  return place.status === 'admitted' || place.status === 'buying' ? 2_000 : null;
}

export const DropTicket = builder.objectRef<TicketFacts>('DropTicket').implement({
  description: 'A place in the queue of a drop.',
  fields: (t) => ({
    token: t.exposeString('token', {
      description: 'Proves the place. Put it on the cart line as the attribute `_drop_ticket` to buy.',
    }),
    dropId: t.id({ resolve: ({ dropId }) => toGid('Drop', dropId) }),
    variantId: t.id({ resolve: ({ variantId }) => toGid('ProductVariant', variantId) }),
    status: t.field({ type: DropTicketStatus, resolve: ({ place }) => place.status }),
    ahead: t.int({
      nullable: true,
      description: 'How many wait before it; null unless it waits.',
      resolve: ({ place }) => (place.status === 'waiting' ? place.ahead : null),
    }),
    quantity: t.int({
      nullable: true,
      description: 'Units it asks for, may buy or has bought.',
      resolve: ({ place }) => ('quantity' in place ? place.quantity : null),
    }),
    buyUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when an admitted buyer has to submit the cart.',
      resolve: ({ place }) => ('untilMs' in place ? new Date(place.untilMs) : null),
    }),
    end: t.field({
      type: DropStatusEnum,
      nullable: true,
      description: 'How the drop ended, when it did before the ticket was used.',
      resolve: ({ place }) => (place.status === 'over' ? place.end : null),
    }),
    pollAfterMs: t.int({
      nullable: true,
      description: 'When asking again makes sense; null: nothing will change.',
      resolve: ({ place }) => pollAfterMs(place),
    }),
    liveUrl: t.field({
      type: 'URL',
      description: 'WebSocket (ws: or wss:) that tells every change of the place at once.',
      resolve: ({ token }, _args, ctx) => `${ctx.origin}/live/queue/${token}`,
    }),
    now: t.field({
      type: 'DateTime',
      description: 'The shop’s clock.',
      resolve: (_ticket, _args, ctx) => new Date(ctx.nowMs),
    }),
  }),
});

builder.objectField(ProductVariant, 'drop', (t) =>
  t.field({
    type: Drop,
    nullable: true,
    description: 'The drop by which the variant is sold, will be, or was within the last day.',
    resolve: ({ variant }, _args, ctx) => ctx.deps.drops.ofVariant(variant.id),
  }),
);
