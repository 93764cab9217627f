/// <reference types="astro/client" />
/// <reference types="@astrojs/cloudflare/types.d.ts" />

declare namespace App {
  interface Locals {
    /** What a storefront page knows of its request; set by the middleware for every path outside /admin. */
    shop: import('./lib/shop-locals.ts').ShopLocals;
  }
}
