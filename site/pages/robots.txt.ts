import type { APIRoute } from 'astro';

/** What crawlers may visit: everything that has a lasting address. */
export const GET: APIRoute = ({ locals }) => {
  const lines = [
    'User-agent: *',
    'Disallow: /admin',
    'Disallow: /*/cart',
    'Disallow: /*/checkout',
    'Disallow: /*/orders/',
    'Disallow: /*/search',
    '',
    `Sitemap: ${locals.shop.access.origin}/sitemap.xml`,
    '',
  ];
  return new Response(lines.join('\n'), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=0, s-maxage=3600, stale-while-revalidate=86400',
    },
  });
};
