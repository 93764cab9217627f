import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';
import { graphqlExplorer } from './dev/explorer-files.mjs';

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  output: 'server',
  adapter: cloudflare({ imageService: 'passthrough' }),
  integrations: [graphqlExplorer()],
  devToolbar: { enabled: false },
  // The pages' content security policy allows neither inline styles nor inline scripts.
  build: { inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 } },
});
