CREATE TYPE "public"."recommendation_shelf" AS ENUM('for_you', 'product', 'cart', 'mail');--> statement-breakpoint
ALTER TABLE "experiment_exposures" DROP CONSTRAINT "experiment_exposures_experiment_visitor_pk";--> statement-breakpoint
ALTER TABLE "experiment_exposures" ADD COLUMN "shelf" "recommendation_shelf" DEFAULT 'for_you' NOT NULL;--> statement-breakpoint
ALTER TABLE "experiment_exposures" ADD CONSTRAINT "experiment_exposures_experiment_visitor_shelf_pk" PRIMARY KEY("experiment","visitor","shelf");--> statement-breakpoint
ALTER TABLE "recommendation_settings" ADD COLUMN "experiment_shelves" "recommendation_shelf"[] DEFAULT '{"for_you"}' NOT NULL;