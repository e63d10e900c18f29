"""What a woman lets her peer supporter read she lets her read: the peer writes notes of peer support, and nothing else.

Cells of matches that go on are written anew. Functions that the keeper owns are replaced as the keeper.
"""

from django.db import migrations

from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask

NAME, NOTES = mask(C.CONTACT), mask(C.PEER_SUPPORT)

ANEW = f"""
set role alongside_keeper;
create or replace function safekeeping.compile_peer(p_match uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.peers_peermatch; v_kinds int;
begin
  select m.* into v from public.peers_peermatch m where m.id = p_match;
  if v.member_id is null then return; end if;
  v_kinds := safekeeping.peer_kinds(p_match);
  delete from public.safekeeping_cell where basis = v.member_id and principal = v.colleague_id;
  if v.ended_on is null then
    insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
    values (v.colleague_id, v.family_id, v.subject, 'one', {NAME} | case when v.paused then 0 else v_kinds end,
            case when v.paused then 0 else {NOTES} end, tstzrange(statement_timestamp(), null), v.member_id);
  end if;
end $$;

create or replace function safekeeping.peers_what_she_allows() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.loading() and exists (
    select from added c
     where c.reach in ('file', 'children', 'one') and safekeeping.plays_peer(c.principal)
       and not exists (select from public.accounts_role r where r.colleague_id = c.principal and r.name <> 'peer'
                         and r.during @> safekeeping.peers_day())
       -- Somebody needs a person at once and she is on duty: the name and how to reach her, while she has it (assessment).
       and not (c.reach = 'one' and c.categories & ~{NAME} = 0 and c.writes = 0
                and exists (select from public.assessment_alert a where a.id = c.basis and a.family_id = c.family))
       and not exists (
         select from public.peers_peermatch m cross join lateral safekeeping.peer_kinds(m.id) k (kinds)
          where m.member_id = c.basis and m.colleague_id = c.principal and m.subject = c.subject and m.ended_on is null
            and c.reach = 'one' and c.writes & ~{NOTES} = 0 and c.categories & ~({NAME} | k.kinds) = 0)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return null;
end $$;
set role alongside_owner;

create function safekeeping.compile_peers_anew() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.compile_peer(m.id) from public.peers_peermatch m where m.ended_on is null
$$;
{kept(("compile_peers_anew()",))}
set role alongside_keeper;
select safekeeping.compile_peers_anew();
drop function safekeeping.compile_peers_anew();
set role alongside_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("peers", "0002_wall")]
    operations = [migrations.RunSQL("set check_function_bodies = off;" + ANEW, migrations.RunSQL.noop)]
