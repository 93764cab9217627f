import type { APIRoute } from 'astro';

/**
 * Which pages a browser may fetch when a link to them is about to be followed: shared ones only, never a bag, checkout, order or the admin.
 * Source: https://wicg.github.io/nav-speculation/speculation-rules.html
 */
const rules = {
  prefetch: [
    {
      where: {
        and: [
          { href_matches: '/:market/*' },
          { not: { href_matches: '/:market/(cart|checkout|orders)*' } },
          { not: { href_matches: '/(admin|media|api|_astro)/*' } },
          { not: { selector_matches: '[rel~="nofollow"], [data-zoom]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
};

/** The rules, named by the Speculation-Rules header of every page. */
export const GET: APIRoute = () =>
  new Response(JSON.stringify(rules), {
    headers: {
      'content-type': 'application/speculationrules+json',
      'cache-control': 'public, max-age=3600, s-maxage=3600',
    },
  });
