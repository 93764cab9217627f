import { z } from 'zod';
import type { VatNumber } from '../../../commerce/tax/vat-number.ts';
import type { VatRegister } from '../../ports/vat-register.ts';

const TIMEOUT_MS = 6_000;
export const VIES_API_BASE = 'https://ec.europa.eu/taxation_customs/vies/rest-api';

const Answer = z.object({
  isValid: z.boolean().optional(),
  valid: z.boolean().optional(),
  userError: z.string().optional(),
  name: z.string().optional(),
  requestIdentifier: z.string().optional(),
});

/** Prefix of a number: the register says EL where the number does. */
const prefixOf = ({ text }: VatNumber): string => text.slice(0, 2);

/**
 * The European Commission's register over its REST API (`/ms/{country}/vat/{number}`). A member state that does not answer, a limit that was reached and
 * an answer of another shape are `unavailable`: the number may be right.
 */
export function viesRegister(base: string = VIES_API_BASE): VatRegister {
  return {
    async check(number, asker) {
      const asked = asker
        ? `?requesterMemberStateCode=${prefixOf(asker)}&requesterNumber=${encodeURIComponent(asker.digits)}`
        : '';
      try {
        const response = await fetch(
          `${base}/ms/${prefixOf(number)}/vat/${encodeURIComponent(number.digits)}${asked}`,
          {
            headers: { accept: 'application/json' },
            signal: AbortSignal.timeout(TIMEOUT_MS),
          },
        );
        const read = Answer.safeParse(await response.json());
        const isValid = read.data?.isValid ?? read.data?.valid;
        const error = read.data?.userError ?? '';
        const isAnswer = isValid === true || error === 'VALID' || error === 'INVALID';
        if (!response.ok || !read.success || isValid === undefined || !isAnswer)
          return { ok: false, reason: 'unavailable', retryable: response.status !== 400 };
        const said = (text: string | undefined) => (text === undefined || text === '' || text === '---' ? null : text);
        return { ok: true, isValid, name: said(read.data.name), consultation: said(read.data.requestIdentifier) };
      } catch {
        return { ok: false, reason: 'unavailable', retryable: true };
      }
    },
  };
}
