/** Takes the place of worker/deps.ts: the world that makes an object hands it its ports. */
export const createDeps = (env: { readonly deps: unknown }): unknown => env.deps;
