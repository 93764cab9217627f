import { describe, expect, it } from 'vitest';
import {
  type CollectionRule,
  matchesCollectionRules,
  type ProductFacts,
  validateCollectionRules,
} from '../../commerce/catalogue/collection-rules.ts';

const bowl: ProductFacts = {
  title: 'Ebb Serving Bowl',
  vendor: 'Töpferei Anke Voss',
  productType: 'Bowls',
  tags: ['ceramics', 'Table'],
  variants: [
    { amountMinor: 4600, compareAtMinor: null },
    { amountMinor: 7400, compareAtMinor: 9000 },
  ],
};

function matches(rules: CollectionRule[], matchAny = false, product = bowl): boolean {
  return matchesCollectionRules(product, { rules, matchAny }, 'EUR');
}

describe('matchesCollectionRules', () => {
  it.each<[CollectionRule['column'], CollectionRule['relation'], string, boolean]>([
    ['TAG', 'EQUALS', 'ceramics', true],
    ['TAG', 'EQUALS', ' TABLE ', true],
    ['TAG', 'EQUALS', 'ceram', false],
    ['TAG', 'NOT_EQUALS', 'glass', true],
    ['TAG', 'NOT_EQUALS', 'table', false],
    ['TAG', 'CONTAINS', 'cer', false],
    ['TYPE', 'EQUALS', 'bowls', true],
    ['TYPE', 'NOT_EQUALS', 'Bowls', false],
    ['TITLE', 'CONTAINS', 'serving', true],
    ['TITLE', 'STARTS_WITH', 'ebb', true],
    ['TITLE', 'STARTS_WITH', 'bowl', false],
    ['TITLE', 'ENDS_WITH', 'bowl', true],
    ['VENDOR', 'CONTAINS', 'TÖPFEREI', true],
    ['VENDOR', 'GREATER_THAN', 'a', false],
    ['VARIANT_PRICE', 'LESS_THAN', '46', false],
    ['VARIANT_PRICE', 'LESS_THAN', '46.01', true],
    ['VARIANT_PRICE', 'GREATER_THAN', '73.99', true],
    ['VARIANT_PRICE', 'GREATER_THAN', '74', false],
    ['VARIANT_PRICE', 'EQUALS', '74.00', true],
    ['VARIANT_PRICE', 'EQUALS', 'cheap', false],
    ['VARIANT_COMPARE_AT_PRICE', 'IS_SET', '', true],
    ['VARIANT_COMPARE_AT_PRICE', 'GREATER_THAN', '100', false],
  ])('%s %s "%s" is %s', (column, relation, condition, expected) => {
    expect(matches([{ column, relation, condition }])).toBe(expected);
  });

  it('finds no reduced price where none is set', () => {
    const plain = { ...bowl, variants: [{ amountMinor: 4600, compareAtMinor: null }] };
    expect(matches([{ column: 'VARIANT_COMPARE_AT_PRICE', relation: 'IS_SET', condition: '' }], false, plain)).toBe(
      false,
    );
  });

  it('joins rules by all or by any', () => {
    const rules: CollectionRule[] = [
      { column: 'TAG', relation: 'EQUALS', condition: 'glass' },
      { column: 'TYPE', relation: 'EQUALS', condition: 'Bowls' },
    ];
    expect(matches(rules, false)).toBe(false);
    expect(matches(rules, true)).toBe(true);
  });

  it('gives an empty rule set no members, either way', () => {
    expect(matches([], false)).toBe(false);
    expect(matches([], true)).toBe(false);
  });
});

describe('validateCollectionRules', () => {
  const check = (rules: CollectionRule[]) => validateCollectionRules({ rules, matchAny: false }, 'JPY');

  it('names the first fault and its place', () => {
    const good: CollectionRule = { column: 'TAG', relation: 'EQUALS', condition: 'glass' };
    expect(check([])).toEqual({ ok: false, reason: 'no_rules' });
    expect(check([good])).toEqual({ ok: true });
    expect(check([good, { column: 'TAG', relation: 'CONTAINS', condition: '' }])).toEqual({
      ok: false,
      reason: 'relation_not_allowed',
      index: 1,
    });
    expect(check([{ column: 'TITLE', relation: 'CONTAINS', condition: '  ' }])).toEqual({
      ok: false,
      reason: 'condition_empty',
      index: 0,
    });
  });

  it('reads amounts in the base currency: yen have no decimals', () => {
    const rule: CollectionRule = { column: 'VARIANT_PRICE', relation: 'LESS_THAN', condition: '10.50' };
    expect(check([rule])).toEqual({ ok: false, reason: 'condition_not_an_amount', index: 0 });
    expect(validateCollectionRules({ rules: [rule], matchAny: false }, 'EUR')).toEqual({ ok: true });
  });

  it('lets IS_SET stand without a condition', () => {
    expect(check([{ column: 'VARIANT_COMPARE_AT_PRICE', relation: 'IS_SET', condition: '' }])).toEqual({ ok: true });
    expect(check([{ column: 'VARIANT_PRICE', relation: 'IS_SET', condition: '' }])).toEqual({
      ok: false,
      reason: 'relation_not_allowed',
      index: 0,
    });
  });
});
