"""Who reads and writes agencies: everybody signed in reads; whoever keeps the agencies writes; mode never changes."""

from django.db import migrations

from alongside.safekeeping.protection import SIGNED_IN, Share, can
from alongside.safekeeping.terms import Ability

KEEPS = can(Ability.KEEP_AGENCIES)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("safekeeping", "0002_wall")]
    operations = [
        Share("agencies_agency", read=SIGNED_IN, write=KEEPS, change=["name", "kind", "shut_at"]),
        # The programme's own name, language of law and leave address are shown before anybody signs in.
        Share("agencies_programme", read="true", write="false"),
        Share("agencies_site", read=SIGNED_IN, write=KEEPS, change=["name", "address"]),
        Share(
            "agencies_agreement",
            read=SIGNED_IN,
            write=KEEPS,
            change=["brings", "contact_person", "review_on", "during"],
        ),
        migrations.RunSQL(
            """
            grant select on agencies_programme to alongside_gate;
            create policy gate on agencies_programme for select to alongside_gate using (true);
            grant select on agencies_programme to alongside_keeper;
            create policy keeper on agencies_programme for select to alongside_keeper using (true);
            -- Which agency's people may come in, and under which name their door is shown before anybody signs in.
            grant select (id, name, kind, shut_at) on agencies_agency to alongside_gate, alongside_keeper;
            create policy gate on agencies_agency for select to alongside_gate using (true);
            create policy keeper on agencies_agency for select to alongside_keeper using (true);
            -- An agency's door is shut: its people are out at the next statement, and none of them comes in.
            create function safekeeping.out_when_shut() returns trigger
            language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
            begin
              update public.safekeeping_session s set ended_at = clock_timestamp()
                from public.safekeeping_principal p
               where p.id = s.principal and p.agency = new.id and p.kind = 'partner' and s.ended_at is null;
              return new;
            end $$;
            create trigger out_when_shut after update of shut_at on agencies_agency
              for each row when (old.shut_at is null and new.shut_at is not null)
              execute function safekeeping.out_when_shut();
            revoke all on function safekeeping.out_when_shut() from public;
            alter function safekeeping.out_when_shut() owner to alongside_keeper;
            -- A practice database never becomes a real one, nor the other way round.
            create function safekeeping.mode_stays() returns trigger
            language plpgsql set search_path = pg_catalog, pg_temp as $$
            begin
              if new.mode <> old.mode then
                raise exception 'the mode of a database never changes' using errcode = '23514';
              end if;
              return new;
            end $$;
            create trigger mode_stays before update on agencies_programme
              for each row execute function safekeeping.mode_stays();
            -- Walking in without a password: the gate may, and only into a practice programme.
            create function safekeeping.walk_in(p_hash bytea, p_principal uuid) returns timestamptz
            language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
            begin
              if not exists (select from public.agencies_programme p where p.mode = 'demo') then
                raise exception 'not a practice programme' using errcode = '42501';
              end if;
              return safekeeping.open_session(p_hash, p_principal, interval '12 hours', interval '2 hours', true);
            end $$;
            revoke all on function safekeeping.walk_in(bytea,uuid) from public;
            grant execute on function safekeeping.walk_in(bytea,uuid) to alongside_gate;
            alter function safekeeping.walk_in(bytea,uuid) owner to alongside_keeper;
            """,
            "drop trigger out_when_shut on agencies_agency; drop function safekeeping.out_when_shut;"
            " drop function safekeeping.walk_in; drop trigger mode_stays on agencies_programme;"
            " drop function safekeeping.mode_stays;",
        ),
    ]
