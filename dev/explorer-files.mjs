import { mkdirSync, writeFileSync } from 'node:fs';

/** Address below which the GraphQL explorer's files are served; worker/graphql/http/explorer.ts names them. */
const FOLDER = '/graphql-explorer/';

/** The explorer's files by name: 8 MB out of a package that inlines them, so read only when they are needed. */
async function explorerFiles() {
  // The package exports its page as one text; the parts lie beside its entry.
  const entry = import.meta.resolve('@graphql-yoga/render-graphiql');
  const { css, js, editorWorkerService, graphqlWorker, jsonWorker } = await import(new URL('graphiql.js', entry).href);
  return {
    'explorer.css': css,
    'explorer.js': js,
    'editor-worker.js': editorWorkerService,
    'graphql-worker.js': graphqlWorker,
    'json-worker.js': jsonWorker,
  };
}

/**
 * Serves the GraphQL explorer's files from this shop, so that it works without a network: written beside the site's files when it is built, answered from
 * memory by `astro dev`.
 * @returns {import('astro').AstroIntegration}
 */
export function graphqlExplorer() {
  return {
    name: 'graphql-explorer',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = new URL(`.${FOLDER}`, dir);
        mkdirSync(folder, { recursive: true });
        for (const [name, text] of Object.entries(await explorerFiles())) writeFileSync(new URL(name, folder), text);
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use(async (request, response, next) => {
          const name = request.url?.startsWith(FOLDER) ? request.url.slice(FOLDER.length) : '';
          const text = name ? Object.entries(await explorerFiles()).find(([file]) => file === name)?.[1] : undefined;
          if (text === undefined) return next();
          response.setHeader('content-type', name.endsWith('.css') ? 'text/css' : 'text/javascript');
          response.end(text);
        });
      },
    },
  };
}
