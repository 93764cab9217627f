import { z } from 'zod';

/** A GraphQL endpoint and how to get in. */
export interface Api {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a document and checks the shape of its data. Throws with the answer when there are errors or the shape differs. */
export async function ask<Shape extends z.ZodType>(
  api: Api,
  query: string,
  variables: object,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...api.headers },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  try {
    const answer = z.object({ data: z.unknown(), errors: z.array(z.unknown()).optional() }).parse(JSON.parse(text));
    if (answer.errors?.length) throw new Error('errors in the answer');
    return shape.parse(answer.data);
  } catch (error) {
    const name = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? query.slice(0, 60);
    throw new Error(
      `${name}: ${error instanceof Error ? error.message : error}\nHTTP ${response.status}: ${text.slice(0, 2_000)}`,
    );
  }
}
