import { type AdminPageContext, askAdmin, type UserError } from './graphql.ts';

/** What a form led to: a sentence for the next page, or what was wrong, on top of the page and at its fields. */
export type FormResult =
  | { readonly ok: true; readonly done: string; readonly id?: string }
  | {
      readonly ok: false;
      readonly problems: readonly string[];
      /** By the name of the field. */
      readonly at: Readonly<Record<string, string>>;
    };

/** A refusal before anything was sent. */
export const refusedAt = (at: Readonly<Record<string, string>>, problems: readonly string[] = []): FormResult => ({
  ok: false,
  problems,
  at,
});

/** Attributes of a field: marked as wrong and described by what is wrong, when something is. Goes with admin-problem.astro. */
export const describedBy = (name: string, at: Readonly<Record<string, string>>, hint?: string) => ({
  'aria-invalid': at[name] ? ('true' as const) : undefined,
  'aria-describedby': [hint, at[name] ? `problem-${name}` : undefined].filter(Boolean).join(' ') || undefined,
});

/** What was typed into a field, without spaces around it; empty when there is no such field. */
export function typedIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A whole number of at most nine digits; null when the field is empty, NaN when it says something else. */
export function wholeIn(form: FormData, name: string): number | null {
  const value = typedIn(form, name);
  if (value === '') return null;
  return /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
}

/** A day of a date field as the noon of it in UTC; null when it is empty. */
export function dayIn(form: FormData, name: string): string | null {
  const value = typedIn(form, name);
  return value === '' ? null : `${value}T12:00:00Z`;
}

/**
 * Runs one mutation, called `done` in its document; errors go to the field of the form that `fieldOf` names, and to the top of the page where it names
 * none.
 */
export async function submitForm(
  page: AdminPageContext,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  {
    key,
    done,
    fieldOf,
  }: {
    readonly key: string;
    readonly done: string;
    readonly fieldOf?: (field: readonly string[]) => string | null;
  },
): Promise<FormResult> {
  const answer = await askAdmin<{
    done: { readonly made?: { readonly id: string } | null; readonly userErrors: readonly UserError[] } | null;
  }>(page, document, variables, key === '' ? undefined : key);
  if (!answer.ok) return refusedAt({}, answer.messages);
  const { userErrors = [], made } = answer.data.done ?? {};
  if (userErrors.length === 0) return { ok: true, done, ...(made ? { id: made.id } : {}) };
  const at: Record<string, string> = {};
  const problems: string[] = [];
  for (const { field, message } of userErrors) {
    const name = field && fieldOf ? fieldOf(field) : null;
    if (name === null) problems.push(message);
    else at[name] = message;
  }
  return refusedAt(at, problems);
}
