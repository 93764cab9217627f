import type { Env as WorkerEnv } from '../../worker/env.ts';

declare global {
  namespace Cloudflare {
    /** Bindings that tests reach through `env` of `cloudflare:workers`. */
    interface Env extends WorkerEnv {}
    /** The Worker that `exports` of `cloudflare:workers` leads to. */
    interface GlobalProps {
      mainModule: typeof import('../../worker/api-entry.ts');
    }
  }
}
