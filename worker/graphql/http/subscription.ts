import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema, subscribe } from 'graphql';
import type { ServerEvent } from './event-stream.ts';
import { maskResult } from './masking.ts';
import type { GraphqlRequest } from './request.ts';

/** The place of a reader in a stream of events, beside what it asked for. */
export interface StreamPlace {
  /** `Last-Event-ID` of the request: where a lost connection was; null at the first. */
  readonly lastEventId: string | null;
  /** Set by a resolver while it makes an event: where the reader is after it. */
  eventId: string | null;
}

/** The place of a request's reader, before the first event. */
export function placeOf(request: Request): StreamPlace {
  return { lastEventId: request.headers.get('last-event-id'), eventId: null };
}

/** What a subscription runs with. */
export interface SubscriptionRun {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly request: GraphqlRequest;
  readonly context: { readonly requestId: string; readonly stream?: StreamPlace };
  readonly log: (line: string, error: unknown) => void;
}

/**
 * The events of a subscription, one answer each with the place after it; a refused one is a single answer with its errors. A source that breaks is
 * told as a last answer with a masked error.
 */
export async function* subscriptionEvents(run: SubscriptionRun): AsyncGenerator<ServerEvent, undefined> {
  const { context, log } = run;
  const eventOf = (result: ExecutionResult): ServerEvent => ({
    id: context.stream?.eventId ?? null,
    data: JSON.stringify(maskResult(result, context.requestId, log)),
  });
  const results = await subscribe({
    schema: run.schema,
    document: run.document,
    contextValue: context,
    variableValues: run.request.variables,
    operationName: run.request.operationName,
  });
  if (!(Symbol.asyncIterator in results)) return yield eventOf(results);
  try {
    for await (const result of results) yield eventOf(result);
  } catch (error) {
    const original = error instanceof Error ? error : new Error(String(error));
    yield eventOf({ errors: [new GraphQLError(original.message, { originalError: original })] });
  }
}

/** A GraphQL request from the query of a GET, which is all that EventSource can send. Errors as for a body. */
export function readGraphqlQuery(url: URL): string {
  const json = (name: string): unknown => {
    const text = url.searchParams.get(name);
    if (text === null || text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  };
  return JSON.stringify({
    query: url.searchParams.get('query') ?? '',
    variables: json('variables'),
    operationName: url.searchParams.get('operationName'),
    extensions: json('extensions'),
  });
}
