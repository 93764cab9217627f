import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import { getComplexity, simpleEstimator } from 'graphql-query-complexity';

/** Largest cost of one operation: every field counts 1, a connection multiplies what is below it by its `first` or `last`. */
export const MAX_COMPLEXITY = 60_000;
/**
 * Items that a list inside a product counts as at most. Storefronts ask for `variants(first: 250)` of 100 products, meaning "all of them": the
 * product is read whole anyway and few have more.
 */
export const PRODUCT_LIST_ITEMS = 20;
/** Deepest nesting of fields in one operation. Hydrogen's and Next.js Commerce's documents stay below 12. */
export const MAX_DEPTH = 20;
/** Most characters of one document. */
export const MAX_DOCUMENT_CHARACTERS = 60_000;

/** A document that parsed and is valid, with what is known of it before variables are. */
export interface KnownDocument {
  readonly document: DocumentNode;
  /** Names of variables that decide what it costs: page sizes and what is skipped or included. */
  readonly weighing: readonly string[];
  /** Cost per operation and the values of those variables, so that a repeated request is weighed once. */
  readonly weighed: Map<string, number>;
}

/** A document, or why it can't run. */
export type Prepared =
  | { readonly ok: true; readonly known: KnownDocument }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

const WEIGHING: ReadonlySet<string> = new Set(['first', 'last', 'if']);
const DOCUMENTS_KEPT = 500;
const WEIGHTS_KEPT = 200;

function depthOf(
  selections: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: ReadonlySet<string>,
): number {
  let deepest = 0;
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      // Introspection is deep by nature and bounded by the schema itself.
      if (selection.name.value.startsWith('__')) continue;
      deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet, fragments, seen) : 0));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      deepest = Math.max(deepest, depthOf(selection.selectionSet, fragments, seen));
    } else if (!seen.has(selection.name.value)) {
      const fragment = fragments.get(selection.name.value);
      if (fragment)
        deepest = Math.max(
          deepest,
          depthOf(fragment.selectionSet, fragments, new Set([...seen, selection.name.value])),
        );
    }
  }
  return deepest;
}

function tooDeep(document: DocumentNode): GraphQLError | null {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const depth = depthOf(node.selectionSet, fragments, new Set());
    if (depth > MAX_DEPTH) {
      return new GraphQLError(`The operation is ${depth} fields deep; at most ${MAX_DEPTH} are answered.`, {
        extensions: { code: 'MAX_DEPTH_EXCEEDED', depth },
      });
    }
  }
  return null;
}

/** Variables a document's cost can depend on: `first` and `last` of any field, and conditions of directives. */
function weighingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (value.kind === Kind.VARIABLE && WEIGHING.has(name.value)) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

/** Keeps parsed and validated documents of one schema; the oldest leave first. */
export class DocumentStore {
  readonly #schema: GraphQLSchema;
  readonly #prepared = new Map<string, Prepared>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /**
   * Parses and validates a document once. Errors in order: too long (DOCUMENT_TOO_LONG), syntax, too deep
   * (MAX_DEPTH_EXCEEDED), validation against the schema.
   */
  prepare(source: string): Prepared {
    const known = this.#prepared.get(source);
    if (known) return known;
    const prepared = this.#prepareNew(source);
    if (source.length <= MAX_DOCUMENT_CHARACTERS) {
      if (this.#prepared.size >= DOCUMENTS_KEPT) {
        const oldest = this.#prepared.keys().next();
        if (!oldest.done) this.#prepared.delete(oldest.value);
      }
      this.#prepared.set(source, prepared);
    }
    return prepared;
  }

  #prepareNew(source: string): Prepared {
    if (source.length > MAX_DOCUMENT_CHARACTERS) {
      const message = `query: ${source.length} characters; at most ${MAX_DOCUMENT_CHARACTERS} are read.`;
      return { ok: false, errors: [new GraphQLError(message, { extensions: { code: 'DOCUMENT_TOO_LONG' } })] };
    }
    let document: DocumentNode;
    try {
      document = parse(source, { noLocation: false, maxTokens: 20_000 });
    } catch (error) {
      if (error instanceof GraphQLError) return { ok: false, errors: [error] };
      throw error;
    }
    const deep = tooDeep(document);
    if (deep) return { ok: false, errors: [deep] };
    const errors = validate(this.#schema, document, undefined, { maxErrors: 20 });
    return errors.length > 0
      ? { ok: false, errors }
      : { ok: true, known: { document, weighing: weighingVariables(document), weighed: new Map() } };
  }

  /** Error when an operation would cost more than MAX_COMPLEXITY with these variables; null when it may run. */
  overweight(
    known: KnownDocument,
    operationName: string | null,
    variables: Readonly<Record<string, unknown>>,
  ): GraphQLError | null {
    const key = `${operationName ?? ''} ${JSON.stringify(known.weighing.map((name) => (Object.hasOwn(variables, name) ? [variables[name]] : [])))}`;
    let cost = known.weighed.get(key);
    if (cost === undefined) {
      const weighed = weigh(this.#schema, known.document, operationName, variables);
      // Not remembered: the next request may give the same sizes and fit.
      if (weighed === null) return null;
      cost = weighed;
      if (known.weighed.size >= WEIGHTS_KEPT) known.weighed.clear();
      known.weighed.set(key, cost);
    }
    if (cost <= MAX_COMPLEXITY) return null;
    return new GraphQLError(
      `The operation costs ${cost}; at most ${MAX_COMPLEXITY} is answered. Ask for fewer items per page.`,
      {
        extensions: { code: 'MAX_COMPLEXITY_EXCEEDED', cost, maximum: MAX_COMPLEXITY },
      },
    );
  }
}

/** Cost of an operation; null when variables do not fit their types, which execution refuses. */
export function weigh(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Readonly<Record<string, unknown>>,
): number | null {
  try {
    return getComplexity({
      schema,
      query: document,
      variables: { ...variables },
      ...(operationName === null ? {} : { operationName }),
      estimators: [
        ({ args, childComplexity, type }) => {
          const size = args.first ?? args.last;
          const most = type.name === 'Product' ? PRODUCT_LIST_ITEMS : 250;
          return typeof size === 'number' && size > 0 ? 1 + Math.min(size, most) * childComplexity : undefined;
        },
        simpleEstimator({ defaultComplexity: 1 }),
      ],
    });
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

/** The operation a request means; null when the name is missing or ambiguous. */
export function chosenOperation(known: KnownDocument, operationName: string | null): OperationDefinitionNode | null {
  return getOperationAST(known.document, operationName) ?? null;
}
