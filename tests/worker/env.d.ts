import type { Env as WorkerEnv } from '../../worker/env.ts';

declare global {
  namespace Cloudflare {
    /** Bindings that tests reach through `env` of `cloudflare:workers`. */
    interface Env extends WorkerEnv {}
  }
}
