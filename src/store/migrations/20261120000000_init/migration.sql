-- CreateEnum
CREATE TYPE "restriction" AS ENUM ('SUSPENDED', 'LEGAL', 'PAYMENT');

-- CreateEnum
CREATE TYPE "usage_meter" AS ENUM ('SPANS', 'AGENTS');

-- CreateEnum
CREATE TYPE "credit_pool_kind" AS ENUM ('WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL');

-- CreateEnum
CREATE TYPE "grant_kind" AS ENUM ('PAID', 'PROMOTIONAL', 'TRIAL', 'PLAN', 'IMPORT');

-- CreateEnum
CREATE TYPE "hold_state" AS ENUM ('OPEN', 'CAPTURED', 'RELEASED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "ledger_bucket" AS ENUM ('ISSUED', 'AVAILABLE', 'HELD', 'CONSUMED', 'EXPIRED', 'CREDIT_LINE');

-- CreateEnum
CREATE TYPE "ledger_entry_kind" AS ENUM ('OPENING', 'ADJUSTMENT', 'GRANT', 'HOLD', 'CAPTURE', 'RELEASE', 'CONSUMPTION', 'EXPIRY', 'RESET');

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "email_verified" BOOLEAN,
    "display_name" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "image_url" TEXT,
    "company" TEXT,
    "role" TEXT,
    "is_active" BOOLEAN,
    "restriction" "restriction",
    "sign_in_method" TEXT,
    "connected_providers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "two_factor_enabled" BOOLEAN,
    "prompt_analysis_opt_in" BOOLEAN,
    "created_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "written_at" TIMESTAMPTZ(3),
    "written_facts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "credit_notice" BOOLEAN NOT NULL DEFAULT false,
    "agent_baseline" BIGINT,
    "api_key_baseline" BIGINT,
    "api_key_last_four" TEXT,
    "governing_subscription_id" UUID,
    "ledger_sequence" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "legacy_identities" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "system" TEXT NOT NULL,
    "legacy_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "claims" JSONB NOT NULL,
    "email_key" TEXT,
    "residual" JSONB NOT NULL,
    "record" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" BIGSERIAL NOT NULL,

    CONSTRAINT "legacy_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "referral_codes" (
    "code" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "generated" BOOLEAN NOT NULL,

    CONSTRAINT "referral_codes_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "system" TEXT,
    "plan" TEXT NOT NULL,
    "label" TEXT,
    "status" TEXT,
    "current_period_start" TIMESTAMPTZ(3),
    "current_period_end" TIMESTAMPTZ(3),
    "cancel_at_period_end" BOOLEAN,
    "trial_ends_at" TIMESTAMPTZ(3),
    "overrides" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_counters" (
    "account_id" UUID NOT NULL,
    "meter" "usage_meter" NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3),
    "used" BIGINT NOT NULL,

    CONSTRAINT "usage_counters_pkey" PRIMARY KEY ("account_id","meter","period_start")
);

-- CreateTable
CREATE TABLE "credit_pools" (
    "account_id" UUID NOT NULL,
    "kind" "credit_pool_kind" NOT NULL,
    "owed" BIGINT NOT NULL DEFAULT 0,
    "line_held" BIGINT NOT NULL DEFAULT 0,
    "credit_limit_cents" BIGINT NOT NULL DEFAULT 0,
    "floor" BIGINT NOT NULL DEFAULT 0,
    "opening_expires_at" TIMESTAMPTZ(3),
    "pending_trial" BIGINT,
    "window_total" BIGINT,
    "window_ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "credit_pools_pkey" PRIMARY KEY ("account_id","kind")
);

-- CreateTable
CREATE TABLE "credit_grants" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "pool" "credit_pool_kind" NOT NULL,
    "kind" "grant_kind" NOT NULL,
    "amount" BIGINT NOT NULL,
    "remaining" BIGINT NOT NULL,
    "held" BIGINT NOT NULL DEFAULT 0,
    "priority" INTEGER NOT NULL DEFAULT 50,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "reference" TEXT,
    "sequence" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_holds" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "pool" "credit_pool_kind" NOT NULL,
    "state" "hold_state" NOT NULL,
    "amount" BIGINT NOT NULL,
    "captured" BIGINT NOT NULL DEFAULT 0,
    "line_amount" BIGINT NOT NULL DEFAULT 0,
    "imported" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "reference" TEXT,
    "sequence" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hold_allocations" (
    "hold_id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "hold_allocations_pkey" PRIMARY KEY ("hold_id","grant_id")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "account_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "pool" "credit_pool_kind" NOT NULL,
    "kind" "ledger_entry_kind" NOT NULL,
    "source" "ledger_bucket" NOT NULL,
    "destination" "ledger_bucket" NOT NULL,
    "amount" BIGINT NOT NULL,
    "available_after" BIGINT NOT NULL,
    "grant_id" UUID,
    "hold_id" UUID,
    "reason" TEXT,
    "reference" TEXT,
    "actor" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("account_id","sequence")
);

-- CreateTable
CREATE TABLE "idempotency_records" (
    "client" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "outcome" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("client","account_id","key")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "name" TEXT,
    "sha256" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "imported" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agents" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "accounts_email_key_key" ON "accounts"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_governing_subscription_id_key" ON "accounts"("governing_subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "legacy_identities_system_legacy_id_key" ON "legacy_identities"("system", "legacy_id");

-- CreateIndex
CREATE INDEX "legacy_identities_system_email_key_idx" ON "legacy_identities"("system", "email_key");

-- CreateIndex
CREATE UNIQUE INDEX "legacy_identities_system_sequence_key" ON "legacy_identities"("system", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "legacy_identities_account_id_system_key" ON "legacy_identities"("account_id", "system");

-- CreateIndex
CREATE INDEX "referral_codes_account_id_idx" ON "referral_codes"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_account_id_system_key" ON "subscriptions"("account_id", "system");

-- CreateIndex
CREATE UNIQUE INDEX "credit_grants_account_id_sequence_key" ON "credit_grants"("account_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "credit_holds_account_id_sequence_key" ON "credit_holds"("account_id", "sequence");

-- CreateIndex
CREATE INDEX "hold_allocations_grant_id_idx" ON "hold_allocations"("grant_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_sha256_key" ON "api_keys"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_account_id_sequence_key" ON "api_keys"("account_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "agents_account_id_sequence_key" ON "agents"("account_id", "sequence");

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_governing_subscription_id_fkey" FOREIGN KEY ("governing_subscription_id") REFERENCES "subscriptions"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "legacy_identities" ADD CONSTRAINT "legacy_identities_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referral_codes" ADD CONSTRAINT "referral_codes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_counters" ADD CONSTRAINT "usage_counters_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_pools" ADD CONSTRAINT "credit_pools_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_grants" ADD CONSTRAINT "credit_grants_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_holds" ADD CONSTRAINT "credit_holds_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold_allocations" ADD CONSTRAINT "hold_allocations_hold_id_fkey" FOREIGN KEY ("hold_id") REFERENCES "credit_holds"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold_allocations" ADD CONSTRAINT "hold_allocations_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "credit_grants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agents" ADD CONSTRAINT "agents_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the Prisma schema language cannot say. test/store/journal.test.ts holds these lines to it.

-- Numbers that no rule of the ledger may ever produce, so that a mistake in one of them is an error, not a balance.
ALTER TABLE "credit_pools"
    ADD CONSTRAINT "credit_pools_owed_check" CHECK ("owed" >= 0),
    ADD CONSTRAINT "credit_pools_line_held_check" CHECK ("line_held" >= 0),
    ADD CONSTRAINT "credit_pools_window_total_check" CHECK ("window_total" >= 0);

ALTER TABLE "credit_grants"
    ADD CONSTRAINT "credit_grants_amount_check" CHECK ("amount" > 0),
    ADD CONSTRAINT "credit_grants_remaining_check" CHECK ("remaining" <= "amount"),
    ADD CONSTRAINT "credit_grants_held_check" CHECK ("held" >= 0 AND "held" <= "remaining");

ALTER TABLE "credit_holds"
    ADD CONSTRAINT "credit_holds_amount_check" CHECK ("amount" > 0),
    ADD CONSTRAINT "credit_holds_captured_check" CHECK ("captured" >= 0 AND "captured" <= "amount"),
    ADD CONSTRAINT "credit_holds_line_amount_check" CHECK ("line_amount" >= 0 AND "line_amount" <= "amount");

ALTER TABLE "hold_allocations"
    ADD CONSTRAINT "hold_allocations_amount_check" CHECK ("amount" >= 0);

ALTER TABLE "ledger_entries"
    ADD CONSTRAINT "ledger_entries_amount_check" CHECK ("amount" > 0),
    ADD CONSTRAINT "ledger_entries_movement_check" CHECK ("source" <> "destination");

ALTER TABLE "usage_counters"
    ADD CONSTRAINT "usage_counters_used_check" CHECK ("used" >= 0);

-- The journal is append-only for everyone who goes through SQL, this gateway included.
CREATE FUNCTION "refuse_journal_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_entries is append-only: % is refused', TG_OP
        USING HINT = 'Correct the ledger with a new entry.';
END
$$;

CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE ON "ledger_entries"
    FOR EACH ROW EXECUTE FUNCTION "refuse_journal_change"();

CREATE TRIGGER "ledger_entries_never_truncated" BEFORE TRUNCATE ON "ledger_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_journal_change"();
