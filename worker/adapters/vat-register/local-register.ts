import type { VatRegister } from '../../ports/vat-register.ts';

/**
 * Stands in for the register on a developer's machine: every number whose check digits are right exists, except those whose digits end in 99 (unknown to
 * the register) and those that end in 88 (the register does not answer).
 */
export function localVatRegister(): VatRegister {
  return {
    async check({ text, digits }) {
      const numbers = digits.replace(/\D/g, '');
      if (numbers.endsWith('88')) return { ok: false, reason: 'unavailable', retryable: true };
      const isValid = !numbers.endsWith('99');
      return { ok: true, isValid, name: isValid ? `Business ${text}` : null, consultation: `LOCAL-${text}` };
    },
  };
}
