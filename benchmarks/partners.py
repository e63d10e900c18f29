"""A worker at a partner agency with whom thousands of women share something: what the pages for people outside start from."""

from __future__ import annotations

import uuid
from typing import Any

PEOPLE = 8_768  # as wide as the widest partner that was measured when the shape of the policies was chosen
WORKER = uuid.UUID("0190d0b0-0000-7000-8000-0000000bec01")
AGENCY = uuid.UUID("0190d0b0-0000-7000-8000-0000000bec02")

_MADE = """
insert into agencies_agency (id, recorded_by, name, kind, reference) values (%(a)s, %(w)s, 'Benchmark society', 'child_welfare', '');
insert into safekeeping_principal (id, agency, kind, name, active) values (%(w)s, %(a)s, 'partner', 'Bea of the benchmark', true);
insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values (gen_random_uuid(), %(w)s, 0, 16383, 0, tstzrange(null, null));
insert into accounts_colleague (id, recorded_by, agency_id, name, about) values (%(w)s, %(w)s, %(a)s, 'Bea of the benchmark', '');
insert into consent_form (id, recorded_by, kind, profile, language, version, text, sha256, source)
  select %(f)s, %(w)s, 'sharing', 'ontario', 'en', 990, 'words', 'x', '';
insert into consent_consent (
    id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id, recipient_class, purpose, during,
    explained, signed_at, signed_how, signature, copy_given, version)
  select consent, %(w)s, family, person, 'permit', %(f)s, 'agency', %(a)s, '', 'care_coordination', daterange(current_date - 9, null),
         '', now() - interval '1 day', 'typed', 'her name', '', 1 from SHARED s;
insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)
  select gen_random_uuid(), %(w)s, family, consent, person, 1 from SHARED s;
insert into consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)
  select gen_random_uuid(), %(w)s, family, person, %(w)s, 'Woman ' || substr(md5(person::text), 1, 8), daterange(current_date - 9, null)
    from SHARED s;
update care_contact c set about = '{}' from SHARED s where c.family_id = s.family and c.subject = s.person and c.category = 1;
"""

# The same people each time it stands in a statement; whoever loads may make no temporary table.
_SHARED = """(select p.id as person, p.family_id as family, md5('shared by ' || p.id)::uuid as consent
                from families_person p where p.kind = 'woman' order by md5(p.id::text) limit %(n)s)"""


def partner(cursor: Any) -> list[uuid.UUID]:
    """Make the worker and what is shared with her, once; the people of her list, in no order."""
    cursor.execute("select count(*) from safekeeping_principal where id = %s", [WORKER])
    if cursor.fetchone()[0] == 0:
        values = {"a": AGENCY, "w": WORKER, "n": PEOPLE, "f": uuid.UUID("0190d0b0-0000-7000-8000-0000000bec03")}
        for statement in filter(str.strip, _MADE.replace("SHARED", _SHARED).split(";\n")):
            cursor.execute(statement, {k: v for k, v in values.items() if f"%({k})s" in statement} or None)
    cursor.execute(
        "select person_id from consent_outsideworker where colleague_id = %s order by md5(id::text) limit 200", [WORKER]
    )
    return [row[0] for row in cursor.fetchall()]
