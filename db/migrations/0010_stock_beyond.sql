CREATE TABLE "stock_beyond" (
	"variant_id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"units" integer,
	"arrives_at" timestamp with time zone,
	"sequence" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "stock_beyond" ADD CONSTRAINT "stock_beyond_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;