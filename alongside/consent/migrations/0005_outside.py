"""What somebody outside does here: looking (each look is a line of the ledger), saying that she has it, sending back.

People at partner agencies and carers read notes through their cells alone, and write in no table. These verbs of the
keeper write for them, after asking once more whether it is open to them now. *Now* is ``clock_timestamp()``: a statement
that waited for a lock must not decide by the time at which it began to wait.

A line of the ledger is committed with the look it tells of, or nothing was shown. Whoever takes something back waits for
looks that began before, and looks that come after see that it is taken back (``lock_family``); the agreement a line rests
on is locked besides, so that it cannot change under it.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within

LOOKING = """
-- What is open to me about somebody now, as somebody from outside: a mask of categories.
create function safekeeping.open_from_outside(p_family uuid, p_subject uuid) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(bit_or(c.categories), 0) & safekeeping.my_categories()
    from public.safekeeping_cell c
   where c.principal = safekeeping.me() and c.family = p_family and c.subject = p_subject and c.reach = 'outside'
     and c.valid @> clock_timestamp() and p_family <> all (safekeeping.my_exclusions())
$$;

-- The people who are shared with me by name, in the order of the names I know them by: a page of them, or one.
create function safekeeping.shared_with_me(p_person uuid, p_after text, p_after_person uuid, p_limit int)
returns table (person uuid, family uuid, known_as text, kind text, key text, categories int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with me as materialized (
    select safekeeping.me() as id, safekeeping.my_categories() as reads, safekeeping.my_exclusions() as kept_out,
           l.zone from safekeeping.law() l),
  mine as materialized (
    select c.subject, c.family, bit_or(c.categories & me.reads) as categories
      from me join public.safekeeping_cell c on c.principal = me.id
     where c.reach = 'outside' and c.valid @> statement_timestamp() and (p_person is null or c.subject = p_person)
       and c.categories & me.reads <> 0 and c.family <> all (me.kept_out)
     group by c.subject, c.family),
  named as (
    select distinct on (m.subject) m.subject, m.family, o.known_as, p.kind, lower(o.known_as) as key, m.categories
      from me cross join mine m
      join public.consent_outsideworker o on o.person_id = m.subject and o.family_id = m.family and o.colleague_id = me.id
       and safekeeping.days(o.during, me.zone) @> statement_timestamp()
      join public.families_person p on p.id = m.subject
     order by m.subject, o.recorded_at desc, o.id desc)
  select n.subject, n.family, n.known_as, n.kind, n.key, n.categories from named n
   where p_after is null or (n.key, n.subject) > (p_after, p_after_person)
   order by n.key, n.subject limit least(p_limit, 200)
$$;

-- The two together, where both sides are open to me: for the page of the child.
create function safekeeping.pairs_with_me(p_child uuid) returns table (dyad uuid, categories int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.id, bit_or(c.categories) & safekeeping.my_categories()
    from public.families_dyad d
    join public.safekeeping_cell c on c.family = d.family_id and c.subject = d.id and c.principal = safekeeping.me()
     and c.reach = 'outside' and c.valid @> statement_timestamp()
   where d.child_id = p_child and d.family_id <> all (safekeeping.my_exclusions())
   group by d.id order by d.id
$$;

-- The children I look after, by what the file says: for a carer.
create function safekeeping.in_my_care() returns table (child uuid, family uuid, categories int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.subject, c.family, bit_or(c.categories) & safekeeping.my_categories()
    from public.safekeeping_cell c join public.safekeeping_principal p on p.id = c.principal and p.kind = 'carer'
   where c.principal = safekeeping.me() and c.reach = 'outside' and c.valid @> statement_timestamp()
     and c.family <> all (safekeeping.my_exclusions())
   group by c.subject, c.family
  having bit_or(c.categories) & safekeeping.my_categories() <> 0
   order by c.subject
$$;

-- On which signed form does it rest that I see this about this person now? Null: on none.
create function safekeeping.rests_on(p_principal uuid, p_family uuid, p_person uuid, p_category int) returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select s.consent
    from public.safekeeping_principal p
    join public.agencies_agency a on a.id = p.agency
    join safekeeping.said(p_family) s on s.effect = 'permit' and s.whole and s.span @> clock_timestamp()
     and s.subject = p_person and s.category = p_category and s.purpose = safekeeping.standing_purpose(a.kind)
     and case s.recipient_kind when 'agency' then s.agency = p.agency when 'colleague' then s.colleague = p.id
         else safekeeping.in_class(s.recipient_class, 'partner', p.agency) end
   where p.id = p_principal and p.kind = 'partner'
   order by case s.recipient_kind when 'colleague' then 0 when 'agency' then 1 else 2 end, s.consent limit 1
$$;

-- I looked: what was shown, part by part, word for word. One line for each form it rests on; the same look twice on one
-- day is one line. Gives back the lines, and whether I said that I have this.
create function safekeeping.record_view(p_family uuid, p_subject uuid, p_parts jsonb, p_notice text)
returns table (disclosure uuid, basis text, acknowledged boolean, told_along text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me uuid := safekeeping.me(); v_who record; v_open int; v_person uuid; v_line record; v_found uuid; v_zone text;
begin
  select p.id, p.kind, p.agency, p.name, coalesce(p.name || ', ' || a.name, p.name) as recipient, a.kind as agency_kind
    into v_who from public.safekeeping_principal p left join public.agencies_agency a on a.id = p.agency
   where p.id = v_me and p.kind in ('partner', 'carer');
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
  perform safekeeping.lock_family(p_family, true);
  v_open := safekeeping.open_from_outside(p_family, p_subject);
  if exists (select from jsonb_array_elements(p_parts) x where (v_open >> (x->>'category')::int) & 1 = 0)
     -- Whoever else the words say something of has to be open too.
     or exists (select from jsonb_array_elements(p_parts) x, jsonb_array_elements_text(coalesce(x->'about', '[]')) a
                 where (safekeeping.open_from_outside(p_family, a::uuid) >> (x->>'category')::int) & 1 = 0) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  select l.zone into v_zone from safekeeping.law() l;
  -- Of the two together it is the child's line that says what may be seen; both were asked when the cell was made.
  select coalesce((select d.child_id from public.families_dyad d where d.id = p_subject and d.family_id = p_family), p_subject)
    into v_person;
  for v_line in
    with part as (
      select (x->>'category')::int as category, x->>'snapshot' as snapshot, coalesce(x->'about', '[]') as about,
             coalesce((x->>'marked')::boolean, false) as marked,
             encode(sha256(convert_to(x->>'snapshot', 'UTF8')), 'hex') as sha256
        from jsonb_array_elements(p_parts) x),
    resting as (
      select part.*, safekeeping.rests_on(v_me, p_family, v_person, part.category) as consent from part)
    select r.consent, jsonb_agg(to_jsonb(r) order by r.category) as parts, bool_or(r.marked) as marked,
           (select k.signed_at from public.consent_consent k where k.id = r.consent) as agreed_at,
           encode(sha256(convert_to(string_agg(r.category || ' ' || r.sha256, ',' order by r.category), 'UTF8')), 'hex') as whole
      from resting r group by r.consent order by r.consent nulls last
  loop
    if v_line.consent is not null then
      -- Somebody who is taking it back holds these rows: then it is as if she had. Otherwise she waits for this look.
      perform 1 from (
        select n.category from public.consent_consent k
          join public.consent_consentline n on n.consent_id = k.id and n.subject = v_person
         where k.id = v_line.consent and k.withdrawn_at is null and n.withdrawn_at is null
           and n.category in (select (x->>'category')::int from jsonb_array_elements(v_line.parts) x)
           for share of k, n skip locked) held
       having count(*) = jsonb_array_length(v_line.parts);
      if not found then raise exception 'not allowed' using errcode = '42501'; end if;
    end if;
    select d.id into v_found from public.consent_disclosure d
     where d.family_id = p_family and d.subject = p_subject and d.recorded_by = v_me and d.kind = 'view'
       and d.sha256 = v_line.whole and d.consent_id is not distinct from v_line.consent
       and (d.recorded_at at time zone v_zone)::date = (clock_timestamp() at time zone v_zone)::date
     order by d.recorded_at limit 1;
    basis := case when v_line.consent is not null then 'consent' when v_who.kind = 'carer' then 'caring' else 'implied' end;
    if v_found is null then
      v_found := uuidv7();
      insert into public.consent_disclosure (
        id, recorded_at, recorded_by, family_id, subject, agency_id, colleague_id, recipient, kind, purpose, basis,
        consent_id, title, notice, sha256, told_before, agreed_at, why_not, hidden_why)
      values (
        v_found, clock_timestamp(), v_me, p_family, p_subject, v_who.agency,
        case when v_who.kind = 'partner' then v_me end, v_who.recipient, 'view',
        case when v_who.kind = 'carer' then 'care' else safekeeping.standing_purpose(v_who.agency_kind) end, basis,
        -- The notice goes along with what was agreed to and with what those who care for her may know; as the law asks.
        v_line.consent, '', case when v_line.marked and basis in ('consent', 'implied') then p_notice else '' end,
        v_line.whole, case when basis = 'consent' then 'agreed' else 'not_yet' end, v_line.agreed_at,
        case basis when 'implied' then 'in_her_care' when 'caring' then 'lives_there' else '' end, '');
      insert into public.consent_disclosedpart (
        id, recorded_at, recorded_by, family_id, subject, category, disclosure_id, snapshot, sha256, about)
      select uuidv7(), clock_timestamp(), v_me, p_family, p_subject, (x->>'category')::int, v_found, x->>'snapshot',
             x->>'sha256', array(select distinct a::uuid from jsonb_array_elements_text(x->'about') a order by 1)
        from jsonb_array_elements(v_line.parts) x;
    end if;
    disclosure := v_found;
    select d.notice into told_along from public.consent_disclosure d where d.id = v_found;
    acknowledged := exists (
      select from public.consent_disclosurestep s join public.consent_disclosure d on d.id = s.disclosure_id
       where s.kind = 'acknowledged' and s.recorded_by = v_me and d.family_id = p_family and d.subject = p_subject
         and d.recorded_by = v_me and d.kind = 'view' and d.sha256 = v_line.whole);
    return next;
    v_found := null;
  end loop;
end $$;

-- I have it: said once about each line of mine that is still open to me.
create function safekeeping.acknowledge_view(p_disclosures uuid[]) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); v_count int;
begin
  insert into public.consent_disclosurestep (id, recorded_at, recorded_by, family_id, subject, disclosure_id, kind, words)
  select uuidv7(), clock_timestamp(), v_me, d.family_id, d.subject, d.id, 'acknowledged', ''
    from public.consent_disclosure d
   where d.id = any (p_disclosures) and d.recorded_by = v_me and d.kind = 'view'
     and safekeeping.open_from_outside(d.family_id, d.subject) <> 0
     and not exists (select from public.consent_disclosurestep s
                      where s.disclosure_id = d.id and s.kind = 'acknowledged' and s.recorded_by = v_me);
  get diagnostics v_count = row_count;
  return v_count;
end $$;
"""

SENDING = """
-- I send something back about somebody, in a kind of record that is open to me now.
create function safekeeping.send_back(
  p_id uuid, p_family uuid, p_subject uuid, p_category int, p_kind text, p_words text,
  p_part2 boolean default true) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); v_agency uuid; v_sender text;
begin
  select p.agency, p.name || ', ' || a.name into v_agency, v_sender
    from public.safekeeping_principal p join public.agencies_agency a on a.id = p.agency
   where p.id = v_me and p.kind = 'partner';
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
  perform safekeeping.lock_family(p_family, true);
  if (safekeeping.open_from_outside(p_family, p_subject) >> p_category) & 1 = 0 then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.consent_sentback (
    id, recorded_at, recorded_by, family_id, subject, category, agency_id, colleague_id, sender, kind, words,
    part2, disclosure_id)
  values (p_id, clock_timestamp(), v_me, p_family, p_subject, p_category, v_agency, v_me, v_sender, p_kind, p_words,
    coalesce(p_part2, true), (
    select d.id from public.consent_disclosure d
     where p_kind = 'answer' and d.family_id = p_family and d.subject = p_subject and d.recorded_by = v_me and d.kind = 'view'
     order by d.recorded_at desc, d.id desc limit 1));
end $$;

-- The document that goes with it; once, by whoever sent it just now.
create function safekeeping.send_document(
  p_id uuid, p_sent uuid, p_name text, p_media_type text, p_content bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.consent_sentdocument (
    id, recorded_at, recorded_by, family_id, subject, category, sent_back_id, name, media_type, size, sha256, content)
  select p_id, clock_timestamp(), s.recorded_by, s.family_id, s.subject, s.category, s.id, p_name, p_media_type,
         octet_length(p_content), encode(sha256(p_content), 'hex'), p_content
    from public.consent_sentback s
   where s.id = p_sent and s.recorded_by = safekeeping.me() and s.recorded_at > clock_timestamp() - interval '10 minutes'
     and (safekeeping.open_from_outside(s.family_id, s.subject) >> s.category) & 1 = 1;
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
end $$;
"""

VERBS = (
    "open_from_outside(uuid,uuid)", "shared_with_me(uuid,text,uuid,int)", "pairs_with_me(uuid)", "in_my_care()",
    "record_view(uuid,uuid,jsonb,text)", "acknowledge_view(uuid[])", "send_back(uuid,uuid,uuid,int,text,text,boolean)",
    "send_document(uuid,uuid,text,text,bytea)",
)  # fmt: skip
INSIDE = ("rests_on(uuid,uuid,uuid,int)",)
TABLES = ("consent_sentback", "consent_sentdocument", "consent_sentbackstep")
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself


def _grants() -> str:
    lines = [
        # What these verbs write and look up; nothing else of the keeper's reads it.
        "grant select, insert on consent_disclosure, consent_disclosedpart, consent_disclosurestep to alongside_keeper;",
        # What locking a row asks for; the check lets none of them be changed.
        "grant update (copy_given) on consent_consent to alongside_keeper;",
        "grant update (withdrawn_by) on consent_consentline to alongside_keeper;",
        "create policy keeper_locks on consent_consent for update to alongside_keeper using (true) with check (false);",
        "create policy keeper_locks on consent_consentline for update to alongside_keeper using (true) with check (false);",
    ]
    for table in ("consent_disclosure", "consent_disclosedpart", "consent_disclosurestep", *TABLES[:2]):
        lines.append(f"create policy keeper_outside on {table} to alongside_keeper using (true) with check (true);")
    lines.append("grant select, insert on consent_sentback, consent_sentdocument to alongside_keeper;")
    for name in (*VERBS, *INSIDE):
        lines.append(f"revoke all on function safekeeping.{name} from public;")
        lines.append(f"grant execute on function safekeeping.{name} to alongside_keeper, alongside_loader;")
    lines += [f"grant execute on function safekeeping.{name} to alongside_app;" for name in VERBS]
    lines += [f"alter function safekeeping.{name} owner to alongside_keeper;" for name in (*VERBS, *INSIDE)]
    return "\n".join(lines)


def _reads(name: str, table: str, rule: str) -> str:
    return f"create policy {name} on {table} for select to {EVERY_SHAPE} using ({rule});"


def _seen() -> str:
    """Whoever sent it sees it while it is open to her; she whom it is about sees all of it, whatever it is about."""
    lines = []
    for table in TABLES:
        cell = (
            f"exists (select from safekeeping_cell c where c.principal = (select safekeeping.me())"
            f" and c.family = {table}.family_id and c.subject = {table}.subject and c.valid @> statement_timestamp()"
        )
        live = f"{cell} and c.reach = 'outside' and (c.categories & (select safekeeping.my_categories()) >> {table}.category) & 1 = 1)"
        if table == "consent_sentback":
            own = f"{table}.colleague_id = (select safekeeping.me()) and {live}"
        else:
            own = (
                f"exists (select from consent_sentback s where s.id = {table}.sent_back_id"
                f" and s.colleague_id = (select safekeeping.me())) and {live}"
            )
        lines.append(_reads("theirs", table, own))
        reached = f"{cell} and c.reach in ('herself', 'guardian'))"
        lines.append(_reads("hers", table, f"{ME} is not null and ({table}.subject = {ME} or {reached})"))
    step = "consent_sentbackstep"
    seen = f"exists (select from consent_sentback s where s.id = {step}.sent_back_id)"
    lines.append(
        f"create policy hers_add on {step} for insert to {READERS}"
        f" with check ({ME} is not null and kind = 'herself' and recorded_by = {ME} and {seen});"
    )
    lines.append(
        f"create policy by_whom on {step} as restrictive for insert to {READERS}"
        f" with check (recorded_by = (select safekeeping.me()) and ({ME} is not null) = (kind = 'herself'));"
    )
    return "\n".join(lines)


SOMEBODY = ("families_person.id", "families_dyad.id")


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_compile")]
    operations = [
        # Written by the verbs above alone: her team and she herself read.
        Protect("consent_sentback", subject="subject", category="category", add=False),
        Protect("consent_sentdocument", subject="subject", category="category", add=False),
        Protect("consent_sentbackstep", subject="subject", category="category"),
        Within("consent_sentbackstep", subject=SOMEBODY, sent_back_id="consent_sentback.id"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + LOOKING + SENDING + _grants() + _seen(),
            "; ".join(f"drop function safekeeping.{name} cascade" for name in (*VERBS, *INSIDE)),
        ),
    ]
