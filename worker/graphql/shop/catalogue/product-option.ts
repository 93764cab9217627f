import type { OptionRecord, OptionValueRecord, ProductRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { Node } from '../common/node.ts';
import { translated } from '../common/translate.ts';
import { Media } from './media.ts';
import { ProductVariant } from './variant.ts';

interface OptionOf {
  readonly option: OptionRecord;
  readonly product: ProductRecord;
}
interface ValueOf extends OptionOf {
  readonly value: OptionValueRecord;
}

const Swatch = builder.objectRef<OptionValueRecord>('ProductOptionValueSwatch').implement({
  description: 'How a value looks: a colour or a picture.',
  fields: (t) => ({
    color: t.field({ type: 'Color', nullable: true, resolve: (value) => value.swatchColor }),
    image: t.field({
      type: Media,
      nullable: true,
      resolve: (value) =>
        value.swatchImageUrl === null
          ? null
          : {
              id: value.id,
              kind: 'image' as const,
              url: value.swatchImageUrl,
              alt: value.name,
              width: null,
              height: null,
              translations: {},
            },
    }),
  }),
});

const ProductOptionValue = builder.objectRef<ValueOf>('ProductOptionValue').implement({
  description: 'One value of an option.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ value }) => toGid('ProductOptionValue', value.id) }),
    name: t.string({
      resolve: ({ value }, _args, ctx) => translated(value.translations, ctx.buyer.language, 'name', value.name),
    }),
    swatch: t.field({
      type: Swatch,
      nullable: true,
      resolve: ({ value }) => (value.swatchColor === null && value.swatchImageUrl === null ? null : value),
    }),
    firstSelectableVariant: t.field({
      type: ProductVariant,
      nullable: true,
      description: 'The first variant, in the merchant’s order, that has this value.',
      resolve: ({ value, option, product }) => {
        const index = product.options.indexOf(option);
        const variant = product.variants.find((one) => one.optionValues[index] === value.name);
        return variant ? { variant, product } : null;
      },
    }),
  }),
});

export const ProductOption = builder.objectRef<OptionOf>('ProductOption').implement({
  description: 'What variants of a product differ in.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ option }) => toGid('ProductOption', option.id) }),
    name: t.string({
      resolve: ({ option }, _args, ctx) => translated(option.translations, ctx.buyer.language, 'name', option.name),
    }),
    optionValues: t.field({
      type: [ProductOptionValue],
      resolve: ({ option, product }) => option.values.map((value) => ({ value, option, product })),
    }),
    values: t.stringList({
      deprecationReason: 'Use `optionValues`.',
      resolve: ({ option }, _args, ctx) =>
        option.values.map((value) => translated(value.translations, ctx.buyer.language, 'name', value.name)),
    }),
  }),
});
