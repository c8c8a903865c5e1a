-- From format 7 to 8, after the new tables are made: what was not counted waits for a person.

INSERT INTO original (event, digest, piece, at, written, number, edition, became)
SELECT event, digest, piece, at, written, number, edition, became FROM original_before;

INSERT INTO answer (id, event, digest, piece, number, edition, question, text, named)
SELECT id, event, digest, piece, number, edition, question, text, named FROM answer_before;

INSERT INTO review (event, digest, piece, name, sender, subject, text, outcome, number, edition, answers, named, doubts)
SELECT event, digest, piece, '', '', '', '', became, number, edition,
       (SELECT json_group_object(CAST(question AS TEXT), text) FROM answer_before AS answer
        WHERE (event, digest, piece) = (original.event, original.digest, original.piece)),
       (SELECT coalesce(max(named), 0) FROM answer_before AS answer
        WHERE (event, digest, piece) = (original.event, original.digest, original.piece)),
       CASE WHEN became IN ('taken', 'automatic', 'forgotten') THEN '[]' ELSE '[["answers-earlier", {}]]' END
FROM original ORDER BY written;

DROP TABLE original_before;
DROP TABLE answer_before;
