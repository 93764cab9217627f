import { bigint, timestamp } from 'drizzle-orm/pg-core';

/** Surrogate key handed out by Postgres; the number inside a public id `gid://shopify/Type/NUMBER`. */
export const identity = () => bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity();
/** Point in time with zone, as a JavaScript Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** Amount in minor units; its currency stands beside it. */
export const minorUnits = (name: string) => bigint(name, { mode: 'number' });
/** Reference to an identity column. */
export const ref = (name: string) => bigint(name, { mode: 'number' });
