"""Who may use the tables of the job queue: the worker all of them, pages only to put a job in.

The queue brings its own tables and functions, and newer versions bring more; so this is said again after each migration
instead of once. Jobs carry ids, never names.
"""

from __future__ import annotations

from typing import Any

from alongside.project.roles import APP, WORKER

GRANTS = """
do $$
declare
  thing record;
begin
  for thing in
    select c.oid::regclass as name, c.relkind = 'S' as counter from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relname like 'procrastinate\\_%' and c.relkind in ('r', 'S')
  loop
    if thing.counter then
      execute format('grant usage, select on sequence %s to {worker}, {app}', thing.name);
    else
      execute format('grant select, insert, update, delete on table %s to {worker}', thing.name);
    end if;
  end loop;
  for thing in
    select p.oid::regprocedure as name, p.proname like 'procrastinate\\_defer\\_%' as defers from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'procrastinate\\_%'
  loop
    execute format('grant execute on function %s to {worker}', thing.name);
    if thing.defers then
      execute format('grant execute on function %s to {app}', thing.name);
    end if;
  end loop;
  grant select, insert on procrastinate_jobs, procrastinate_events to {app};
end $$
"""


def grant_job_rights(cursor: Any) -> None:
    """Give the rights; `cursor` belongs to the owner of the tables. Safe to repeat."""
    cursor.execute(GRANTS.replace("{worker}", WORKER).replace("{app}", APP))
