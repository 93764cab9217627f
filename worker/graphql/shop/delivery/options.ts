import type { CartDeliveryAddress } from '../../../../commerce/cart/cart-state.ts';
import { money } from '../../../../commerce/money/money.ts';
import type { DeliveryOption } from '../../../../commerce/shipping/delivery-options.ts';
import type { DeliveryKind } from '../../../../commerce/shipping/delivery-terms.ts';
import type { CartView } from '../../../services/cart-view.ts';
import {
  type OfferedWindow,
  offeredWindows,
  type PickupPoint,
  pickupPoints,
} from '../../../services/delivery-choices.ts';
import { builder } from '../builder.ts';
import { innerGid } from '../cart/cart-id.ts';
import { MailingAddress } from '../common/mailing-address.ts';
import { MoneyV2 } from '../common/money.ts';
import { Location, storeAt } from './stores.ts';

export const DeliveryMethodType = builder.enumType('DeliveryMethodType', {
  description: 'How goods reach the shopper.',
  values: ['LOCAL', 'NONE', 'PICKUP_POINT', 'PICK_UP', 'RETAIL', 'SHIPPING'] as const,
});
/** The Storefront API's name of a kind. */
export const METHOD_TYPES = {
  shipping: 'SHIPPING',
  pick_up: 'PICK_UP',
  local: 'LOCAL',
} as const satisfies Readonly<Record<DeliveryKind, string>>;

/** A way to deliver, with the cart it is for. */
interface OptionOf {
  readonly option: DeliveryOption;
  readonly view: CartView;
}

/** Hours in which the van comes, without or with the places that are left. */
export type WindowOf = Omit<OfferedWindow, 'left'> & { readonly left: number | null };

export const CartDeliveryWindow = builder.objectRef<WindowOf>('DeliveryWindow').implement({
  description: 'Hours in which goods are brought. An addition to the Storefront API.',
  fields: (t) => ({
    handle: t.exposeString('handle', { description: 'Chooses it in `cartSelectedDeliveryOptionsUpdate`.' }),
    startsAt: t.field({ type: 'DateTime', resolve: ({ window }) => new Date(window.startMs) }),
    endsAt: t.field({ type: 'DateTime', resolve: ({ window }) => new Date(window.endMs) }),
    orderBefore: t.field({
      type: 'DateTime',
      description: 'From then on it cannot be ordered.',
      resolve: ({ window }) => new Date(window.closesMs),
    }),
    timeZone: t.exposeString('timeZone', { description: 'Whose clock its hours are shown by.' }),
    isAvailable: t.boolean({
      description: 'Whether there is a place left; null where it was not asked.',
      nullable: true,
      resolve: ({ left }) => (left === null ? null : left > 0),
    }),
  }),
});

const CartDeliveryOption = builder.objectRef<OptionOf>('CartDeliveryOption').implement({
  description: 'A way to deliver the cart.',
  fields: (t) => ({
    handle: t.string({
      description: 'Of a parcel or place to collect; goods that are brought need the handle of a window.',
      resolve: ({ option }) => option.handle,
    }),
    code: t.string({ nullable: true, resolve: ({ option }) => option.code }),
    title: t.string({ nullable: true, resolve: ({ option }) => option.title }),
    description: t.string({ nullable: true, resolve: ({ option }) => option.description }),
    deliveryMethodType: t.field({ type: DeliveryMethodType, resolve: ({ option }) => METHOD_TYPES[option.kind] }),
    estimatedCost: t.field({
      type: MoneyV2,
      resolve: ({ option, view }) => money(option.amountMinor, view.priced.currency),
    }),
    arrivesFrom: t.field({
      type: 'DateTime',
      description: 'Noon (UTC) of the first day it may arrive, or can be collected.',
      resolve: ({ option }) => new Date(option.promisedFromMs),
    }),
    arrivesTo: t.field({
      type: 'DateTime',
      description: 'Noon (UTC) of the last day it may arrive.',
      resolve: ({ option }) => new Date(option.promisedToMs),
    }),
    location: t.field({
      type: Location,
      nullable: true,
      description: 'Where it is collected.',
      resolve: ({ option }, _args, ctx) =>
        option.pickup ? storeAt(option.pickup.place.warehouseId, ctx.loaders.settings.warehouses) : null,
    }),
    readyAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it can be collected.',
      resolve: ({ option }) => (option.pickup ? new Date(option.pickup.readyMs) : null),
    }),
    windows: t.field({
      type: [CartDeliveryWindow],
      description: 'Hours to choose from where goods are brought; empty for any other way.',
      resolve: ({ option }, _args, ctx) => offeredWindows(ctx.deps.deliveryBookings, option),
    }),
    window: t.field({
      type: CartDeliveryWindow,
      nullable: true,
      description: 'The hours that were chosen.',
      resolve: async ({ option }, _args, ctx) => {
        if (!option.window || !option.local) return null;
        const local = { ...option.local, windows: [option.window] };
        return (await offeredWindows(ctx.deps.deliveryBookings, { code: option.code, local }))[0] ?? null;
      },
    }),
  }),
});

export const DeliveryPickupPoint = builder.objectRef<PickupPoint>('DeliveryPickupPoint').implement({
  description: 'A place where goods could be collected, with what is there now. An addition to the Storefront API.',
  fields: (t) => ({
    handle: t.exposeString('handle', { nullable: true, description: 'Null: not all of it is there.' }),
    location: t.field({
      type: Location,
      nullable: true,
      resolve: ({ place }, _args, ctx) => storeAt(place.warehouseId, ctx.loaders.settings.warehouses),
    }),
    distanceKm: t.int({ nullable: true, resolve: ({ km }) => km }),
    isAvailable: t.boolean({ resolve: ({ handle }) => handle !== null }),
    readyAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ readyMs }) => (readyMs === null ? null : new Date(readyMs)),
    }),
  }),
});

const CartDeliveryGroupType = builder.enumType('CartDeliveryGroupType', {
  description: 'What a delivery group holds.',
  values: ['ONE_TIME_PURCHASE', 'SUBSCRIPTION'] as const,
});

/** The part of a cart that goes to one address in one parcel: so far all of it. */
export interface GroupOf {
  readonly view: CartView;
  readonly chosen: CartDeliveryAddress;
}

/** Id of a cart's delivery group. */
export const groupGid = (token: string): string => innerGid('CartDeliveryGroup', token, 1);

export const CartDeliveryGroup = builder.objectRef<GroupOf>('CartDeliveryGroup').implement({
  description: 'What is delivered together.',
  fields: (t) => ({
    id: t.id({ resolve: ({ view }) => groupGid(view.cart.token) }),
    groupType: t.field({ type: CartDeliveryGroupType, resolve: () => 'ONE_TIME_PURCHASE' as const }),
    deliveryAddress: t.field({
      type: MailingAddress,
      resolve: ({ view, chosen }) => ({
        id: innerGid('MailingAddress', view.cart.token, chosen.id),
        address: chosen.address,
      }),
    }),
    deliveryOptions: t.field({
      type: [CartDeliveryOption],
      resolve: ({ view }) => view.priced.options.map((option) => ({ option, view })),
    }),
    selectedDeliveryOption: t.field({
      type: CartDeliveryOption,
      nullable: true,
      resolve: ({ view }) => (view.priced.selectedOption ? { option: view.priced.selectedOption, view } : null),
    }),
    pickupPoints: t.field({
      type: [DeliveryPickupPoint],
      description: 'Places where it could be collected, nearest first, whether or not all of it is there.',
      resolve: ({ view }, _args, ctx) => pickupPoints(ctx.deps.inventory, ctx.loaders.settings, view, ctx.nowMs),
    }),
  }),
});
