-- Part of PostgreSQL, Neon included: finds a word inside a title by an index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
DROP INDEX "products_status_title";--> statement-breakpoint
CREATE INDEX "products_title" ON "products" USING btree ("title","id");--> statement-breakpoint
CREATE INDEX "products_title_words" ON "products" USING gin ("title" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "orders_cancelled" ON "orders" USING btree ("placed_at") WHERE "orders"."cancelled_at" is not null;--> statement-breakpoint
CREATE INDEX "refunds_unsettled" ON "refunds" USING btree ("created_at") WHERE "refunds"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "products_status_title" ON "products" USING btree ("status","title","id");