-- Every simple code becomes a promotion with this one code; amounts without a currency were in the shop's own.
WITH moved AS (
  INSERT INTO "promotions" ("title", "is_automatic", "starts_at", "ends_at", "combines_with", "conditions", "actions", "usage_limit", "uses", "uses_before")
  SELECT d."title", false, d."starts_at", CASE WHEN d."ends_at" > d."starts_at" THEN d."ends_at" END,
    jsonb_build_object('product', true, 'order', d."kind" = 'free_shipping', 'shipping', d."kind" <> 'free_shipping'),
    CASE WHEN d."minimum_subtotal_minor" IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('kind', 'subtotal_at_least',
      'amounts', jsonb_build_object(coalesce(d."currency", s."base_currency", 'EUR'), d."minimum_subtotal_minor"))) END,
    jsonb_build_array(CASE d."kind"
      WHEN 'percentage' THEN jsonb_build_object('kind', 'percent', 'bps', d."value", 'of', jsonb_build_object('kind', 'all'))
      WHEN 'fixed_amount' THEN jsonb_build_object('kind', 'fixed', 'amounts', jsonb_build_object(coalesce(d."currency", s."base_currency", 'EUR'), d."value"),
        'of', jsonb_build_object('kind', 'all'), 'per', 'across')
      ELSE jsonb_build_object('kind', 'free_shipping', 'methods', null, 'most', null) END),
    CASE WHEN d."usage_limit" > 0 THEN d."usage_limit" END, d."times_used", d."times_used"
  FROM "discounts" d LEFT JOIN LATERAL (SELECT "base_currency" FROM "shop" ORDER BY "id" LIMIT 1) s ON true
  ORDER BY d."id"
  RETURNING "id", "title", "uses"
), numbered AS (
  SELECT "id", "uses", row_number() OVER (ORDER BY "id") AS place FROM moved
)
INSERT INTO "promotion_codes" ("promotion_id", "code", "uses")
SELECT n."id", d."code", n."uses" FROM numbered n JOIN (SELECT "code", row_number() OVER (ORDER BY "id") AS place FROM "discounts") d ON d.place = n.place;--> statement-breakpoint
DROP TABLE "discounts" CASCADE;--> statement-breakpoint
DROP TYPE "public"."discount_kind";
