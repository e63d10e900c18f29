"""The one door behind the wall.

Besides the usual rule (let into the file, and a part that reads this kind of record):

* *what she told* is read by the kind of its part. A woman signed in as herself reads, adds and takes back what is about
  her in kinds that nobody should mind over her shoulder; no other row of hers, and nobody else's. Nobody outside reads any.
* *how we heard of her*: she reads it herself where she was the one who told us; what somebody else said of her is read
  with her.
* *a word left at the door* (``knock``) comes from somebody who is not signed in, by one function that takes and tells
  nothing. Whoever may open files reads it until one of them takes it; then its words are in the file and nowhere else.
* *for whom the programme is* names nobody: the page for everybody reads it.
"""

from django.db import migrations

from alongside.intake.rules import ON_HER_PAGE
from alongside.safekeeping.protection import EVERY_SHAPE, READERS, SIGNED_IN, Protect, Share, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

WOMAN = "families_woman.person_id"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
KIND = "(select safekeeping.my_kind())"
OURS = f"{KIND} = 'staff'"
MY_NAME = "recorded_by = (select safekeeping.me())"
OWN_AGENCY = "agency_id = (select safekeeping.my_agency())"
WAITS = f"{can(Ability.OPEN_FILES)} and {OWN_AGENCY}"
TAKEN = (
    "taken_as", "taken_at", "taken_by", "called", "value", "good_times", "we_are_called", "voicemail", "words",
    "language", "source",
)  # fmt: skip
MOST = 60  # words left within an hour, before she is asked to call instead

HERS = f"intake_told.woman_id = {ME} and ({ON_HER_PAGE} >> intake_told.category) & 1 = 1"
WALL = f"""
create policy hers on intake_told for select to {EVERY_SHAPE} using ({HERS});
create policy hers_add on intake_told for insert to {READERS} with check ({HERS} and {MY_NAME} and conversation_id is null);
create policy hers_change on intake_told for update to {READERS} using ({HERS}) with check ({HERS});
create policy ours_or_hers on intake_told as restrictive for all to {EVERY_SHAPE} using ({OURS} or ({HERS}));
create policy taken_back_once on intake_told as restrictive for update to {READERS}
  using (taken_back_at is null) with check (taken_back_at is not null);
create policy ours_or_hers on intake_firstcontact as restrictive for select to {EVERY_SHAPE}
  using ({OURS} or (woman_id = {ME} and told_by = 'herself'));
"""

DOOR = f"""
grant select on intake_door to alongside_gate;
create policy gate on intake_door for select to alongside_gate using (true);

grant update ({", ".join(TAKEN)}) on intake_knock to {READERS};
create policy may_take on intake_knock for update to {READERS} using ({WAITS} and taken_at is null) with check (
  {WAITS} and taken_by = (select safekeeping.me()) and called = '' and value = '' and good_times = '' and words = ''
  and we_are_called = '' and language = '' and source = '');
grant select, insert on intake_knock to alongside_keeper;
create policy keeper on intake_knock to alongside_keeper using (true) with check (taken_at is null);

-- A word left by somebody who is not signed in: it takes, says whether there is still room, and tells nothing.
create function safekeeping.knock(p_id uuid, p_called text, p_by text, p_value text, p_good_times text,
  p_we_are_called text, p_voicemail boolean, p_words text, p_language text, p_source text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select count(*) from public.intake_knock k where k.came_at > statement_timestamp() - interval '1 hour') >= {MOST} then
    return false;
  end if;
  insert into public.intake_knock (id, agency_id, came_at, called, by, value, good_times, we_are_called, voicemail, words,
                                   language, source, taken_as)
  select p_id, g.agency_id, statement_timestamp(), left(p_called, 200), left(p_by, 20), left(p_value, 200),
         left(p_good_times, 500), left(p_we_are_called, 200), p_voicemail, left(p_words, 4000), left(p_language, 40),
         left(p_source, 40), '' from public.agencies_programme g limit 1
  on conflict (id) do nothing;
  return true;
end $$;
"""
KNOCK = "knock(uuid,text,text,text,text,text,boolean,text,text,text)"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"), ("accounts", "0002_wall"), ("agencies", "0002_wall"), ("families", "0003_her_page"),
        ("enrolment", "0002_wall"), ("consent", "0004_compile"), ("goals", "0002_wall"),
    ]  # fmt: skip
    operations = [
        Protect("intake_firstcontact", subject="woman_id", category=C.SERVICE_USE),
        Within("intake_firstcontact", woman_id=WOMAN),
        Protect("intake_conversation", subject="woman_id", category=C.SERVICE_USE),
        Within("intake_conversation", woman_id=WOMAN),
        Protect("intake_told", subject="woman_id", category="category", change=("taken_back_at",)),
        Within("intake_told", woman_id="families_person.id", conversation_id="intake_conversation.id"),
        Protect("intake_offer", subject="woman_id", category=C.SERVICE_USE),
        Within("intake_offer", woman_id=WOMAN),
        Protect("intake_welcome", subject="woman_id", category=C.SERVICE_USE),
        Within("intake_welcome", woman_id=WOMAN),
        Share("intake_door", read=SIGNED_IN, write=f"{can(Ability.ARRANGE_TEAMS)} and {OWN_AGENCY} and {MY_NAME}"),
        Share("intake_knock", read=WAITS),
        migrations.RunSQL(
            "set check_function_bodies = off;" + WALL + DOOR + kept([KNOCK], to="alongside_app"),
            f"drop function safekeeping.{KNOCK}; drop policy keeper on intake_knock; drop policy gate on intake_door;",
        ),
    ]
