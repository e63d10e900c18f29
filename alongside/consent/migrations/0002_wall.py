"""What she agreed to and what left, behind the wall.

Besides the usual rule (let into the file, and a part that reads this kind of record):

* *hers*: a woman signed in as herself sees the agreements she gave, what left about her, and her own words beside a
  note, in every category: nothing of it is kept from her, except for a time when telling her is not safe.
* *keeps_privacy*: whoever reads the trail sees, for the files of her own agency, that something left, was opened in an
  emergency or rests on a court's paper; never the words that left.

What is signed stays as it was signed; what left is never changed.
"""

from django.db import migrations

from alongside.consent.migrations._privacy import keeps_privacy
from alongside.safekeeping.protection import READERS, Protect, Share, Within, can
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

PERSON = "families_person.id"
SOMEBODY = (PERSON, "families_dyad.id")
EVERY_SHAPE = f"{READERS}, alongside_small, alongside_report"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
NOT_HERSELF = f"{ME} is null"


def _reads(name: str, table: str, rule: str) -> str:
    return f"create policy {name} on {table} for select to {EVERY_SHAPE} using ({rule});"


def _adds(name: str, table: str, rule: str) -> str:
    return f"create policy {name} on {table} for insert to {READERS} with check ({rule});"


def _changes(name: str, table: str, rule: str) -> str:
    return f"create policy {name} on {table} for update to {READERS} using ({rule}) with check ({rule});"


def _only(name: str, table: str, rule: str) -> str:
    return f"create policy {name} on {table} as restrictive for select to {EVERY_SHAPE} using ({rule});"


# Asked through the policies of the table that is named, so that whatever hides a row there hides what hangs on it.
_MY_CONSENT = f"exists (select from consent_consent k where k.id = {{}} and k.giver_id = {ME})"
# What an agency gave for a child is hers to see where the child is; it is not hers to give, sign or take back.
_I_GAVE = f"giver_id = {ME} and giver_agency_id is null"
_MY_OWN = f"exists (select from consent_consent k where k.id = consent_consentline.consent_id and k.{_I_GAVE})"
# What an agency agreed to for her child: to a mother who decides for the child now, in kinds her page shows at all.
_MY_CHILD = """exists (select from safekeeping_cell c where c.family = {t}.family_id and c.subject = {t}.{subject}
  and c.principal = (select safekeeping.me()) and c.reach = 'guardian' and c.valid @> statement_timestamp()
  and (c.categories & (select safekeeping.my_categories())) >> {category} & 1 = 1)"""
_MY_LEDGER = "exists (select from consent_disclosure d where d.id = {}.disclosure_id)"
_REACHED = """exists (select from safekeeping_cell c where c.family = {t}.family_id and c.subject = {t}.subject
  and c.principal = (select safekeeping.me()) and c.valid @> statement_timestamp())"""


def _hers() -> str:
    gave = f"giver_id = {ME}"
    line = _MY_CONSENT.format("consent_consentline.consent_id")
    childs = _MY_CHILD.format(t="consent_consent", subject="giver_id", category=int(C.SERVICE_USE))
    childs_line = (
        "exists (select from consent_consent k where k.id = consent_consentline.consent_id and k.giver_agency_id is not null)"
        f" and {_MY_CHILD.format(t='consent_consentline', subject='subject', category='category')}"
    )
    of_child = _MY_CHILD.format(t="consent_breakglass", subject="subject", category=int(C.SERVICE_USE))
    d, p, s = "consent_disclosure", "consent_disclosedpart", "consent_disclosurestep"
    signed_in_as_herself = f"{ME} is not null"
    reached = {t: f"{signed_in_as_herself} and {_REACHED.format(t=t)}" for t in (d, p, "consent_statement")}
    not_hidden = f"{NOT_HERSELF} or hidden_until is null or hidden_until <= statement_timestamp()"
    told = f"{NOT_HERSELF} or not_told_until is null or not_told_until <= statement_timestamp()"
    return "\n".join(
        [
            _reads("hers", "consent_consent", gave),
            _reads("childs", "consent_consent", f"{signed_in_as_herself} and giver_agency_id is not null and {childs}"),
            _reads("childs", "consent_consentline", f"{signed_in_as_herself} and {childs_line}"),
            _adds("hers_add", "consent_consent", f"{_I_GAVE} and recorded_by = (select safekeeping.me())"),
            _changes("hers_change", "consent_consent", _I_GAVE),
            _reads("hers", "consent_consentline", line),
            _adds("hers_add", "consent_consentline", _MY_OWN),
            _changes("hers_change", "consent_consentline", _MY_OWN),
            # What left about her, or about a child while she may decide for it, or rested on her own agreement.
            _reads("hers", d, f"subject = {ME} or {reached[d]} or {_MY_CONSENT.format(f'{d}.consent_id')}"),
            _reads("hers", p, f"subject = {ME} or {reached[p]}"),
            _reads("hers", s, f"{signed_in_as_herself} and {_MY_LEDGER.format(s)}"),
            _only("not_hidden", d, not_hidden),
            _only("not_hidden", p, f"{NOT_HERSELF} or {_MY_LEDGER.format(p)}"),
            _only("not_hidden", s, f"{NOT_HERSELF} or {_MY_LEDGER.format(s)}"),
            _adds("hers_add", s, f"{signed_in_as_herself} and kind = 'her_comment' and {_MY_LEDGER.format(s)}"),
            _reads("hers", "consent_statement", f"subject = {ME} or recorded_by = {ME}"),
            _adds("hers_add", "consent_statement", f"recorded_by = {ME} and {reached['consent_statement']}"),
            # An emergency of hers, or of a child for whom she decides now.
            _reads("hers", "consent_breakglass", f"subject = {ME} or {signed_in_as_herself} and {of_child}"),
            _only("told", "consent_breakglass", told),
        ]
    )


def _privacy() -> str:
    read = ("consent_disclosure", "consent_disclosurestep", "consent_breakglass", "consent_legalbasis")
    lines = [_reads("keeps_privacy", table, keeps_privacy(table)) for table in read]
    glass, legal = "consent_breakglass", "consent_legalbasis"
    changed = "reviewed_at, reviewed_by, found, told_her_at, told_how, not_told_why, not_told_until"
    return "\n".join(
        [
            *lines,
            f"grant update ({changed}) on {glass} to {READERS};",
            # Nobody looks at her own emergency afterwards.
            _changes(
                "reviews", glass, f"{keeps_privacy(glass)} and colleague_id is distinct from (select safekeeping.me())"
            ),
            # A court's paper may be sealed for a time. She hears of it by what left (the ledger), when that may be told.
            _only("not_hers", legal, NOT_HERSELF),
            f"grant insert on {legal} to {READERS};",
            _adds("keeps_privacy_add", legal, f"{keeps_privacy(legal)} and recorded_by = (select safekeeping.me())"),
            # Taken back once, with a name, and nothing else of it is ever changed (``paper_stays`` of 0007).
            f"grant update (withdrawn_at, withdrawn_by, withdrawn_why) on {legal} to {READERS};",
            f"create policy keeps_privacy_takes_back on {legal} for update to {READERS}"
            f" using ({keeps_privacy(legal)} and withdrawn_at is null) with check ({keeps_privacy(legal)}"
            " and withdrawn_at is not null and withdrawn_by = (select safekeeping.me()));",
        ]
    )


# Signed is signed: what she agreed to is not changed under her, a line cannot be slipped in afterwards, and nothing that
# was withdrawn comes back. When something was withdrawn is said by the server's clock, not by whoever writes it.
SIGNED = """
create function safekeeping.signed_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_at is not null and (new.withdrawn_at, new.withdrawn_by) is distinct from (old.withdrawn_at, old.withdrawn_by) then
    raise exception 'what was withdrawn stays withdrawn' using errcode = '23514';
  end if;
  if old.withdrawn_at is null and new.withdrawn_at is not null and not safekeeping.loading() then
    -- Its row is locked, and with it the file and those of the same people: whoever looked first has committed by then.
    perform safekeeping.lock_files(old.family_id);
    new.withdrawn_at := clock_timestamp();
  end if;
  if tg_table_name = 'consent_consent' then
    if old.signed_at is not null
       and (to_jsonb(new) - '{withdrawn_at,withdrawn_by,copy_given,version}'::text[])
           is distinct from (to_jsonb(old) - '{withdrawn_at,withdrawn_by,copy_given,version}'::text[]) then
      raise exception 'what is signed stays as it was signed' using errcode = '23514';
    end if;
    if old.signed_at is null and new.signed_at is not null and old.withdrawn_at is not null then
      raise exception 'what was withdrawn stays withdrawn' using errcode = '23514';
    end if;
  end if;
  return new;
end $$;
create trigger signed_stays before update on consent_consent for each row execute function safekeeping.signed_stays();
create trigger signed_stays before update on consent_consentline
  for each row execute function safekeeping.signed_stays();

grant select on consent_consent, consent_consentline, consent_outsideworker to alongside_keeper;
create policy keeper on consent_consent for select to alongside_keeper using (true);
create policy keeper on consent_consentline for select to alongside_keeper using (true);
create policy keeper on consent_outsideworker for select to alongside_keeper using (true);

create function safekeeping.line_before_signing() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.consent_consent k where k.id = new.consent_id
              and (k.family_id <> new.family_id or (k.signed_at is not null and not safekeeping.loading()))) then
    raise exception 'what is signed stays as it was signed' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger line_before_signing before insert on consent_consentline
  for each row execute function safekeeping.line_before_signing();
revoke all on function safekeeping.line_before_signing() from public;

-- A policy may not ask its own table, so this one is a trigger: what is replaced was given by the same, or it is a no and
-- is replaced by whoever decides now for everybody it is about (counts_until, 0004).
create function safekeeping.replaces_her_own() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.replaces_id is not null and not exists (
      select from public.consent_consent k
       where k.id = new.replaces_id and k.family_id = new.family_id
         and ((k.giver_id = new.giver_id and k.giver_agency_id is not distinct from new.giver_agency_id)
           or (k.effect = 'deny' and new.effect = 'deny' and not exists (
             select from public.consent_consentline l where l.consent_id = k.id
                and coalesce(safekeeping.counts_until(k.family_id, coalesce(new.giver_agency_id, new.giver_id), l.subject,
                  statement_timestamp()), '-infinity') <= statement_timestamp())))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger replaces_her_own before insert on consent_consent
  for each row execute function safekeeping.replaces_her_own();
revoke all on function safekeeping.replaces_her_own() from public;
alter function safekeeping.replaces_her_own() owner to alongside_keeper;
revoke all on function safekeeping.signed_stays() from public;
alter function safekeeping.line_before_signing() owner to alongside_keeper;
alter function safekeeping.signed_stays() owner to alongside_keeper;
"""

_SIGNING = (
    "explained",
    "signed_at",
    "signed_how",
    "signature",
    "witness_id",
    "signer_name",
    "signer_role",
    "copy_given",
    "withdrawn_at",
    "withdrawn_by",
    "version",
)
_WITHIN = (
    Within("consent_consent", giver_id=PERSON),
    Within("consent_consentline", subject=PERSON, consent_id="consent_consent.id"),
    Within("consent_outsideworker", person_id=PERSON),
    Within(
        "consent_disclosure", subject=SOMEBODY, consent_id="consent_consent.id", legal_basis_id="consent_legalbasis.id",
        break_glass_id="consent_breakglass.id", report_id="consent_dutyreport.id", letter_id="consent_letter.id",
    ),
    Within("consent_disclosedpart", subject=SOMEBODY, disclosure_id="consent_disclosure.id"),
    Within("consent_disclosurestep", subject=SOMEBODY, disclosure_id="consent_disclosure.id"),
    Within("consent_statement", subject=SOMEBODY),
    Within("consent_dutyreport", child_id=PERSON),
    Within("consent_dutyreportstep", child_id=PERSON, report_id="consent_dutyreport.id"),
)  # fmt: skip


def _one(table: str, subject: str, category: C | str, change: tuple[str, ...] = (), add: bool = True) -> Protect:
    return Protect(f"consent_{table}", subject=subject, category=category, change=change, add=add)


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("families", "0002_wall"), ("accounts", "0002_wall")]
    operations = [
        # The words that are signed are for everybody to read, also before anybody signs in (E-03).
        Share("consent_form", read="true", write=can(Ability.KEEP_AGENCIES)),
        _one("consent", "giver_id", C.SERVICE_USE, _SIGNING),
        _one("consentline", "subject", "category", ("withdrawn_at", "withdrawn_by")),
        _one("outsideworker", "person_id", C.SERVICE_USE, ("during",)),
        _one("legalbasis", "subject", C.CHILD_WELFARE_LEGAL, add=False),
        _one("disclosure", "subject", C.SERVICE_USE),
        _one("disclosedpart", "subject", "category"),
        _one("disclosurestep", "subject", C.SERVICE_USE),
        _one("statement", "subject", "category"),
        # Written by the verb that opens an hour, never by hand.
        _one("breakglass", "subject", C.SERVICE_USE, add=False),
        _one("dutyreport", "child_id", C.CHILD_WELFARE_LEGAL),
        _one("dutyreportstep", "child_id", C.CHILD_WELFARE_LEGAL),
        *_WITHIN,
        migrations.RunSQL("set check_function_bodies = off;" + SIGNED, "drop function safekeeping.signed_stays cascade;"
                          " drop function safekeeping.line_before_signing cascade; drop function safekeeping.replaces_her_own cascade;"),
        migrations.RunSQL(_hers() + _privacy(), migrations.RunSQL.noop),
    ]  # fmt: skip
