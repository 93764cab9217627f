import { builder } from '../builder.ts';

/** A free pair of key and value on a cart, line or order. */
export interface AttributeRecord {
  readonly key: string;
  readonly value: string | null;
}

export const Attribute = builder.objectRef<AttributeRecord>('Attribute').implement({
  description: 'A free pair of key and value.',
  fields: (t) => ({ key: t.exposeString('key'), value: t.exposeString('value', { nullable: true }) }),
});

export const AttributeInput = builder.inputType('AttributeInput', {
  description: 'A free pair of key and value.',
  fields: (t) => ({ key: t.string({ required: true }), value: t.string({ required: true }) }),
});
