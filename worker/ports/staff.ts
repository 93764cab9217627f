/** A signed-in staff member. */
export interface StaffSession {
  readonly staffId: string;
  readonly name: string;
  readonly email: string;
}

/** Who may enter the admin: sessions by cookie, systems by token. */
export interface StaffAuth {
  /** The session of a request's cookie; null when there is none or it has ended. */
  session(headers: Headers): Promise<StaffSession | null>;
  /** Name of the API token with this value; null when unknown or revoked. */
  token(value: string): Promise<string | null>;
  /** Answers the sign-in and sign-out calls below /admin/auth/. */
  handle(request: Request): Promise<Response>;
}
