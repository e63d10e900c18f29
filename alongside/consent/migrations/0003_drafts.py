"""A draft may be changed until it is signed; a no is lifted by a signed form that stands in its place.

What is signed is guarded by ``signed_stays`` (0002): nothing granted here reaches it.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Protect
from alongside.safekeeping.terms import Category as C

ME = "(select safekeeping.my_person())"
_UNSIGNED = """exists (select from consent_consent k
  where k.id = consent_consentline.consent_id and k.signed_at is null and k.withdrawn_at is null{})"""
_WRITES = Protect("consent_consentline", subject="subject", category="category").lets_write
_RESEARCH = Protect("consent_consentline", subject="subject", category=C.SERVICE_USE)
_ABOUT_RESEARCH = f"consent_consentline.category = {int(C.RESEARCH)} and "
_ASIDE = f"subject = {ME} and recorded_by = (select safekeeping.me())"

DRAFTS = f"""
grant update (form_id, recipient_kind, agency_id, colleague_id, recipient_class, purpose, during)
  on consent_consent to {READERS};
-- What she ticked and unticked before she signed is nobody's business: it is not kept.
grant delete on consent_consentline to {READERS};
create policy may_delete on consent_consentline for delete to {READERS} using ({_WRITES} and {_UNSIGNED.format("")});
create policy hers_delete on consent_consentline for delete to {READERS}
  using ({_UNSIGNED.format(f" and k.giver_id = {ME} and k.giver_agency_id is null")});

-- No part of the programme reads what research uses; that she agreed to it (or keeps it from somebody) is known to
-- whoever knows that she comes here.
create policy about_research on consent_consentline for select to {READERS}, alongside_small, alongside_report
  using ({_ABOUT_RESEARCH}{_RESEARCH.lets_read});
create policy about_research_add on consent_consentline for insert to {READERS}
  with check ({_ABOUT_RESEARCH}{_RESEARCH.lets_write});
create policy about_research_change on consent_consentline for update to {READERS}
  using ({_ABOUT_RESEARCH}{_RESEARCH.lets_write})
  with check ({_ABOUT_RESEARCH}{_RESEARCH.lets_write});
create policy about_research_delete on consent_consentline for delete to {READERS}
  using ({_ABOUT_RESEARCH}{_RESEARCH.lets_write} and {_UNSIGNED.format("")});

-- Two changed one draft, and one of them is the woman herself: what she wrote is kept as a worker's is.
create policy hers on recordkeeping_setaside for select to {READERS} using ({_ASIDE});
create policy hers_add on recordkeeping_setaside for insert to {READERS} with check ({_ASIDE});
create policy hers_change on recordkeeping_setaside for update to {READERS} using ({_ASIDE}) with check ({_ASIDE});

-- She knows by name whom she named on a form, who heard her sign, and who works with her or her child elsewhere.
create policy named_to_her on accounts_colleague for select to {READERS} using ({ME} is not null and (
  exists (select from consent_outsideworker o where o.colleague_id = accounts_colleague.id)
  or exists (select from consent_consent k where accounts_colleague.id in (k.colleague_id, k.witness_id))));

create function safekeeping.line_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.consent_consent k where k.id = old.consent_id and k.signed_at is not null) then
    raise exception 'what is signed stays as it was signed' using errcode = '23514';
  end if;
  return old;
end $$;
create trigger line_stays before delete on consent_consentline for each row execute function safekeeping.line_stays();

-- Taking back opens nothing by itself; lifting a no does. So it needs a signature of its own: a signed form of the same
-- kind that stands in its place, with the lines that are still kept back, or none.
create function safekeeping.lifting_is_signed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_no public.consent_consent;
begin
  if old.withdrawn_at is not null or new.withdrawn_at is null or safekeeping.loading() then return new; end if;
  select k.* into v_no from public.consent_consent k
   where k.id = case when tg_table_name = 'consent_consent' then (to_jsonb(new)->>'id')::uuid
                     else (to_jsonb(new)->>'consent_id')::uuid end;
  if v_no.effect = 'deny' and v_no.signed_at is not null
     and (tg_table_name = 'consent_consentline' or not exists (
       select from public.consent_consent r
        where r.replaces_id = v_no.id and r.signed_at is not null and r.effect = 'deny')) then
    raise exception 'lifting a no is signed' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger lifting_is_signed before update on consent_consent
  for each row execute function safekeeping.lifting_is_signed();
create trigger lifting_is_signed before update on consent_consentline
  for each row execute function safekeeping.lifting_is_signed();

-- How many lines a form has, also those that a part does not read. Nobody gives a form to sign, or puts a new one in the
-- place of another, without seeing all of it: she would sign what nobody there can read to her.
create function safekeeping.lines_on(p_consent uuid) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*)::int from public.consent_consentline l where l.consent_id = p_consent
$$;
create function safekeeping.signed_as_seen() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_form uuid;
begin
  if old.signed_at is not null or new.signed_at is null then return new; end if;
  foreach v_form in array array_remove(array[new.id, new.replaces_id], null) loop
    if (select count(*) from public.consent_consentline l where l.consent_id = v_form) <> safekeeping.lines_on(v_form) then
      raise exception 'not all of it is seen' using errcode = '42501';
    end if;
  end loop;
  return new;
end $$;
create trigger signed_as_seen before update on consent_consent
  for each row execute function safekeeping.signed_as_seen();
-- Who decides on ``p_day`` what may be told about each child that I may know of: ids, and nothing of how that came about.
-- She has to know it on her own page, and whoever works with the child alone, where neither reads what a court said.
create function safekeeping.who_decides(p_family uuid, p_day date) returns table (child uuid, holder uuid, agency uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.child_id, r.holder_id, r.holder_agency_id from public.families_decisionright r
   where r.family_id = p_family and r.topic = 'release' and r.superseded_at is null and r.during @> p_day
     and not exists (select from public.families_legalstatus s
                      where s.family_id = p_family and s.child_id = r.child_id and s.kind = 'adopted'
                        and s.superseded_at is null and s.during @> p_day)
     and (safekeeping.loading() or (
       safekeeping.my_kind() in ('staff', 'herself') and not safekeeping.sealed(p_family, array[r.child_id])
       and p_family <> all (safekeeping.my_exclusions()) and exists (
         select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p_family
            and c.subject in (p_family, r.child_id) and c.valid @> statement_timestamp()
            and c.categories & safekeeping.my_categories() <> 0)))
$$;
revoke all on function safekeeping.line_stays(), safekeeping.lifting_is_signed(), safekeeping.signed_as_seen(),
  safekeeping.lines_on(uuid), safekeeping.who_decides(uuid,date) from public;
grant execute on function safekeeping.lines_on(uuid), safekeeping.who_decides(uuid,date) to alongside_app, alongside_worker, alongside_loader;
alter function safekeeping.line_stays() owner to alongside_keeper;
alter function safekeeping.lifting_is_signed() owner to alongside_keeper;
alter function safekeeping.lines_on(uuid) owner to alongside_keeper;
alter function safekeeping.who_decides(uuid,date) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_wall"), ("recordkeeping", "0002_trail"), ("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + DRAFTS,
            "drop function safekeeping.line_stays cascade; drop function safekeeping.lifting_is_signed cascade;"
            " drop function safekeeping.signed_as_seen cascade; drop function safekeeping.lines_on;"
            " drop function safekeeping.who_decides;",
        )
    ]
