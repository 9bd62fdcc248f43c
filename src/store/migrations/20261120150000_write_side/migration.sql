-- Credits that count from a later date stay apart until then.
ALTER TYPE "ledger_bucket" ADD VALUE 'SCHEDULED';
ALTER TYPE "ledger_entry_kind" ADD VALUE 'ACTIVATION';

ALTER TABLE "credit_grants" ADD COLUMN "scheduled" BOOLEAN NOT NULL DEFAULT false;

-- What lets one statement take a hold: what is left, where the next credits come from, and until when nothing falls due.
ALTER TABLE "credit_pools"
    ADD COLUMN "available" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "front_grant_id" UUID,
    ADD COLUMN "due_at" TIMESTAMPTZ(3),
    ADD COLUMN "turned_at" TIMESTAMPTZ(3);
UPDATE "credit_pools" p SET "available" = (
    SELECT coalesce(sum(g."remaining" - g."held"), 0) FROM "credit_grants" g
    WHERE g."account_id" = p."account_id" AND g."pool" = p."kind"
) - p."owed" - p."line_held";
UPDATE "credit_pools" SET "floor" = least("floor", "available");
ALTER TABLE "credit_pools" ADD CONSTRAINT "credit_pools_available_check" CHECK ("available" >= "floor");

-- A hold of whole credits may rest on several pools.
ALTER TABLE "credit_holds" ADD COLUMN "pools" "credit_pool_kind"[];
UPDATE "credit_holds" SET "pools" = ARRAY["pool"];
ALTER TABLE "credit_holds" DROP COLUMN "pool";
ALTER TABLE "credit_holds"
    ADD CONSTRAINT "credit_holds_pools_check" CHECK (cardinality("pools") > 0),
    ADD CONSTRAINT "credit_holds_ended_check" CHECK (("state" = 'OPEN') = ("ended_at" IS NULL)),
    ADD CONSTRAINT "credit_holds_outcome_check" CHECK (("state" = 'CAPTURED') = ("captured" > 0));

-- What is over stays in its table: reading what is not must not walk through it.
CREATE INDEX "credit_grants_with_credits" ON "credit_grants" ("account_id") WHERE "remaining" > 0;
CREATE INDEX "credit_grants_unseen" ON "credit_grants" ("account_id") WHERE "seen_at" IS NULL;
CREATE INDEX "credit_holds_open" ON "credit_holds" ("account_id") WHERE "state" = 'OPEN';

ALTER TABLE "subscriptions" ADD COLUMN "superseded_at" TIMESTAMPTZ(3);

CREATE TABLE "usage_events" (
    "account_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "meter" "usage_meter" NOT NULL,
    "quantity" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_events_pkey" PRIMARY KEY ("account_id", "event_id"),
    CONSTRAINT "usage_events_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "usage_events_quantity_check" CHECK ("quantity" > 0)
);

ALTER TABLE "idempotency_records"
    ADD CONSTRAINT "idempotency_records_key_check" CHECK (char_length("key") BETWEEN 1 AND 255);
