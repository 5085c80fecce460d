-- Why: when a token was stolen, the tokens that were issued with it have to go too, and those that were issued with these.
-- Until now only the label of the issuer said which token it was: its name and its public id, `Deploy (tok_...)`.
--
-- issued_by_token_id is the token over the Tenant API that issued this one, issued_by_generation which of its secrets was
-- presented. There is no foreign key: the id stays even if the issuer is deleted one day. Nobody can issue before they
-- exist, so the rows form trees and never a circle.
ALTER TABLE tokens ADD COLUMN issued_by_token_id UUID;
ALTER TABLE tokens ADD COLUMN issued_by_generation BIGINT
    CONSTRAINT tokens_generation_of_issuer CHECK (issued_by_generation IS NULL OR issued_by_token_id IS NOT NULL);
CREATE INDEX tokens_issued_with ON tokens (issued_by_token_id, id) WHERE issued_by_token_id IS NOT NULL;

-- From the label: 26 digits of base 32, of which the first two make two hexadecimal digits, and every four after them make
-- five. Which secret was presented is not known of these.
WITH RECURSIVE walk (id, digits, place, part, hex) AS (
    SELECT id, substr(right(created_by_label, 27), 1, 26), 0, 0, '' FROM tokens
    WHERE issued_by_person = 0 AND substr(right(created_by_label, 32), 1, 5) = '(tok_'
        AND right(created_by_label, 1) = ')'
        AND substr(right(created_by_label, 27), 1, 1) IN ('0', '1', '2', '3', '4', '5', '6', '7')
    UNION ALL
    SELECT id, digits, place + 1,
        CASE WHEN place % 4 = 1 THEN 0
            ELSE part * 32 + strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(digits, place + 1, 1)) - 1 END,
        CASE WHEN place % 4 = 1 THEN hex || lpad(to_hex(part * 32 + strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(digits, place + 1, 1)) - 1),
                CASE place WHEN 1 THEN 2 ELSE 5 END, '0')
            ELSE hex END
    FROM walk
    WHERE place < 26 AND strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(digits, place + 1, 1)) > 0
)
UPDATE tokens SET issued_by_token_id = walk.hex::uuid FROM walk
WHERE walk.id = tokens.id AND walk.place = 26 AND EXISTS (SELECT 1 FROM tokens i WHERE i.id = walk.hex::uuid);
