"""Peer support behind the wall.

What a peer says of herself is hers: the profile is read by whoever may match, her own story by nobody, but for a woman who is
choosing where the peer said so. What she agreed with her supervisor is read by the two. Others learn her places as numbers.

What is recorded of a woman's wish, answers, matches and what she allows is for those let into her whole file, and hers. A
peer supporter is not let into the file. **All her cells come from one function**, ``compile_peer``, which rests on the match
and on the newest of what she allowed: the name she goes by and how it is safe to reach her; what she ticked, about herself;
and the peer's own notes, which she writes and reads. Whoever plays no other part at this agency is let in by nothing else: a trigger
on the cells refuses any wider one, whoever arranges a team. A pause of the match closes what she ticked; its end everything.

A match begins with two yeses: hers, then the peer's, who is told a name and nothing else. The database counts the places
while it holds that peer's other matches still, so that two who match at one instant do not pass her cap, and it refuses with
one and the same word a peer who rests, who has not agreed on anything yet, and one who is kept out of the file, or is
somebody of it under another sign-in: whoever asks does not learn which.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Share, Within
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, mask
from alongside.safekeeping.terms import Category as C

ME = "(select safekeeping.me())"
HER = "(select safekeeping.my_person())"  # only for a woman signed in as herself
STAFF = "(select safekeeping.my_kind()) = 'staff'"
MINE = f"{STAFF} and colleague_id = {ME}"
MY_NAME = f"recorded_by = {ME}"
HERE = "exists (select from accounts_colleague c where c.id = {} and c.agency_id = (select safekeeping.my_agency()))"
MATCHING = "(select safekeeping.may_match_peers())"
TWO = f"{STAFF} and {ME} in (colleague_id, supervisor_id)"
NAME, NOTES = mask(C.CONTACT), mask(C.PEER_SUPPORT)

# Table -> what a woman may do with a row about herself on her own page.
HERS = {"peerwish": ("closed_at",), "peeranswer": (), "peermatch": (), "peerallowance": ()}

WHO = f"""
create function safekeeping.peers_day() returns date
language sql stable as $$
  select (statement_timestamp() at time zone coalesce((select p.time_zone from public.agencies_programme p limit 1), 'UTC'))::date
$$;

create function safekeeping.plays_peer(p_colleague uuid) returns boolean
language sql stable as $$
  select exists (select from public.accounts_role r
                  where r.colleague_id = p_colleague and r.name = 'peer' and r.during @> safekeeping.peers_day())
     and exists (select from public.safekeeping_principal p where p.id = p_colleague and p.active and p.kind = 'staff')
$$;

-- Who looks after peer supporters here: whoever arranges teams, and their own supervisors.
create function safekeeping.looks_after_peers(p_colleague uuid) returns boolean
language sql stable as $$
  select exists (select from public.safekeeping_capacity c join public.safekeeping_principal p on p.id = c.principal
                  where p.id = p_colleague and p.active and p.kind = 'staff' and c.valid @> statement_timestamp()
                    and (c.abilities >> {int(Ability.ARRANGE_TEAMS)}) & 1 = 1)
      or exists (select from public.accounts_role r where r.colleague_id = p_colleague and r.name = 'peer_supervisor'
                    and r.during @> safekeeping.peers_day())
$$;
create function safekeeping.supervises_peers() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.looks_after_peers(safekeeping.me())
$$;

-- With whom a peer supporter agrees: those of her own agency who look after peers.
create function safekeeping.who_supervises_peers() returns table (colleague uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.id from public.accounts_colleague c
   where safekeeping.my_kind() = 'staff' and c.agency_id = safekeeping.my_agency() and safekeeping.looks_after_peers(c.id)
$$;

-- Who may look for a peer supporter with a woman: the same, and whoever opens files.
create function safekeeping.may_match_peers() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.supervises_peers()
      or safekeeping.my_kind() = 'staff' and safekeeping.can({int(Ability.OPEN_FILES)})
$$;

-- How a peer's places stand. One who rests, or agreed on nothing yet, takes nobody new.
create function safekeeping.peer_place(p_colleague uuid) returns table (at_once int, taken int, open boolean)
language sql stable as $$
  select coalesce(a.women_at_once, 0)::int,
         (select count(*) from public.peers_peermatch m where m.colleague_id = p_colleague and m.ended_on is null)::int,
         a.id is not null and not coalesce((
           select r.resting from public.peers_peerprofile r where r.colleague_id = p_colleague), false)
    from (select 1) one
    left join lateral (
      select g.id, g.women_at_once from public.peers_peeragreement g
       where g.colleague_id = p_colleague and g.agreed_at is not null order by g.number desc limit 1) a on true
$$;

-- Separation of records: she is kept out of this file, or she is somebody of it herself under another sign-in (she was here as
-- a participant, she is its partner or its carer), or of a file that holds somebody of this one too.
create function safekeeping.peer_kept_apart(p_colleague uuid, p_family uuid) returns boolean
language sql stable as $$
  select exists (select from public.safekeeping_exclusion e
                  where e.principal = p_colleague and e.family = p_family and e.lifted_at is null)
      or exists (
        select from public.safekeeping_principal me
          join public.safekeeping_principal other on other.account = me.account and other.person is not null
          join public.families_person o on o.id = other.person
         where me.id = p_colleague
           and (o.family_id = p_family
                or exists (select from public.families_membership j where j.person = other.person and j.family_id = p_family)
                or exists (select from safekeeping.same_as(p_family) s where s.same = other.person or s.family = o.family_id)))
$$;

-- Numbers for whoever looks after peer supporters: each one's own cap and what is taken of it, nothing of her work.
create function safekeeping.peer_places() returns table (colleague uuid, at_once int, taken int, open boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.id, s.at_once, s.taken, s.open
    from public.accounts_colleague c cross join lateral safekeeping.peer_place(c.id) s
   where safekeeping.supervises_peers() and c.agency_id = safekeeping.my_agency() and safekeeping.plays_peer(c.id)
$$;

-- How many versions of what this peer agreed there are, for whoever looks after peers here: a new supervisor reads none of
-- their words, and writes the next one.
create function safekeeping.peer_agreement_number(p_colleague uuid) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(max(g.number), 0)
    from public.peers_peeragreement g join public.accounts_colleague c on c.id = g.colleague_id
   where g.colleague_id = p_colleague and c.agency_id = safekeeping.my_agency()
     and (g.colleague_id = safekeeping.me() or safekeeping.supervises_peers())
$$;

-- Who is there for this woman: those who said that they may be shown, with room, in their own words; their own story only on
-- her own page, while she is choosing, and only where the peer said so. Whoever is kept apart from this file is not among
-- them, and neither is anybody of whom she said "no" or "somebody else" this time.
create function safekeeping.peers_to_choose(p_family uuid)
returns table (colleague uuid, name text, languages text, hours text, words text, story text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with asked as (
    select w.id, safekeeping.my_person() is not null as herself
      from public.peers_peerwish w
     where w.family_id = p_family and w.closed_at is null
       and (w.subject = safekeeping.my_person() or safekeeping.arranges(p_family) and safekeeping.may_match_peers()))
  select c.id, c.name, r.languages, r.hours, r.words,
         case when a.herself then coalesce((
           select s.story from public.peers_peerstory s where s.colleague_id = c.id and s.shown), '') else '' end
    from asked a
    join public.families_family f on f.id = p_family
    join public.accounts_colleague c on c.agency_id = f.agency_id
    join public.peers_peerprofile r on r.colleague_id = c.id and r.shown
   cross join lateral safekeeping.peer_place(c.id) s
   where s.open and s.taken < s.at_once and safekeeping.plays_peer(c.id)
     and not safekeeping.peer_kept_apart(c.id, p_family)
     and coalesce((select n.answer from public.peers_peeranswer n where n.wish_id = a.id and n.colleague_id = c.id
                    order by n.recorded_at desc, n.id desc limit 1), 'later') not in ('no', 'other')
     and not exists (select from public.peers_peermatch m where m.wish_id = a.id and m.colleague_id = c.id)
$$;
"""

MATCH = f"""
-- What she allows now, as a mask: the newest she said, nothing while she said nothing.
create function safekeeping.peer_kinds(p_match uuid) returns int
language sql stable as $$
  select coalesce(bit_or(1 << k), 0)
    from (select a.kinds from public.peers_peerallowance a where a.match_id = p_match
           order by a.recorded_at desc, a.id desc limit 1) newest, unnest(newest.kinds) k
$$;

-- Everything that a peer supporter is let into, written anew from the match and from what she allowed.
create function safekeeping.compile_peer(p_match uuid) returns void
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
            case when v.paused then 0 else {NOTES} | v_kinds end, tstzrange(statement_timestamp(), null), v.member_id);
  end if;
end $$;

create function safekeeping.peer_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform safekeeping.compile_peer(
    case tg_table_name when 'peers_peermatch' then new.id else (to_jsonb(new) ->> 'match_id')::uuid end);
  return null;
end $$;
create trigger peer_changed after insert or update on peers_peermatch
  for each row execute function safekeeping.peer_changed();
create trigger peer_changed after insert on peers_peerallowance
  for each row execute function safekeeping.peer_changed();

-- Whoever plays the part of a peer supporter and no other is let into nothing but what a woman allowed her.
create function safekeeping.peers_what_she_allows() returns trigger
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
            and c.reach = 'one' and c.writes & ~({NOTES} | k.kinds) = 0 and c.categories & ~({NAME} | k.kinds) = 0)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return null;
end $$;
create trigger peers_what_she_allows after insert on safekeeping_cell referencing new table as added
  for each statement execute function safekeeping.peers_what_she_allows();

-- Her yes first; then there must be room, and nothing that keeps the two apart. That peer's matches are held still meanwhile.
create function safekeeping.match_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v record;
begin
  if safekeeping.loading() then return new; end if;
  perform pg_advisory_xact_lock(4712, hashtext(new.colleague_id::text));
  if new.begun_on is not null or new.ended_on is not null or coalesce((
       select n.answer from public.peers_peeranswer n where n.wish_id = new.wish_id and n.colleague_id = new.colleague_id
        order by n.recorded_at desc, n.id desc limit 1), '') <> 'yes'
     or not exists (select from public.peers_peerwish w where w.id = new.wish_id and w.closed_at is null) then
    raise exception 'she has not said yes' using errcode = '23514', constraint = 'peers_match_her_yes';
  end if;
  select s.* into v from safekeeping.peer_place(new.colleague_id) s;
  if not v.open or not safekeeping.plays_peer(new.colleague_id)
     or not exists (select from public.accounts_colleague c join public.families_family f on f.agency_id = c.agency_id
                     where c.id = new.colleague_id and f.id = new.family_id)
     or safekeeping.peer_kept_apart(new.colleague_id, new.family_id) then
    raise exception 'not just now' using errcode = '23514', constraint = 'peers_match_not_now';
  end if;
  if v.taken >= v.at_once then
    raise exception 'no place is free' using errcode = '23514', constraint = 'peers_match_cap';
  end if;
  return new;
end $$;
create trigger match_fits before insert on peers_peermatch for each row execute function safekeeping.match_fits();

-- The peer says yes, she herself and nobody for her: from this day she is on the team. What kept them apart meanwhile does.
create function safekeeping.begin_peer_match(p_match uuid, p_on date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.peers_peermatch; v_member uuid; v_from date;
begin
  select m.* into v from public.peers_peermatch m where m.id = p_match for update;
  if v.id is null or v.colleague_id is distinct from safekeeping.me() or not safekeeping.plays_peer(v.colleague_id) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if v.begun_on is not null or v.ended_on is not null then return false; end if;
  if safekeeping.peer_kept_apart(v.colleague_id, v.family_id) then
    raise exception 'not just now' using errcode = '23514', constraint = 'peers_match_not_now';
  end if;
  select greatest(p_on, max(upper(t.during))) into v_from from public.enrolment_teammember t
   where t.family_id = v.family_id and t.colleague_id = v.colleague_id and t.role = 'peer' and t.during && daterange(p_on, null);
  v_member := uuidv7();
  insert into public.enrolment_teammember
    (id, recorded_at, recorded_by, family_id, colleague_id, role, works_with, during)
  values (v_member, clock_timestamp(), v.colleague_id, v.family_id, v.colleague_id, 'peer', 'family',
          daterange(coalesce(v_from, p_on), null));
  update public.peers_peermatch set begun_on = p_on, member_id = v_member where id = p_match;
  update public.peers_peerwish set closed_at = clock_timestamp() where id = v.wish_id and closed_at is null;
  return true;
end $$;

-- She, the peer, or whoever arranges her team: it ends for all of them at the next statement, and nobody says why.
create function safekeeping.her_or_the_peers(p_match uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.peers_peermatch m where m.id = p_match
    and (m.colleague_id = safekeeping.me() and safekeeping.my_kind() = 'staff' or m.subject = safekeeping.my_person()
         or safekeeping.arranges(m.family_id) and safekeeping.may_match_peers()))
$$;
create function safekeeping.end_peer_match(p_match uuid, p_on date, p_goodbye boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.peers_peermatch;
begin
  if not safekeeping.her_or_the_peers(p_match) then raise exception 'not allowed' using errcode = '42501'; end if;
  update public.peers_peermatch set ended_on = p_on, goodbye = p_goodbye where id = p_match and ended_on is null returning * into v;
  if v.id is null then return false; end if;
  update public.enrolment_teammember t set during = daterange(lower(t.during), greatest(p_on, lower(t.during) + 1))
   where t.id = v.member_id and (upper(t.during) is null or upper(t.during) > p_on);
  return true;
end $$;
-- The peer ends the pause that she made herself. Whose else it is, is said by the woman, or by a worker with her.
create function safekeeping.pause_peer_match(p_match uuid, p_paused boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.peers_peermatch;
begin
  if not safekeeping.her_or_the_peers(p_match) then raise exception 'not allowed' using errcode = '42501'; end if;
  select m.* into v from public.peers_peermatch m where m.id = p_match for update;
  if v.ended_on is not null or v.begun_on is null then return false; end if;
  if v.paused and v.colleague_id = safekeeping.me() and v.paused_by <> v.colleague_id then
    if p_paused then return false; end if;
    raise exception 'not her pause' using errcode = '23514', constraint = 'peers_match_whose_pause';
  end if;
  if v.paused = p_paused and (not p_paused or v.paused_by <> v.colleague_id or safekeeping.me() = v.colleague_id) then
    return false;
  end if;
  update public.peers_peermatch set paused = p_paused, paused_by = case when p_paused then safekeeping.me() end
   where id = p_match;
  return true;
end $$;

-- Whoever leaves the team leaves the match with it.
create function safekeeping.peer_left() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.peers_peermatch set ended_on = upper(new.during) where member_id = new.id and ended_on is null;
  return null;
end $$;
create trigger peer_left after update of during on enrolment_teammember for each row
  when (new.role = 'peer' and upper(new.during) is not null) execute function safekeeping.peer_left();

-- By which names she knows those whom she chose.
create function safekeeping.my_peers() returns table (match uuid, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.id, c.name from public.peers_peermatch m join public.accounts_colleague c on c.id = m.colleague_id
   where m.subject = safekeeping.my_person()
$$;

-- Do I walk beside her? Then I read the notes that I wrote myself.
create function safekeeping.walks_beside(p_family uuid, p_subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.peers_peermatch m where m.colleague_id = safekeeping.me() and m.family_id = p_family
    and m.subject = p_subject and m.begun_on is not null and m.ended_on is null and not m.paused)
$$;
"""

KEEPER = """
grant select, insert on enrolment_teammember to alongside_keeper;
grant update (during) on enrolment_teammember to alongside_keeper;
create policy peers on enrolment_teammember to alongside_keeper using (role = 'peer') with check (role = 'peer');
grant select on accounts_role to alongside_keeper;
grant select (person, family_id) on families_membership to alongside_keeper;
create policy peers on families_membership for select to alongside_keeper using (true);
create policy peers on accounts_role for select to alongside_keeper using (true);
""" + "\n".join(
    f"grant select, insert, update on peers_{table} to alongside_keeper;"
    f" create policy keeper on peers_{table} to alongside_keeper using (true) with check (true);"
    for table in ("peerprofile", "peerstory", "peeragreement", "peerwish", "peeranswer", "peermatch", "peerallowance")
)

CALLED = (
    "supervises_peers()", "who_supervises_peers()", "may_match_peers()", "peer_places()",
    "peer_agreement_number(uuid)", "peers_to_choose(uuid)", "begin_peer_match(uuid,date)",
    "end_peer_match(uuid,date,boolean)", "pause_peer_match(uuid,boolean)", "walks_beside(uuid,uuid)", "my_peers()",
)  # fmt: skip
INSIDE = (
    "peers_day()", "plays_peer(uuid)", "looks_after_peers(uuid)", "peer_place(uuid)", "peer_kept_apart(uuid,uuid)", "peer_kinds(uuid)", "compile_peer(uuid)", "peer_changed()",
    "peers_what_she_allows()", "match_fits()", "her_or_the_peers(uuid)", "peer_left()",
)  # fmt: skip


def _hers() -> str:
    lines = []
    for table, change in HERS.items():
        t = f"peers_{table}"
        lines.append(f"create policy hers on {t} for select to {READERS} using ({t}.subject = {HER});")
        lines.append(
            f"create policy hers_add on {t} for insert to {READERS} with check ({t}.subject = {HER} and {MY_NAME});"
        )
        arranged = f"{t}.subject = {HER} or safekeeping.arranges({t}.family_id) and {MATCHING}"
        lines.append(f"create policy arranged on {t} as restrictive for insert to {READERS} with check ({arranged});")
        if change:
            lines.append(
                f"create policy hers_change on {t} for update to {READERS} using ({t}.subject = {HER}) with check ({t}.subject = {HER});"
            )
    for table, rule in {
        "peermatch": f"{MINE} and ended_on is null",
        "peerallowance": "exists (select from peers_peermatch m where m.id = match_id and m.colleague_id = "
        f"{ME} and m.ended_on is null)",
        "peercontact": f"{MINE} and (select safekeeping.my_kind()) = 'staff' and safekeeping.walks_beside(family_id, subject)",
    }.items():
        lines.append(f"create policy mine on peers_{table} for select to {READERS} using ({rule});")
    # A peer supporter says nothing for a woman of what she herself may read, nor that she would like her.
    for table in ("peeranswer", "peermatch"):
        lines.append(
            f"create policy not_for_herself on peers_{table} as restrictive for insert to {READERS} with check (colleague_id <> {ME});"
        )
    lines.append(
        "create policy not_for_herself on peers_peerallowance as restrictive for insert to "
        f"{READERS} with check (not exists (select from peers_peermatch m where m.id = match_id and m.colleague_id = {ME}));"
    )
    contact = (
        "exists (select from care_contact c where c.id = contact_id and c.family_id = peers_peercontact.family_id{})"
    )
    lines.append(
        f"create policy as_its_contact on peers_peercontact as restrictive for select to {EVERY_SHAPE} using ({contact.format('')});"
    )
    written = f" and c.subject = peers_peercontact.subject and c.worker = {ME}"
    lines.append(
        f"create policy as_its_contact_add on peers_peercontact as restrictive for insert to {READERS} with check"
        f" (colleague_id = {ME} and safekeeping.walks_beside(family_id, subject) and {contact.format(written)});"
    )
    lines.append(
        f"create policy of_her_peer on care_contact for select to {READERS} using (category = {int(C.PEER_SUPPORT)}"
        f" and recorded_by = {ME} and worker = {ME} and safekeeping.walks_beside(family_id, subject));"
    )
    lines.append(
        f"create policy own_name on peers_peeragreement as restrictive for insert to {READERS} with check ({MY_NAME});"
        f"create policy both_here on peers_peeragreement as restrictive for insert to {READERS} with check"
        f" ({HERE.format('colleague_id')} and supervisor_id in (select s.colleague from safekeeping.who_supervises_peers() s)"
        " and agreed_at is null);"
        f"create policy the_other on peers_peeragreement as restrictive for update to {READERS} using (recorded_by <> {ME})"
        f" with check (agreed_by = {ME});"
    )
    return "\n".join(lines)


OWN = ["languages", "hours", "wants", "rather_not", "words", "shown", "resting", "version"]


class Migration(migrations.Migration):
    dependencies = [
        ("peers", "0001_initial"),
        ("care", "0007_safety"),
        ("assessment", "0003_watch"),
        ("enrolment", "0002_wall"),
        ("consent", "0010_same_person"),
        ("accounts", "0002_wall"),
    ]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + WHO + MATCH + KEEPER + kept(CALLED, to=READERS) + kept(INSIDE),
            "".join(f"drop function safekeeping.{name} cascade;" for name in (*CALLED, *INSIDE)),
        ),
        Share("peers_peerprofile", read=f"{MINE} or ({MATCHING} and {HERE.format('colleague_id')})", write=MINE, change=OWN),
        Share("peers_peerstory", read=MINE, write=MINE, change=["story", "shown"]),
        Share("peers_peeragreement", read=TWO, write=TWO, change=["agreed_at", "agreed_by"]),
        *(
            Protect(f"peers_{table}", subject="file", category="category", change=change)
            for table, change in HERS.items()
        ),
        Protect("peers_peercontact", subject="subject", category="category"),
        Within("peers_peerwish", subject="families_person.id"),
        Within("peers_peeranswer", subject="families_person.id", wish_id="peers_peerwish.id"),
        Within("peers_peermatch", subject="families_person.id", wish_id="peers_peerwish.id"),
        Within("peers_peerallowance", subject="families_person.id", match_id="peers_peermatch.id"),
        Within("peers_peercontact", subject="families_person.id", contact_id="care_contact.id"),
        migrations.RunSQL(_hers(), "drop policy of_her_peer on care_contact;"),
    ]  # fmt: skip
