-- The rule by which addresses are compared knows final sigmas and letters that compose in lower case only
-- (src/domain/email-address.ts): the keys that were made before are brought under it. Where two accounts turn out to
-- have one address, both stay as they are: the one whose key is the right one is found by it.
UPDATE "accounts" a SET "email_key" = k."key"
FROM (
    SELECT DISTINCT ON (n."key") n."id", n."key"
    FROM (SELECT "id", "email_key", normalize(replace("email_key", 'ς', 'σ'), NFC) AS "key" FROM "accounts") n
    WHERE n."key" <> n."email_key" AND NOT EXISTS (SELECT FROM "accounts" t WHERE t."email_key" = n."key")
    ORDER BY n."key", n."id"
) k
WHERE a."id" = k."id";

UPDATE "legacy_identities" SET "email_key" = normalize(replace("email_key", 'ς', 'σ'), NFC)
WHERE "email_key" <> normalize(replace("email_key", 'ς', 'σ'), NFC);
