-- What a pool's grants and holds come to, so that readers need not add them up (docs/ledger.md).
ALTER TABLE "credit_pools"
    ADD COLUMN "held" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "next_expires_at" TIMESTAMPTZ(3);
-- A date that has passed already makes readers look at the grants themselves, until the pool is next moved.
UPDATE "credit_pools" p SET "held" = p."line_held" + g."held", "next_expires_at" = g."expires_at"
FROM (
    SELECT p."account_id", p."kind", coalesce(sum(g."held"), 0) AS "held",
        min(g."expires_at") FILTER (WHERE g."remaining" > 0 AND NOT g."scheduled") AS "expires_at"
    FROM "credit_pools" p LEFT JOIN "credit_grants" g ON g."account_id" = p."account_id" AND g."pool" = p."kind"
    GROUP BY p."account_id", p."kind"
) g
WHERE g."account_id" = p."account_id" AND g."kind" = p."kind";
ALTER TABLE "credit_pools" ADD CONSTRAINT "credit_pools_held_check" CHECK ("held" >= 0);
