-- The number a dossier has until it is accepted; it finds the dossier for good, also once it has its code.
ALTER TABLE cases ADD COLUMN provisional_code text UNIQUE;
WITH numbered AS (
  SELECT id, upper(replace(id::text, '-', '')) AS digits,
         row_number() OVER (PARTITION BY left(id::text, 8) ORDER BY opened_at, id) AS nth
  FROM cases WHERE kind = 'dossier' AND state ->> 'channel' <> 'inPerson'
)
UPDATE cases c SET provisional_code = 'TAM-' || left(n.digits, CASE WHEN n.nth = 1 THEN 8 ELSE 12 END)
FROM numbered n WHERE n.id = c.id;

-- What a search finds, folded as domain/text/folded.ts folds it: lower case, no diacritics, one space between words.
UPDATE cases SET search = btrim(regexp_replace(lower(translate(
  regexp_replace(normalize(concat_ws(' ', code, provisional_code, search), NFD), '[\u0300-\u036f]', '', 'g'),
  'đĐ', 'dd')), '\s+', ' ', 'g'));

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX cases_by_search ON cases USING gin (search gin_trgm_ops);
