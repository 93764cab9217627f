CREATE TABLE "currency_settings" (
	"currency" char(3) PRIMARY KEY NOT NULL,
	"is_converted" boolean DEFAULT false NOT NULL,
	"margin_bps" integer DEFAULT 0 NOT NULL,
	"charm" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"settled_version" integer DEFAULT 0 NOT NULL,
	"changed_by" text,
	"changed_at" timestamp with time zone,
	CONSTRAINT "currency_settings_margin" CHECK ("currency_settings"."margin_bps" between -9000 and 10000)
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"day" date NOT NULL,
	"currency" char(3) NOT NULL,
	"rate" numeric NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "exchange_rates_day_currency_pk" PRIMARY KEY("day","currency"),
	CONSTRAINT "exchange_rates_positive" CHECK ("exchange_rates"."rate" > 0),
	CONSTRAINT "exchange_rates_currency_form" CHECK ("exchange_rates"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "rate_fetches" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"tried_at" timestamp with time zone,
	"succeeded_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "rate_fetches_single" CHECK ("rate_fetches"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "conversion" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "exchange" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "base_total_minor" bigint;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "base_amount_minor" bigint;--> statement-breakpoint
-- Orders in the shop's own currency need no rate; of the others' nothing can be said any more.
UPDATE "orders" o SET "base_total_minor" = o."total_minor",
  "exchange" = jsonb_build_object('base', s."base_currency", 'rate', '1', 'numerator', '1', 'denominator', '1', 'day', to_char(o."placed_at" at time zone 'UTC', 'YYYY-MM-DD'), 'source', '')
FROM (SELECT "base_currency" FROM "shop" ORDER BY "id" LIMIT 1) s WHERE o."currency" = s."base_currency";--> statement-breakpoint
UPDATE "refunds" r SET "base_amount_minor" = r."amount_minor" FROM "orders" o WHERE o."id" = r."order_id" AND o."base_total_minor" IS NOT NULL;
