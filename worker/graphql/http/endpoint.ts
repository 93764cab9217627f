import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { chosenOperation, DocumentStore, type KnownDocument } from './documents.ts';
import { EVENT_STREAM_HEADERS, eventStream } from './event-stream.ts';
import { explorerPage } from './explorer.ts';
import { maskError, maskResult } from './masking.ts';
import { boundedText, type GraphqlRequest, readGraphqlBody } from './request.ts';
import { ResponseCache } from './response-cache.ts';
import { readGraphqlQuery, type StreamPlace, subscriptionEvents } from './subscription.ts';

/** What an endpoint needs from a context to cache and mask; the rest is the schema's own. */
export interface EndpointContext {
  readonly nowMs: number;
  readonly requestId: string;
  readonly tags: ReadonlySet<string>;
  /** Where the reader of a subscription is; none where the schema has no subscriptions. */
  readonly stream?: StreamPlace;
}

/** What a change was answered with. */
export interface ChangeAnswer {
  /** JSON. */
  readonly text: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it has errors: then it may be another one next time. */
  readonly hasErrors?: boolean;
}

/** Stands before every change: runs it with a scope of its choice, or answers in its place. */
export type ChangeGuard<Scope> = (
  request: Request,
  body: GraphqlRequest,
  scope: Scope,
  run: (scope: Scope) => Promise<ChangeAnswer>,
) => Promise<ChangeAnswer>;

/** How one GraphQL endpoint differs from another. */
export interface EndpointOptions<C extends EndpointContext, Scope> {
  readonly schema: GraphQLSchema;
  /** Path that the explorer posts to. */
  readonly path: string;
  /** Makes the context of one operation, or refuses it. */
  readonly createContext: (
    request: Request,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    scope: Scope,
  ) => C | Promise<C>;
  /** Root query fields whose answers may be kept; none: nothing is. */
  readonly cacheableFields: ReadonlySet<string>;
  /** Whether pages of any origin may ask. Only where no cookie counts: else a foreign page would act as whoever is signed in. */
  readonly isOpen: boolean;
  /** Makes changes honour `Idempotency-Key`; null where the resolvers of the schema do it themselves. */
  readonly guardChange: ChangeGuard<Scope> | null;
  /** How long a kept answer is fresh. */
  readonly freshMs: number;
  readonly nowMs: () => number;
  readonly log: (line: string, error: unknown) => void;
}

/** Runs operations of one schema over HTTP. */
export interface GraphqlEndpoint<Scope> {
  /** Answers a request; `scope` is what createContext gets of its surroundings. */
  handle(request: Request, scope: Scope): Promise<Response>;
  /** Forgets kept answers made from the tagged entities. */
  purge(tags: readonly string[]): void;
}

/** Headers that let a page of another origin read an answer. */
const OPEN_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id',
};

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

function mayBeKept(operation: OperationDefinitionNode, cacheable: ReadonlySet<string>): boolean {
  if (operation.operation !== OperationTypeNode.QUERY) return false;
  return operation.selectionSet.selections.every(
    (selection) =>
      selection.kind === Kind.FIELD &&
      (selection.name.value === '__typename' || cacheable.has(selection.name.value)) &&
      // What one visitor is shown is theirs, and that it was shown is noted.
      !selection.arguments?.some((argument) => argument.name.value === 'visitor'),
  );
}

/**
 * Yoga answers what is rare (GET, the explorer, queries over SSE, GraphQL as plain text); a plain JSON POST, which is nearly all traffic, takes a
 * short path here: kept answer, known document, execution. Both share schema, limits, context and masking.
 */
export function graphqlEndpoint<C extends EndpointContext, Scope extends object>(
  options: EndpointOptions<C, Scope>,
): GraphqlEndpoint<Scope> {
  const documents = new DocumentStore(options.schema);
  const cache = new ResponseCache(options.freshMs);
  const yoga = yogaFor(options, documents);
  const always = options.isOpen ? { ...JSON_HEADERS, ...OPEN_HEADERS } : JSON_HEADERS;
  const answer = (text: string, status = 200, headers: Readonly<Record<string, string>> = {}) =>
    new Response(text, { status, headers: { ...always, ...headers } });
  const refusal = (errors: readonly GraphQLError[], status = 200) => answer(JSON.stringify({ errors }), status);
  const refuseBody = ({ status, message }: { readonly status: number; readonly message: string }) =>
    refusal([new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })], status);

  async function runPost(request: Request, scope: Scope): Promise<Response> {
    const body = await boundedText(request);
    if (!body.ok) return refuseBody(body);
    const { text } = body;
    const cacheKey = `${new URL(request.url).host} ${text}`;
    const kept = cache.get(cacheKey, options.nowMs());
    if (kept !== null) return answer(kept.text, 200, { 'x-cache': 'HIT', 'cache-tag': kept.tags });
    const read = readGraphqlBody(text);
    if (!read.ok) return refuseBody(read);
    const { query, variables, operationName } = read.request;
    const prepared = documents.prepare(query);
    if (!prepared.ok) return refusal(prepared.errors);
    const operation = chosenOperation(prepared.known, operationName);
    if (!operation)
      return refusal(
        [
          new GraphQLError('operationName: names no single operation of the document.', {
            extensions: { code: 'BAD_REQUEST' },
          }),
        ],
        400,
      );
    if (operation.operation === OperationTypeNode.SUBSCRIPTION)
      return yoga.handle(new Request(request.url, { method: 'POST', headers: request.headers, body: text }), { scope });
    const overweight = documents.overweight(prepared.known, operationName, variables);
    if (overweight) return refusal([overweight]);
    const { known } = prepared;
    if (operation.operation === OperationTypeNode.MUTATION && options.guardChange !== null) {
      const change = await options.guardChange(request, read.request, scope, async (chosen) => {
        const { result, context } = await run(known, operation, operationName, variables, request, chosen);
        const json = JSON.stringify(maskResult(result, context.requestId, options.log));
        const headers = { 'x-request-id': context.requestId };
        return { text: json, status: 200, headers, hasErrors: result.errors !== undefined };
      });
      return answer(change.text, change.status, change.headers);
    }
    const purgesBefore = cache.purges;
    const { result, context } = await run(known, operation, operationName, variables, request, scope);
    const json = JSON.stringify(maskResult(result, context.requestId, options.log));
    if (!result.errors && cache.purges === purgesBefore && mayBeKept(operation, options.cacheableFields))
      cache.set(cacheKey, json, context.tags, context.nowMs);
    return answer(json, 200, {
      'x-request-id': context.requestId,
      ...(context.tags.size > 0 ? { 'cache-tag': [...context.tags].join(',') } : {}),
    });
  }

  async function run(
    known: KnownDocument,
    operation: OperationDefinitionNode,
    operationName: string | null,
    variables: Readonly<Record<string, unknown>>,
    request: Request,
    scope: Scope,
  ) {
    const made = options.createContext(request, operation, variables, scope);
    const context = made instanceof Promise ? await made : made;
    const executed = execute({
      schema: options.schema,
      document: known.document,
      contextValue: context,
      variableValues: variables,
      operationName,
    });
    const result: ExecutionResult = executed instanceof Promise ? await executed : executed;
    return { result, context };
  }

  /** A subscription over SSE; null when the request is something else, which Yoga answers or refuses. */
  async function streamOf(text: string, request: Request, scope: Scope): Promise<Response | null> {
    const read = readGraphqlBody(text);
    const prepared = read.ok ? documents.prepare(read.request.query) : null;
    if (!read.ok || !prepared?.ok) return null;
    const operation = chosenOperation(prepared.known, read.request.operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return null;
    const context = await options.createContext(request, operation, read.request.variables, scope);
    const { schema, log } = options;
    const events = subscriptionEvents({
      schema,
      document: prepared.known.document,
      request: read.request,
      context,
      log,
    });
    const headers = { ...EVENT_STREAM_HEADERS, 'x-request-id': context.requestId };
    return new Response(eventStream(events), { headers: options.isOpen ? { ...OPEN_HEADERS, ...headers } : headers });
  }

  return {
    purge: (tags) => cache.purge(tags),
    async handle(request, scope) {
      const type = request.headers.get('content-type') ?? '';
      const wantsEvents = (request.headers.get('accept') ?? '').includes('text/event-stream');
      if (wantsEvents && request.method === 'GET') {
        const stream = await streamOf(readGraphqlQuery(new URL(request.url)), request, scope);
        if (stream) return stream;
      }
      const isPlainPost = request.method === 'POST' && type.startsWith('application/json') && !wantsEvents;
      if (isPlainPost) return runPost(request, scope);
      if (request.method !== 'POST') return yoga.handle(request, { scope });
      // Yoga runs what it is given each time; a key it would overlook is refused rather than broken.
      if (options.guardChange !== null && request.headers.has('idempotency-key'))
        return refuseBody({
          status: 415,
          message: 'Idempotency-Key: only requests of type application/json take one.',
        });
      const body = await boundedText(request);
      if (!body.ok) return refuseBody(body);
      const stream = wantsEvents ? await streamOf(body.text, request, scope) : null;
      if (stream) return stream;
      const { url, headers } = request;
      return yoga.handle(new Request(url, { method: 'POST', headers, body: body.text }), { scope });
    },
  };
}

function yogaFor<C extends EndpointContext, Scope extends object>(
  options: EndpointOptions<C, Scope>,
  documents: DocumentStore,
) {
  const limits: Plugin<{ scope: Scope }, { scope: Scope }> = {
    onParams({ params, setResult }) {
      const prepared = documents.prepare(params.query ?? '');
      if (!prepared.ok) return setResult({ errors: [...prepared.errors] });
      const overweight = documents.overweight(prepared.known, params.operationName ?? null, params.variables ?? {});
      if (overweight) setResult({ errors: [overweight] });
    },
    onContextBuilding({ context }) {
      const params = 'params' in context ? context.params : undefined;
      const prepared = documents.prepare(params?.query ?? '');
      const operation = prepared.ok ? chosenOperation(prepared.known, params?.operationName ?? null) : null;
      if (!operation || !('request' in context)) return;
      const made = options.createContext(context.request, operation, params?.variables ?? {}, context.scope);
      return made instanceof Promise
        ? made.then((value) => void Object.assign(context, value))
        : void Object.assign(context, made);
    },
  };
  return createYoga<{ scope: Scope }>({
    schema: options.schema,
    graphqlEndpoint: options.path,
    fetchAPI: globalThis,
    landingPage: false,
    multipart: false,
    cors: options.isOpen ? { origin: '*', credentials: false } : false,
    logging: false,
    plugins: [limits],
    graphiql: { title: 'ShopFlow GraphQL' },
    renderGraphiQL: explorerPage,
    maskedErrors: {
      maskError: (error) =>
        error instanceof GraphQLError
          ? maskError(error, 'stream', options.log)
          : new GraphQLError('Something went wrong on our side.'),
    },
  });
}
