import { type ExecutionResult, GraphQLError } from 'graphql';

/**
 * Replaces errors that are bugs (anything a resolver threw that is no GraphQLError) with a sentence that carries only the request id; the
 * real one goes to the log. Answers without errors pass through untouched.
 */
export function maskResult(
  result: ExecutionResult,
  requestId: string,
  log: (line: string, error: unknown) => void,
): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskError(error, requestId, log)) };
}

/** One error as `maskResult` shows it. */
export function maskError(
  error: GraphQLError,
  requestId: string,
  log: (line: string, error: unknown) => void,
): GraphQLError {
  const original = error.originalError;
  if (!original || original instanceof GraphQLError) return error;
  log(`request ${requestId} at ${error.path?.join('.') ?? '?'}`, original);
  return new GraphQLError(`Something went wrong on our side (request ${requestId}).`, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    path: error.path ?? null,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  });
}
