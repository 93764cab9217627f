import { parseDecimal } from '../money/money.ts';

export type RuleColumn = 'TAG' | 'TYPE' | 'VENDOR' | 'TITLE' | 'VARIANT_PRICE' | 'VARIANT_COMPARE_AT_PRICE';
export type RuleRelation =
  | 'EQUALS'
  | 'NOT_EQUALS'
  | 'CONTAINS'
  | 'STARTS_WITH'
  | 'ENDS_WITH'
  | 'GREATER_THAN'
  | 'LESS_THAN'
  | 'IS_SET';

/** One condition of a rule-based collection, in the Admin API's terms (CollectionRule). */
export interface CollectionRule {
  readonly column: RuleColumn;
  readonly relation: RuleRelation;
  /** Text to compare with, or a decimal in major units of the shop's base currency ("60", "19.90"); ignored by IS_SET. */
  readonly condition: string;
}

export interface CollectionRuleSet {
  readonly rules: readonly CollectionRule[];
  /** True: one matching rule is enough; false: all must match. */
  readonly matchAny: boolean;
}

/** What rules look at. Amounts are minor units of the shop's base currency. */
export interface ProductFacts {
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  readonly variants: readonly { readonly amountMinor: number; readonly compareAtMinor: number | null }[];
}

const TEXT_RELATIONS: readonly RuleRelation[] = ['EQUALS', 'NOT_EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH'];
const NUMBER_RELATIONS: readonly RuleRelation[] = ['EQUALS', 'NOT_EQUALS', 'GREATER_THAN', 'LESS_THAN'];

const ALLOWED = {
  TAG: ['EQUALS', 'NOT_EQUALS'],
  TYPE: TEXT_RELATIONS,
  VENDOR: TEXT_RELATIONS,
  TITLE: TEXT_RELATIONS,
  VARIANT_PRICE: NUMBER_RELATIONS,
  VARIANT_COMPARE_AT_PRICE: [...NUMBER_RELATIONS, 'IS_SET'],
} as const satisfies Record<RuleColumn, readonly RuleRelation[]>;

export type CollectionRulesVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'no_rules' }
  | {
      readonly ok: false;
      readonly reason: 'relation_not_allowed' | 'condition_empty' | 'condition_not_an_amount';
      readonly index: number;
    };

function isPrice(column: RuleColumn): boolean {
  return column === 'VARIANT_PRICE' || column === 'VARIANT_COMPARE_AT_PRICE';
}

/**
 * Checks a rule set before it is saved. Errors in order: no rules at all; then, rule by rule, a relation its column does
 * not know, an empty condition, a price condition that is no decimal of the base currency.
 */
export function validateCollectionRules(set: CollectionRuleSet, baseCurrency: string): CollectionRulesVerdict {
  if (set.rules.length === 0) return { ok: false, reason: 'no_rules' };
  for (const [index, rule] of set.rules.entries()) {
    const allowed: readonly RuleRelation[] = ALLOWED[rule.column];
    if (!allowed.includes(rule.relation)) return { ok: false, reason: 'relation_not_allowed', index };
    if (rule.relation === 'IS_SET') continue;
    if (rule.condition.trim() === '') return { ok: false, reason: 'condition_empty', index };
    if (isPrice(rule.column) && parseDecimal(rule.condition, baseCurrency) === null) {
      return { ok: false, reason: 'condition_not_an_amount', index };
    }
  }
  return { ok: true };
}

/** Case and surrounding space never decide: "Ceramics " is "ceramics", as in the Admin API. */
function fold(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

function matchesText(actual: string, rule: CollectionRule): boolean {
  const text = fold(actual);
  const wanted = fold(rule.condition);
  switch (rule.relation) {
    case 'EQUALS':
      return text === wanted;
    case 'NOT_EQUALS':
      return text !== wanted;
    case 'CONTAINS':
      return text.includes(wanted);
    case 'STARTS_WITH':
      return text.startsWith(wanted);
    case 'ENDS_WITH':
      return text.endsWith(wanted);
    default:
      return false;
  }
}

function matchesAmount(actualMinor: number | null, rule: CollectionRule, baseCurrency: string): boolean {
  if (rule.relation === 'IS_SET') return actualMinor !== null;
  const wanted = parseDecimal(rule.condition, baseCurrency);
  if (actualMinor === null || wanted === null) return false;
  switch (rule.relation) {
    case 'EQUALS':
      return actualMinor === wanted.amountMinor;
    case 'NOT_EQUALS':
      return actualMinor !== wanted.amountMinor;
    case 'GREATER_THAN':
      return actualMinor > wanted.amountMinor;
    case 'LESS_THAN':
      return actualMinor < wanted.amountMinor;
    default:
      return false;
  }
}

function matchesRule(product: ProductFacts, rule: CollectionRule, baseCurrency: string): boolean {
  switch (rule.column) {
    case 'TAG': {
      const carries = product.tags.some((tag) => fold(tag) === fold(rule.condition));
      if (rule.relation === 'EQUALS') return carries;
      return rule.relation === 'NOT_EQUALS' && !carries;
    }
    case 'TYPE':
      return matchesText(product.productType, rule);
    case 'VENDOR':
      return matchesText(product.vendor, rule);
    case 'TITLE':
      return matchesText(product.title, rule);
    case 'VARIANT_PRICE':
      return product.variants.some((variant) => matchesAmount(variant.amountMinor, rule, baseCurrency));
    case 'VARIANT_COMPARE_AT_PRICE':
      return product.variants.some((variant) => matchesAmount(variant.compareAtMinor, rule, baseCurrency));
  }
}

/**
 * Whether a product belongs to a rule-based collection. A price rule holds when one variant satisfies it; a rule whose
 * relation or condition is invalid holds for nothing; an empty rule set has no members.
 */
export function matchesCollectionRules(product: ProductFacts, set: CollectionRuleSet, baseCurrency: string): boolean {
  if (set.rules.length === 0) return false;
  const holds = (rule: CollectionRule) => matchesRule(product, rule, baseCurrency);
  return set.matchAny ? set.rules.some(holds) : set.rules.every(holds);
}
