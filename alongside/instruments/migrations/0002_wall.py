"""Everybody signed in reads definitions, and so does a device handed over for a sitting; whoever keeps the instruments writes; a published version never changes."""

from django.db import migrations

from alongside.safekeeping.protection import OR_IN_A_SITTING, SIGNED_IN, Share, can
from alongside.safekeeping.terms import Ability

KEEPS = can(Ability.KEEP_INSTRUMENTS)


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_initial"), ("safekeeping", "0002_wall")]
    operations = [
        Share(
            "instruments_definition",
            read=OR_IN_A_SITTING,
            write=KEEPS,
            change=[
                *("code", "version", "language", "title", "document", "checksum"),
                *("state", "published_at", "published_by", "retired_at", "retired_by"),
            ],
        ),
        Share("instruments_siteuse", read=OR_IN_A_SITTING, write=KEEPS),
        Share("instruments_overlay", read=OR_IN_A_SITTING, write=KEEPS, change=["taken_out_at", "taken_out_by"]),
        Share("instruments_sitenorm", read=SIGNED_IN, write=KEEPS),
        Share("instruments_switch", read=OR_IN_A_SITTING, write=KEEPS),
        migrations.RunSQL(
            """
            -- What somebody answered keeps its meaning: of a published version only the state goes on, to retired.
            -- It holds for everybody, the loader included.
            create function safekeeping.published_stays() returns trigger
            language plpgsql set search_path = pg_catalog, pg_temp as $$
            begin
              if tg_op = 'DELETE' then
                if old.state <> 'draft' then
                  raise exception 'a published definition is never taken away' using errcode = '23514';
                end if;
                return old;
              end if;
              if new.origin is distinct from old.origin or new.pack is distinct from old.pack
                 or new.recorded_at is distinct from old.recorded_at or new.recorded_by is distinct from old.recorded_by
                 or new.id is distinct from old.id then
                raise exception 'where a definition came from never changes' using errcode = '23514';
              end if;
              if old.state <> 'draft' and (
                   (new.state is distinct from old.state and (old.state, new.state) is distinct from ('published', 'retired'))
                   or new.code is distinct from old.code or new.version is distinct from old.version
                   or new.language is distinct from old.language or new.title is distinct from old.title
                   or new.document is distinct from old.document or new.checksum is distinct from old.checksum
                   or new.published_at is distinct from old.published_at
                   or new.published_by is distinct from old.published_by
                   or (old.retired_at is not null and (new.retired_at, new.retired_by)
                       is distinct from (old.retired_at, old.retired_by))) then
                raise exception 'a published definition never changes' using errcode = '23514';
              end if;
              return new;
            end $$;
            create trigger published_stays before update or delete on instruments_definition
              for each row execute function safekeeping.published_stays();

            -- The checksum is of the document that is kept, whoever writes it.
            create function safekeeping.definition_is_whole() returns trigger
            language plpgsql set search_path = pg_catalog, pg_temp as $$
            begin
              if new.checksum <> encode(sha256(convert_to(new.document, 'UTF8')), 'hex') then
                raise exception 'the checksum is not of this document' using errcode = '23514';
              end if;
              if tg_op = 'INSERT' and new.origin = 'shipped' and not safekeeping.loading() then
                raise exception 'only the programme itself brings shipped definitions' using errcode = '42501';
              end if;
              return new;
            end $$;
            create trigger definition_is_whole before insert or update on instruments_definition
              for each row execute function safekeeping.definition_is_whole();

            -- An overlay that was taken out stays out; its words are never changed.
            create function safekeeping.taken_out_stays() returns trigger
            language plpgsql set search_path = pg_catalog, pg_temp as $$
            begin
              if old.taken_out_at is not null or new.texts is distinct from old.texts
                 or new.permission is distinct from old.permission
                 or new.definition_id is distinct from old.definition_id then
                raise exception 'installed words are taken out, never changed' using errcode = '23514';
              end if;
              return new;
            end $$;
            create trigger taken_out_stays before update on instruments_overlay
              for each row execute function safekeeping.taken_out_stays();
            """,
            "drop trigger taken_out_stays on instruments_overlay; drop function safekeeping.taken_out_stays;"
            " drop trigger definition_is_whole on instruments_definition;"
            " drop function safekeeping.definition_is_whole;"
            " drop trigger published_stays on instruments_definition; drop function safekeeping.published_stays;",
        ),
    ]
