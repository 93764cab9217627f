import { describe, expect, test } from 'vitest';
import { decodeForm } from '../../dev/stripe/form.ts';

describe('forms as Stripe nests them', () => {
  test.each([
    ['', {}],
    ['a=1&b=two%20words', { a: '1', b: 'two words' }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['x[]=1&x[]=2', { x: ['1', '2'] }],
    ['x[0]=1&x[1]=2', { x: ['1', '2'] }],
    ['x[0][y]=1&x[0][z]=2&x[1][y]=3', { x: [{ y: '1', z: '2' }, { y: '3' }] }],
    ['a=1&a=2', { a: '2' }],
    ['metadata[order_id]=7&metadata[note]=', { metadata: { order_id: '7', note: '' } }],
  ])('%s', (text, fields) => {
    expect(decodeForm(text)).toEqual(fields);
  });

  test('a name meant to reach the prototype is only a name', () => {
    decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
