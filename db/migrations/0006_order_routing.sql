ALTER TABLE "orders" ADD COLUMN "routing" jsonb;--> statement-breakpoint
ALTER TABLE "shop" ADD COLUMN "routing" jsonb;