import { type AdminPageContext, askAdmin, type UserError } from './graphql.ts';

/** What the page of messages that nobody could handle shows. */
export interface FailedEventsAnswer {
  readonly failedEvents: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly {
      readonly id: string;
      readonly topic: string;
      readonly body: string;
      readonly failedAt: string;
    }[];
  };
}

export const FAILED_EVENTS_QUERY = `query Failed($after: String) {
  failedEvents(first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes { id topic body failedAt } }
}`;

type Decided =
  | { readonly ok: true; readonly done: string }
  | { readonly ok: false; readonly problems: readonly string[] };
interface Payload {
  readonly count: number;
  readonly userErrors: readonly UserError[];
}

/** Has the ticked messages handled again, or lets them go; says in a sentence what became of them. */
export async function decideFailedEvents(page: AdminPageContext, form: FormData): Promise<Decided> {
  const ids = form.getAll('id').filter((one) => typeof one === 'string');
  if (ids.length === 0) return { ok: false, problems: ['Tick the messages you mean.'] };
  const letsGo = form.get('act') === 'delete';
  const field = letsGo ? 'failedEventsDelete' : 'failedEventsRetry';
  const answer = await askAdmin<{ readonly decided: Payload | null }>(
    page,
    `mutation Decide($ids: [ID!]!) { decided: ${field}(ids: $ids) { count userErrors { field message } } }`,
    { ids },
    String(form.get('key') ?? '') || undefined,
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { decided } = answer.data;
  if (!decided) return { ok: false, problems: ['That did not work.'] };
  if (decided.userErrors.length > 0) return { ok: false, problems: decided.userErrors.map(({ message }) => message) };
  const { count } = decided;
  if (letsGo) return { ok: true, done: count === 1 ? '1 message was let go.' : `${count} messages were let go.` };
  const sent = count === 1 ? '1 message is on its way again' : `${count} messages are on their way again`;
  return { ok: true, done: `${sent}; what fails comes back here.` };
}
