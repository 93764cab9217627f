import type { APIRoute } from 'astro';
import { sendAsStaff } from '../../lib/admin/graphql.ts';

/** Ends the session and leads back to the entrance. */
export const POST: APIRoute = async (context) => {
  const answer = await sendAsStaff(context, '/admin/auth/sign-out', {});
  const headers = new Headers({ location: '/admin/login' });
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
};
