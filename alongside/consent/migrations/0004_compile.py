"""From what she signed, who may decide and who works with her elsewhere to cells and bars (docs/decisions/0018).

``safekeeping.compile_one`` writes anew what a partner, a carer and the woman herself may see of one family, and what is
kept from whom. It runs in the transaction of whatever changes one of the facts it rests on, so that the next statement
already decides by it. Cells given by whoever arranges a team are never touched.

Every span of time is written into the cell, also one that has not begun: nothing has to run when a day begins or ends. A
span ends where the first of these ends: the agreement, the line, the right of whoever signed it, the other worker's days,
or the time until the child decides. What is kept from somebody is taken out of it, and is written down as a bar besides:
the policies ask for it on their own, so that a mistake in the first cannot pass the second.

The small functions have no search path of their own, so that the planner may open them; every name in them is whole, and
nobody but the keeper may call them.

The figures of local law are those of ``consent/profiles`` (a test compares them).
"""

from django.db import migrations

from alongside.accounts.terms import PARTS, RoleName
from alongside.consent.migrations import _glass
from alongside.safekeeping.terms import EVERYTHING, mask
from alongside.safekeeping.terms import Category as C

PORTAL = PARTS[RoleName.MOTHER].reads
CARE_NEEDS = mask(C.CONTACT, C.CHILD_HEALTH_DEV)  # D-I5: of the child alone
NOT_IMPLIED = mask(C.SUD, C.SUD_COUNSELLING_NOTES, C.IPV_SAFETY, C.CULTURAL, C.RESEARCH, C.CHILD_WELFARE_LEGAL)
LAW = {
    # name: (own decision from, implied consent, what it never covers, custodians, an end is needed, a form of its own)
    "ontario": (16, True, NOT_IMPLIED, ("hospital",), False, 0),
    "united-states": (18, False, NOT_IMPLIED, ("hospital",), True, mask(C.SUD_COUNSELLING_NOTES)),
}
COMPILED = "('herself', 'guardian', 'outside', 'beside')"


def _law() -> str:
    rows = ", ".join(
        f"('{name}', {age}, {implied}, {never}, array{list(custodians)!r}, {end}, {alone})"
        for name, (age, implied, never, custodians, end, alone) in LAW.items()
    )
    return f"""
-- Local law, as far as the database decides by it. Implied consent counts only where the programme said that it does.
create function safekeeping.law() returns table (
  zone text, own_age int, implied boolean, not_implied int, custodians text[], end_needed boolean, separate int)
language sql stable as $$
  select p.time_zone, l.own_age, l.implied and p.implied_consent, l.not_implied, l.custodians, l.end_needed, l.separate
    from public.agencies_programme p
    join (values {rows}) l (name, own_age, implied, not_implied, custodians, end_needed, separate)
      on l.name = p.jurisdiction
$$;
"""


HELPERS = """
-- Whole days where the programme is: from the first moment of the first to the first moment after the last.
create function safekeeping.days(p_days daterange, p_zone text) returns tstzrange
language sql stable as $$
  select case when isempty(p_days) then 'empty'::tstzrange else tstzrange(
    lower(p_days)::timestamp at time zone p_zone, upper(p_days)::timestamp at time zone p_zone) end
$$;

-- Who was born on 29 February turns any age on 1 March in other years.
create function safekeeping.birthday(p_born date, p_years int) returns date
language sql immutable as $$
  select t.day + case when extract(day from p_born) = 29 and extract(day from t.day) = 28 then 1 else 0 end
    from (select (p_born + make_interval(years => p_years))::date as day) t
$$;

-- What an agency's people read for, day by day, when they look at what is shared with them.
create function safekeeping.standing_purpose(p_kind text) returns text
language sql immutable as $$
  select case when p_kind in ('hospital', 'public_health', 'mental_health') then 'care' else 'care_coordination' end
$$;

-- Who may decide for each child of a family (information), in stretches; from an adoption on, nobody from before.
create function safekeeping.deciders(p_family uuid) returns table (child uuid, holder uuid, spans tstzmultirange)
language sql stable as $$
  select r.child_id, coalesce(r.holder_id, r.holder_agency_id),
         range_agg(safekeeping.days(r.during, l.zone)) - coalesce((
           select range_agg(safekeeping.days(s.during, l.zone)) from public.families_legalstatus s
            where s.family_id = p_family and s.child_id = r.child_id and s.kind = 'adopted' and s.superseded_at is null), '{}')
    from public.families_decisionright r cross join safekeeping.law() l
   where r.family_id = p_family and r.topic = 'release' and r.superseded_at is null
   group by r.child_id, coalesce(r.holder_id, r.holder_agency_id), l.zone
$$;

-- Each child of a family and when it comes of age; without a birthday, not as far as we know.
create function safekeeping.minors(p_family uuid) returns table (child uuid, of_age timestamptz)
language sql stable as $$
  select p.id, coalesce(safekeeping.birthday(p.born_on, l.own_age)::timestamp at time zone l.zone, 'infinity')
    from public.families_person p cross join safekeeping.law() l
   where p.family_id = p_family and p.kind = 'child'
$$;

-- Until when does what ``p_signer`` signed about ``p_subject`` count? Null: she had no right to. A right that ends and comes
-- back does not bring an old signature back. A child who was said to decide puts an end to what others sign.
create function safekeeping.counts_until(p_family uuid, p_signer uuid, p_subject uuid, p_signed timestamptz)
returns timestamptz
language sql stable as $$
  select case
    when p_signed is null then null
    when m.child is null then case when p_signer = p_subject then 'infinity'::timestamptz end
    when p_signer = p_subject then
      case when p_signed >= m.of_age then 'infinity' else (
        select case when upper_inf(r) or upper(r) >= m.of_age then 'infinity' else upper(r) end
          from safekeeping.deciders(p_family) d, unnest(d.spans) r
         where d.child = p_subject and d.holder = p_subject and r @> p_signed) end
    when p_signed < m.of_age then (
      select least(coalesce(upper(r), 'infinity'), m.of_age, (
               select min(coalesce(lower(o), '-infinity')) from safekeeping.deciders(p_family) w, unnest(w.spans) o
                where w.child = p_subject and w.holder = p_subject and (upper_inf(o) or upper(o) > p_signed)))
        from safekeeping.deciders(p_family) d, unnest(d.spans) r
       where d.child = p_subject and d.holder = p_signer and r @> p_signed) end
    from (select 1) one left join safekeeping.minors(p_family) m on m.child = p_subject
$$;

-- What is sealed now: somebody and the two of whom she or it is one, or a record and what goes with it.
create function safekeeping.seals(p_family uuid) returns table (what uuid, since timestamptz, basis uuid)
language sql stable as $$
  select x.what, min(s.recorded_at), min(s.id::text)::uuid
    from public.consent_seal s
   cross join lateral (
     select s.target union select unnest(s.with_it) union
     select d.id from public.families_dyad d where d.family_id = p_family and s.target in (d.woman_id, d.child_id)) x (what)
   where s.family_id = p_family and s.opened_at is null
   group by x.what
$$;

-- Every line that was signed, for as long as it counts. A refusal stays when the right of whoever signed it ends: it is
-- lifted by whoever decides then.
create function safekeeping.said(p_family uuid) returns table (
  consent uuid, effect text, recipient_kind text, agency uuid, colleague uuid, recipient_class text, purpose text,
  subject uuid, category smallint, whole boolean, span tstzrange)
language sql stable as $$
  select k.id, k.effect, k.recipient_kind, k.agency_id, k.colleague_id, k.recipient_class, k.purpose, n.subject, n.category,
         (upper(k.during) is not null or not l.end_needed
            or k.purpose in ('care', 'care_coordination', 'payment', 'operations'))
         and (l.separate & t.mask = 0 or t.mask & ~l.separate = 0),
         safekeeping.days(k.during, l.zone) * tstzrange(k.signed_at, u.until)
           * case when c.until is null then 'empty'::tstzrange when k.effect <> 'deny' then tstzrange(null, c.until)
                  when c.until > k.signed_at then '(,)'::tstzrange else 'empty'::tstzrange end
    from public.consent_consent k
    join public.consent_consentline n on n.consent_id = k.id and n.family_id = k.family_id
   cross join safekeeping.law() l
   cross join lateral (select bit_or(1 << o.category) as mask from public.consent_consentline o
                        where o.consent_id = k.id and o.subject = n.subject) t
   cross join lateral (select case when least(k.withdrawn_at, n.withdrawn_at) is not null
                              then greatest(k.signed_at, least(k.withdrawn_at, n.withdrawn_at)) end as until) u
   -- offset 0: looked up once for each line, not once for each place in which the span is named.
   cross join lateral (
     select safekeeping.counts_until(
       p_family, coalesce(k.giver_agency_id, k.giver_id), n.subject, k.signed_at) as until offset 0) c
   where k.family_id = p_family and k.signed_at is not null
$$;
"""

# One row per principal, person and category with the spans of time in which it is open; then joined to cells.
COMPILE = f"""
create function safekeeping.agreed_spans(p_family uuid) returns table (
  principal uuid, subject uuid, reach text, category int, spans tstzmultirange, basis uuid)
language sql stable as $$
  with law as materialized (select * from safekeeping.law()),
  minor as materialized (select * from safekeeping.minors(p_family)),
  decider as materialized (select * from safekeeping.deciders(p_family)),
  said as materialized (select * from safekeeping.said(p_family) s where not isempty(s.span)),
  dyad as (select d.id, d.woman_id as woman, d.child_id as child from public.families_dyad d where d.family_id = p_family),
  worker as materialized (
    select o.id, o.person_id as person, p.id as principal, p.agency, a.kind, safekeeping.days(o.during, l.zone) as span
      from public.consent_outsideworker o
      join public.safekeeping_principal p on p.id = o.colleague_id and p.kind = 'partner' and p.active
      join public.agencies_agency a on a.id = p.agency
     cross join law l
     where o.family_id = p_family),
  -- And who works with the same person as another file knows her: what she said to them counts wherever she is named.
  party as materialized (
    select principal, agency, kind from worker union select principal, agency, kind from safekeeping.parties_elsewhere(p_family)),
  assigned as (select principal, person, range_agg(span) as spans, min(id::text)::uuid as basis from worker group by 1, 2),
  -- What she said to this party, whether or not it works with her: a record about her child may also be about her.
  agreed as (
    select y.principal, s.subject, s.category::int as category, range_agg(s.span) as spans
      from party y join said s on s.effect = 'permit' and s.whole and s.purpose = safekeeping.standing_purpose(y.kind)
       and case s.recipient_kind when 'agency' then s.agency = y.agency when 'colleague' then s.colleague = y.principal
           else s.recipient_class in ('treating_providers', 'health_custodians', 'child_welfare')
             and safekeeping.in_class(s.recipient_class, 'partner', y.agency) end
     group by 1, 2, 3),
  -- Custodians in her circle of care, where the law and the programme let them.
  implied as (
    select y.principal, o.person as subject, c.bit as category, range_agg(o.span) as spans
      from party y join worker o on o.agency = y.agency join law l on l.implied and y.kind = any (l.custodians)
      join generate_series(0, {len(C) - 1}) c (bit) on (l.not_implied >> c.bit) & 1 = 0
     group by 1, 2, 3),
  refused as (
    select y.principal, s.subject, s.category::int as category, range_agg(s.span) as spans
      from party y join said s on s.effect = 'deny'
       and case s.recipient_kind when 'agency' then s.agency = y.agency when 'colleague' then s.colleague = y.principal
           else safekeeping.in_class(s.recipient_class, 'partner', y.agency) end
     group by 1, 2, 3),
  -- What belongs to her community as well needs its yes to that agency besides (0015).
  community as (
    select y.principal, m.subject,
           range_agg(safekeeping.days(m.during, l.zone) * tstzrange(m.recorded_at, m.ended_at)) as spans
      from public.consent_collectivepermission m join party y on y.agency = m.agency_id cross join law l
     where m.family_id = p_family
     group by 1, 2),
  net as materialized (
    select t.principal, t.subject, t.category,
           range_agg(t.spans) * case when t.category <> {int(C.CULTURAL)} then '{{(,)}}' else coalesce((
             select m.spans from community m where m.principal = t.principal and m.subject = t.subject), '{{}}') end
           - coalesce((select r.spans from refused r where r.principal = t.principal
                                            and r.subject = t.subject and r.category = t.category), '{{}}') as spans
      from (select * from agreed union all select * from implied) t group by 1, 2, 3),
  care as (
    select p.id as principal, v.child_id as child, v.id as basis, safekeeping.days(v.during, l.zone) as span,
           least(m.of_age, (select min(coalesce(lower(o), '-infinity')) from decider w, unnest(w.spans) o
                             where w.child = v.child_id and w.holder = v.child_id
                               and (upper_inf(o) or upper(o) > coalesce(
                                      lower(safekeeping.days(v.during, l.zone)), '-infinity')))) as until
      from public.families_livingarrangement v
      join public.safekeeping_principal p on p.person = v.carer_id and p.kind = 'carer' and p.active
      join minor m on m.child = v.child_id
     cross join law l
     where v.family_id = p_family and v.superseded_at is null),
  -- Children for whom somebody who signs in as herself (or as a carer) may decide; not what the child decides itself.
  decides as (
    select p.id as principal, p.kind, p.person, d.child,
           d.spans * tstzmultirange(tstzrange(null, m.of_age))
             - coalesce((select w.spans from decider w where w.child = d.child and w.holder = d.child), '{{}}') as spans
      from decider d join minor m on m.child = d.child
      join public.safekeeping_principal p on p.person = d.holder and p.kind in ('herself', 'carer') and p.active
     where d.holder <> d.child)
  select n.principal, n.subject, 'outside', n.category, n.spans * a.spans, a.basis
    from net n join assigned a on a.principal = n.principal and a.person = n.subject
  union all
  select n.principal, n.subject, 'beside', n.category, n.spans, n.principal from net n
  union all
  select n.principal, d.id, 'outside', n.category, n.spans * a.spans * w.spans, a.basis
    from dyad d join net n on n.subject = d.child
    join assigned a on a.principal = n.principal and a.person = d.woman
    join net w on w.principal = n.principal and w.subject = d.woman and w.category = n.category
  union all
  select c.principal, c.child, 'outside', b.bit,
         tstzmultirange(c.span * tstzrange(null, c.until)) - coalesce((
           select range_agg(s.span) from said s
            where s.effect = 'deny' and s.recipient_class in ('everybody', 'outside') and s.subject = c.child
              and s.category = b.bit), '{{}}'), c.basis
    from care c join generate_series(0, {len(C) - 1}) b (bit) on ({CARE_NEEDS} >> b.bit) & 1 = 1
   where coalesce(lower(c.span), '-infinity') < c.until
  union all
  select p.id, p.person, 'herself', b.bit, '{{(,)}}', p.person
    from public.safekeeping_principal p join public.families_person o on o.id = p.person and o.family_id = p_family
    join generate_series(0, {len(C) - 1}) b (bit) on ({PORTAL} >> b.bit) & 1 = 1
   where p.kind = 'herself' and p.active
  union all
  select c.principal, c.child, case c.kind when 'carer' then 'outside' else 'guardian' end, b.bit, c.spans, c.child
    from decides c join generate_series(0, {len(C) - 1}) b (bit)
      on (case c.kind when 'carer' then {CARE_NEEDS} else {PORTAL} end >> b.bit) & 1 = 1
  union all
  -- A carer who decides for a child also sees what its record says of herself; somebody else who cares for it does not.
  select distinct c.principal, c.person, 'beside', b.bit, '{{(,)}}'::tstzmultirange, c.person
    from decides c join generate_series(0, {len(C) - 1}) b (bit) on ({CARE_NEEDS} >> b.bit) & 1 = 1
   where c.kind = 'carer' and not isempty(c.spans)
  union all
  select c.principal, d.id, 'guardian', b.bit, c.spans, c.child
    from decides c join dyad d on d.child = c.child and d.woman = c.person
    join generate_series(0, {len(C) - 1}) b (bit) on ({PORTAL} >> b.bit) & 1 = 1
   where c.kind = 'herself'
$$;

-- The same without what is sealed: whoever is let in by an agreement or by a right is not let in to that.
create function safekeeping.open_spans(p_family uuid) returns table (
  principal uuid, subject uuid, reach text, category int, spans tstzmultirange, basis uuid)
language sql stable as $$
  select a.* from safekeeping.agreed_spans(p_family) a
   where not exists (select from safekeeping.seals(p_family) z where z.what = a.subject)
$$;

-- What is kept from somebody: what is sealed, what she signed, and from a mother what was recorded about the child (alone, or together
-- with her) while she could not decide for it.
create function safekeeping.open_bars(p_family uuid) returns table (
  subject uuid, categories int, principal uuid, agency uuid, recipient_class text, recorded tstzrange, valid tstzrange,
  basis uuid)
language sql stable as $$
  with whom as (
    select p.id as subject, p.id as person from public.families_person p where p.family_id = p_family
    union all
    select d.id, e.person from public.families_dyad d, unnest(array[d.woman_id, d.child_id]) e (person)
     where d.family_id = p_family)
  select w.subject, bit_or(1 << s.category), s.colleague, s.agency, s.recipient_class, null::tstzrange, s.span, s.consent
    from safekeeping.said(p_family) s join whom w on w.person = s.subject
   where s.effect = 'deny' and not isempty(s.span) and (upper_inf(s.span) or upper(s.span) > statement_timestamp())
   group by w.subject, s.colleague, s.agency, s.recipient_class, s.span, s.consent
  union all
  select w.subject, {EVERYTHING}, p.id, null, '', g.gap, h.span, d.child
    from safekeeping.deciders(p_family) d
    join whom w on w.person = d.child
    join public.safekeeping_principal p on p.person = d.holder and p.kind in ('herself', 'carer') and p.active
   cross join lateral unnest(tstzmultirange(range_merge(d.spans)) - d.spans) g (gap)
   cross join lateral unnest(d.spans) h (span)
   where d.holder <> d.child and not isempty(d.spans)
  union all
  select z.what, {EVERYTHING}, null, null, 'sealed', null, tstzrange(z.since, null), z.basis from safekeeping.seals(p_family) z
$$;

-- One file alone; compile_family (0010_same_person) does it with every file that holds somebody of this one.
create function safekeeping.compile_one(p_family uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.consent_consent k where k.family_id = p_family)
     and not exists (select from public.consent_outsideworker o where o.family_id = p_family)
     and not exists (select from public.safekeeping_principal p join public.families_person o on o.id = p.person
                      where o.family_id = p_family and p.kind in ('herself', 'carer'))
     and not exists (select from public.safekeeping_cell c where c.family = p_family and c.reach in {COMPILED})
     and not exists (select from public.consent_seal z where z.family_id = p_family)
     and not exists (select from public.safekeeping_bar b where b.family = p_family)
     and not exists (select from safekeeping.same_as(p_family)) then
    return;
  end if;
  -- Whoever discloses something of this family holds the same lock shared until she has committed: what is withdrawn or
  -- refused waits for her, or she for it, and then she sees it.
  perform safekeeping.lock_family(p_family, false);
  with fresh as materialized (
    select o.principal, o.subject, o.reach, bit_or(1 << o.category) as categories, r.span, min(o.basis::text)::uuid as basis
      from safekeeping.strict_spans(p_family) o cross join lateral unnest(o.spans) r (span)
     where not isempty(r.span) and (upper_inf(r.span) or upper(r.span) > statement_timestamp())
     group by o.principal, o.subject, o.reach, r.span),
  gone as (
    delete from public.safekeeping_cell c
     where c.family = p_family and c.reach in {COMPILED}
       and not exists (select from fresh f where f.principal = c.principal and f.subject = c.subject and f.reach = c.reach
                         and f.categories = c.categories and f.span = c.valid and f.basis = c.basis))
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select f.principal, p_family, f.subject, f.reach, f.categories, 0, f.span, f.basis from fresh f
   where not exists (select from public.safekeeping_cell c
                      where c.family = p_family and c.principal = f.principal and c.subject = f.subject
                        and c.reach = f.reach and c.categories = f.categories and c.valid = f.span and c.basis = f.basis);
  delete from public.safekeeping_bar b where b.family = p_family;
  insert into public.safekeeping_bar
    (family, subject, categories, principal, agency, recipient_class, recorded, valid, basis)
  select p_family, o.* from safekeeping.strict_bars(p_family) o;
end $$;

-- 1,024 locks for all families, so that filling a database with thousands of them needs no more room than that.
create function safekeeping.lock_family(p_family uuid, p_shared boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_shared then
    perform pg_advisory_xact_lock_shared(4711, hashtext(p_family::text) & 1023);
  else
    perform pg_advisory_xact_lock(4711, hashtext(p_family::text) & 1023);
  end if;
end $$;

-- Whoever is about to disclose something of this family calls this first, in a statement of its own, and decides after it.
-- Until she has committed, nothing that decides about this family can change; what changed before, she sees.
create function safekeeping.hold_still(p_family uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (safekeeping.loading() or exists (
      select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p_family
         and c.valid @> statement_timestamp())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  perform safekeeping.lock_family(p_family, true);
end $$;

-- A fact of these families changed.
create function safekeeping.recompile() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid;
begin
  for v_family in select distinct c.family_id from changed c order by 1 loop
    perform safekeeping.compile_family(v_family);
  end loop;
  return null;
end $$;

-- Somebody may sign in as herself, as a carer or as a partner's worker, or may no longer.
create function safekeeping.recompile_principal() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid;
begin
  for v_family in
    select o.family_id from changed p join public.families_person o on o.id = p.person
    union
    select o.family_id from changed p join public.consent_outsideworker o on o.colleague_id = p.id order by 1
  loop
    perform safekeeping.compile_family(v_family);
  end loop;
  return null;
end $$;

-- The law, its time zone or an agency's kind changed: everything that rests on them.
create function safekeeping.recompile_all() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid;
begin
  for v_family in
    select k.family_id from public.consent_consent k union select o.family_id from public.consent_outsideworker o
    union select c.family from public.safekeeping_cell c where c.reach in {COMPILED} order by 1
  loop
    perform safekeeping.compile_family(v_family);
  end loop;
  return null;
end $$;
"""

READ = {
    "families_person": "id, family_id, kind, born_on",
    "families_dyad": "id, family_id, woman_id, child_id",
    "families_decisionright": "child_id, family_id, topic, holder_id, holder_agency_id, during, superseded_at",
    "families_livingarrangement": "id, family_id, child_id, carer_id, during, superseded_at",
    "families_legalstatus": "family_id, child_id, kind, during, superseded_at",
    "consent_collectivepermission": "family_id, subject, agency_id, during, recorded_at, ended_at",
}
CHANGES = {
    "consent_consent": "iud", "consent_consentline": "iud", "consent_outsideworker": "iud", "families_person": "u",
    "consent_seal": "iu", "families_dyad": "i", "families_decisionright": "iud", "families_livingarrangement": "iud", "families_legalstatus": "iud",
    "consent_collectivepermission": "iud",
}  # fmt: skip
EVENTS = {"i": ("insert", "new"), "u": ("update", "new"), "d": ("delete", "old")}
HOLD = "hold_still(uuid)"
INSIDE = (
    "law()", "days(daterange,text)", "birthday(date,int)", "standing_purpose(text)", "deciders(uuid)", "minors(uuid)",
    "counts_until(uuid,uuid,uuid,timestamptz)", "said(uuid)", "seals(uuid)", "agreed_spans(uuid)", "open_spans(uuid)",
    "open_bars(uuid)", "compile_one(uuid)",
    "lock_family(uuid,boolean)", HOLD, "recompile()", "recompile_principal()", "recompile_all()",
)  # fmt: skip


def _triggers() -> str:
    lines = []
    for table, events in CHANGES.items():
        for event in events:
            word, which = EVENTS[event]
            lines.append(
                f"create trigger recompile_{word} after {word} on {table} referencing {which} table as changed"
                " for each statement execute function safekeeping.recompile();"
            )
    for word in ("insert", "update"):
        lines.append(
            f"create trigger recompile_{word} after {word} on safekeeping_principal referencing new table as changed"
            " for each statement execute function safekeeping.recompile_principal();"
        )
    lines += [
        "create trigger recompile after update of kind on agencies_agency for each row when (old.kind <> new.kind)"
        " execute function safekeeping.recompile_all();",
        "create trigger recompile after update on agencies_programme for each row when"
        " ((old.jurisdiction, old.time_zone, old.implied_consent) is distinct from"
        " (new.jurisdiction, new.time_zone, new.implied_consent)) execute function safekeeping.recompile_all();",
    ]
    return "\n".join(lines)


def _grants() -> str:
    lines = []
    for table, columns in READ.items():
        lines.append(f"grant select ({columns}) on {table} to alongside_keeper;")
        lines.append(f"create policy compile on {table} for select to alongside_keeper using (true);")
    for name in INSIDE:
        lines.append(f"revoke all on function safekeeping.{name} from public;")
        lines.append(f"grant execute on function safekeeping.{name} to alongside_keeper, alongside_loader;")
        if name == HOLD:
            lines.append(f"grant execute on function safekeeping.{name} to alongside_app, alongside_worker;")
        lines.append(f"alter function safekeeping.{name} owner to alongside_keeper;")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_drafts"), ("agencies", "0002_wall"), ("safekeeping", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + _law() + HELPERS + COMPILE + _triggers() + _grants(),
            "; ".join(f"drop function safekeeping.{name} cascade" for name in INSIDE),
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + _glass.statements(),
            "; ".join(f"drop function safekeeping.{name}" for name in _glass.VERBS),
        ),
    ]
