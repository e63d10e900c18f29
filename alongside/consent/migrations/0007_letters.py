"""What is written before it leaves, and whose a concern about a child is.

A letter is the team's until it is sent: then it stays as it left. The duty to report is that of whoever has the concern,
and is not passed on: she writes it, and reads what she wrote, also when her part reads nothing of child welfare.
What goes into her own hands is hers to have on that day.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within
from alongside.safekeeping.terms import Category as C

SOMEBODY = ("families_person.id", "families_dyad.id")
ME = "(select safekeeping.me())"
STAFF = "(select safekeeping.my_kind()) = 'staff'"
_CHANGED = ("title", "draws_on", "told_before", "present", "why_not", "comment", "sent_at", "put_away_at", "version")

LETTERS = f"""
-- A draft is not read on her own page: it is read with her, and what leaves is hers to read in the ledger.
create policy by_the_team on consent_letter as restrictive for select to {EVERY_SHAPE} using ({STAFF});
create policy by_the_team on consent_letterpart as restrictive for select to {EVERY_SHAPE} using ({STAFF});

grant select on consent_letter, consent_letterpart to alongside_keeper;
create policy keeper on consent_letter for select to alongside_keeper using (true);
create policy keeper on consent_letterpart for select to alongside_keeper using (true);

create function safekeeping.sent_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if safekeeping.loading() then return new; end if;
  if tg_table_name = 'consent_letter' then
    if old.sent_at is not null or old.put_away_at is not null then
      raise exception 'what left stays as it left' using errcode = '23514';
    end if;
  elsif exists (select from public.consent_letter l
                 where l.id = new.letter_id and (l.sent_at is not null or l.put_away_at is not null
                   or (l.family_id, l.subject) is distinct from (new.family_id, new.subject))) then
    raise exception 'what left stays as it left' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger sent_stays before update on consent_letter for each row execute function safekeeping.sent_stays();
create trigger sent_stays before insert or update on consent_letterpart
  for each row execute function safekeeping.sent_stays();

-- How many parts a letter has that I may know of, also those that my part does not read: nobody sends what nobody there
-- has read as a whole.
create function safekeeping.parts_of(p_letter uuid) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select count(*)::int from public.consent_letterpart p
   where p.letter_id = p_letter and (safekeeping.loading() or (
     safekeeping.my_kind() = 'staff' and p.family_id <> all (safekeeping.my_exclusions())
     and not safekeeping.sealed(p.family_id, array[p.letter_id, p.subject]) and exists (
       select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p.family_id
          and c.subject in (p.family_id, p.subject) and c.valid @> statement_timestamp()
          and (c.categories & safekeeping.my_categories() >> {int(C.SERVICE_USE)}) & 1 = 1)))
$$;
-- Whoever keeps privacy writes down a court's paper and sees nobody of the family by name: so this is not asked through
-- her policies, as it is of all other tables (``Within``), and fails in the same way.
create function safekeeping.names_one_of_them() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.families_person p where p.id = new.subject and p.family_id = new.family_id)
     or (new.replaces_id is not null and not exists (
           select from public.consent_legalbasis b
            where b.id = new.replaces_id and b.family_id = new.family_id and b.subject = new.subject)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return new;
end $$;
grant select (id, family_id, subject) on consent_legalbasis to alongside_keeper;
create policy keeper on consent_legalbasis for select to alongside_keeper using (true);

-- Taking a paper back waits for whoever is disclosing on it (``hold_still``), and is said by the server's clock.
create function safekeeping.paper_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_at is not null then
    raise exception 'what was taken back stays taken back' using errcode = '23514';
  end if;
  perform safekeeping.lock_family(old.family_id, false);
  if not safekeeping.loading() then
    new.withdrawn_at := clock_timestamp();
  end if;
  return new;
end $$;
create trigger paper_stays before update of withdrawn_at on consent_legalbasis
  for each row execute function safekeeping.paper_stays();
create trigger names_one_of_them before insert on consent_legalbasis
  for each row execute function safekeeping.names_one_of_them();
-- What rests on her own request is about her, or about a child for whom she decides now (alone, or together with her).
create function safekeeping.hers_to_take() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.basis <> 'her_request' or safekeeping.loading() then return new; end if;
  if not exists (
    select from public.families_person w
     where w.family_id = new.family_id and w.kind = 'woman' and (w.id = new.subject or exists (
       select from safekeeping.deciders(new.family_id) d join safekeeping.minors(new.family_id) m on m.child = d.child
        where d.holder = w.id and d.spans @> statement_timestamp() and m.of_age > statement_timestamp()
          and (d.child = new.subject or exists (
            select from public.families_dyad y
             where y.id = new.subject and y.woman_id = w.id and y.child_id = d.child))))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger hers_to_take before insert on consent_disclosure
  for each row execute function safekeeping.hers_to_take();
revoke all on function safekeeping.sent_stays(), safekeeping.parts_of(uuid), safekeeping.names_one_of_them(),
  safekeeping.hers_to_take(), safekeeping.paper_stays() from public;
grant execute on function safekeeping.parts_of(uuid) to alongside_app, alongside_worker, alongside_loader;
alter function safekeeping.sent_stays() owner to alongside_keeper;
alter function safekeeping.parts_of(uuid) owner to alongside_keeper;
alter function safekeeping.names_one_of_them() owner to alongside_keeper;
alter function safekeeping.hers_to_take() owner to alongside_keeper;
alter function safekeeping.paper_stays() owner to alongside_keeper;
"""


def _reached(table: str, subject: str) -> str:
    return (
        f"{STAFF} and exists (select from safekeeping_cell c where c.principal = {ME} and c.family = {table}.family_id"
        f" and c.subject in ({table}.family_id, {table}.{subject}) and c.valid @> statement_timestamp())"
    )


def _own(table: str, subject: str, rule: str) -> str:
    whole = f"{_reached(table, subject)} and {rule}"
    return (
        f"create policy own_concern on {table} for select to {EVERY_SHAPE} using ({whole});"
        f"create policy own_concern_add on {table} for insert to {READERS} with check ({whole});"
    )


def _concerns() -> str:
    mine = f"exists (select from consent_dutyreport r where r.id = {{}}.report_id and r.recorded_by = {ME})"
    line, part = "consent_disclosure", "consent_disclosedpart"
    told = f"exists (select from {line} d where d.id = {part}.disclosure_id and d.recorded_by = {ME} and d.report_id is not null)"
    return "\n".join((
        _own("consent_dutyreport", "child_id", f"consent_dutyreport.recorded_by = {ME}"),
        _own("consent_dutyreportstep", "child_id", mine.format("consent_dutyreportstep")),
        _own(line, "subject", f"{line}.recorded_by = {ME} and {mine.format(line)}"),
        _own(part, "subject", told),
    ))  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_trying")]
    operations = [
        Protect("consent_letter", subject="subject", category=C.SERVICE_USE, change=_CHANGED, about="about"),
        Protect("consent_letterpart", subject="subject", category="category",
                change=("strengths", "concerns", "her_words")),
        Within("consent_letter", subject=SOMEBODY),
        Within("consent_letterpart", subject=SOMEBODY, letter_id="consent_letter.id"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + LETTERS + _concerns(),
            "drop function safekeeping.sent_stays cascade; drop function safekeeping.parts_of;"
            " drop function safekeeping.names_one_of_them cascade; drop function safekeeping.hers_to_take cascade;"
            " drop function safekeeping.paper_stays cascade; drop policy keeper on consent_legalbasis;",
        ),
    ]  # fmt: skip
