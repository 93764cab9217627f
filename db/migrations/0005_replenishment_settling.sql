ALTER TABLE "purchase_orders" DROP CONSTRAINT "purchase_orders_total";--> statement-breakpoint
ALTER TABLE "replenishment_levels" DROP CONSTRAINT "replenishment_levels_range";--> statement-breakpoint
DROP INDEX "low_stock_alerts_due";--> statement-breakpoint
DROP INDEX "purchase_orders_untold";--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD COLUMN "awaited_quantity" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD COLUMN "awaited_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD COLUMN "told_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD COLUMN "open_receipts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD COLUMN "creation_key" text;--> statement-breakpoint
CREATE INDEX "purchase_orders_unsettled" ON "purchase_orders" USING btree ("id") WHERE "purchase_orders"."told_version" < "purchase_orders"."awaited_version" or "purchase_orders"."open_receipts" > 0;--> statement-breakpoint
CREATE UNIQUE INDEX "purchase_orders_creation" ON "purchase_orders" USING btree ("creation_key");--> statement-breakpoint
ALTER TABLE "low_stock_alerts" DROP COLUMN "attempts";--> statement-breakpoint
ALTER TABLE "low_stock_alerts" DROP COLUMN "due_at";--> statement-breakpoint
ALTER TABLE "purchase_orders" DROP COLUMN "expectation_told";--> statement-breakpoint
ALTER TABLE "replenishment_levels" DROP COLUMN "order_up_to";--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_total" CHECK ("purchase_orders"."total_minor" >= 0 and "purchase_orders"."told_version" <= "purchase_orders"."awaited_version" and "purchase_orders"."open_receipts" >= 0);--> statement-breakpoint
ALTER TABLE "replenishment_levels" ADD CONSTRAINT "replenishment_levels_range" CHECK ("replenishment_levels"."safety_stock" >= 0 and "replenishment_levels"."reorder_point" >= 0);