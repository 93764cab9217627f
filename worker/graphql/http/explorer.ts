/** Where the build puts the explorer's files (dev/explorer-files.mjs). */
const FILES = '/graphql-explorer';

/** Text that may stand inside a script element: no tag can begin in it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * The page of GraphiQL as this shop serves it: every file comes from the shop itself, none from a network of others, so it works offline and needs no
 * trust in one. `options` are Yoga's for the explorer, such as its title.
 */
export function explorerPage(options?: { readonly title?: string }): string {
  const title = options?.title ?? 'GraphQL';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="${FILES}/explorer.css">
</head>
<body id="body" class="no-focus-outline">
<noscript>The explorer needs JavaScript; queries by GET or POST do not.</noscript>
<div id="root">Loading ${title}...</div>
<script>
const workers = ${inScript({ editorWorkerService: 'editor-worker.js', graphql: 'graphql-worker.js', json: 'json-worker.js' })};
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => '${FILES}/' + (workers[label] ?? workers.editorWorkerService) };
</script>
<script src="${FILES}/explorer.js"></script>
<script>YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), ${inScript(options ?? {})});</script>
</body>
</html>`;
}
