"""Definitions: what comes along is loaded once, what is published never changes, drafts are published with examples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, transaction

from alongside.instruments import actions, queries
from alongside.instruments.actions.canonical import checksum, written
from alongside.instruments.actions.loading import shipped_id
from alongside.instruments.catalogue import shipped
from alongside.instruments.models import Definition
from alongside.instruments.terms import Because, State
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.databases import ROOT, Cluster

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
PHQ = shipped_id("PHQ-9", "standard-2w", "en")


def stamp(who: str = "DIR") -> dict:
    return {"by": CAST[who], "at": AT}


def ours(version: str = "site-1", code: str = "PHQ-9") -> dict:
    """A definition of our own that is complete: PHQ-9 under another version name."""
    file = next(f for f in shipped() if json.loads(f.text())["scoring"]["code"] == code)
    document = json.loads(file.text())
    document["scoring"]["version"] = version
    document["questionnaire"]["version"] = version
    return document


def saved(document: dict, who: str = "DIR") -> Definition:
    return actions.save_draft(document=json.dumps(document), **stamp(who))


# --- what comes along


def test_everything_that_comes_along_is_here_published_and_whole() -> None:
    files = [json.loads(file.text())["scoring"] for file in shipped()]
    with acting_as("W1"):
        held = {(d.code, d.version): d for d in Definition.objects.filter(origin="shipped")}
        assert set(held) == {(f["code"], f["version"]) for f in files} and len(held) > 20
        assert {d.state for d in held.values()} == {State.PUBLISHED}
        assert all(d.checksum == checksum(d.document) for d in held.values())
        assert held["PHQ-9", "standard-2w"].id == PHQ


LOAD = """
import django, json, pathlib, sys, uuid
django.setup()
from django.utils import timezone
from alongside.instruments.actions import load_catalogue
from alongside.instruments.catalogue import Shipped, shipped
from alongside.recordkeeping.rules import Refused
instead = {name: pathlib.Path(path) for name, path in json.loads(sys.argv[1]).items()}
files = [Shipped(each.pack, instead.pop(each.path.name, each.path)) for each in shipped()]
files += [Shipped("open", path) for path in instead.values()]
try:
    loaded = load_catalogue(by=uuid.UUID(int=0), at=timezone.now(), catalogue=files)
    print(json.dumps([loaded.new, loaded.here]))
except Refused as no:
    print(json.dumps([no.because, *no.detail["files"]]))
"""


@pytest.fixture(scope="module")
def programme_here(cluster: Cluster, template: str) -> Iterator[str]:
    """A database of its own: what the loader writes stays."""
    name = f"alongside_test_instruments_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    cluster.clone(template, name)
    yield name
    cluster.drop(name)


def load(cluster: Cluster, database: str, **instead: Path) -> list:
    """Load as the commands do: in a process whose default connection is the loader's."""
    given = cluster.databases(database)
    environment = {
        **os.environ,
        "ALONGSIDE_PROCESS": "loader",
        "ALONGSIDE_DATABASES": json.dumps({"default": given["loader"], "owner": given["owner"]}),
    }
    files = json.dumps({f"{name}.json": str(path) for name, path in instead.items()})
    done = subprocess.run(
        [sys.executable, "-c", LOAD, files], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_loading_again_brings_nothing_twice(cluster: Cluster, programme_here: str) -> None:
    count = len(list(shipped()))
    assert load(cluster, programme_here) == [0, count]


def test_a_new_file_is_brought_and_a_changed_one_is_told_of(
    cluster: Cluster, programme_here: str, tmp_path: Path
) -> None:
    before = len(list(shipped()))
    new = tmp_path / "new.json"
    new.write_text(json.dumps(ours("standard-4w")))
    assert load(cluster, programme_here, new=new) == [1, before]

    file = next(each for each in shipped() if each.path.name == "phq-9.standard-2w.en.json")
    document = json.loads(file.text())
    document["scoring"]["scales"][0]["cutoffs"][0]["value"] = 11
    changed, further = tmp_path / "changed.json", tmp_path / "further.json"
    changed.write_text(json.dumps(document))
    further.write_text(json.dumps(ours("standard-8w")))
    told = load(cluster, programme_here, **{"phq-9.standard-2w.en": changed, "further": further})
    assert told == [Because.FILE_CHANGED, "open/changed.json"]
    # Nothing was loaded, the further one neither.
    with cluster.as_role(roles.LOADER, programme_here) as connection:
        versions = connection.execute(
            "select version, document::jsonb #>> '{scoring,scales,0,cutoffs,0,value}' from instruments_definition"
            " where code = 'PHQ-9' order by 1"
        ).fetchall()
    assert versions == [("standard-2w", "10"), ("standard-4w", "10")]


def test_only_white_space_or_order_of_keys_is_no_change(cluster: Cluster, programme_here: str, tmp_path: Path) -> None:
    file = next(each for each in shipped() if each.path.name == "gad-7.standard-2w.en.json")
    same = tmp_path / "same.json"
    same.write_text(json.dumps(dict(reversed(json.loads(file.text()).items())), indent=7))
    assert load(cluster, programme_here, **{"gad-7.standard-2w.en": same})[0] == 0


# --- what is published never changes: the database itself says no


@pytest.mark.parametrize(
    "change",
    [
        "document = document || ' '",
        "checksum = repeat('0', 64)",
        "code = 'PHQ-8'",
        "version = 'another'",
        "language = 'fr'",
        "title = 'Another'",
        "state = 'draft', published_at = null, published_by = null",
        "published_at = now()",
        "published_by = gen_random_uuid()",
        "origin = 'site'",
        "pack = 'own'",
        "recorded_by = gen_random_uuid()",
    ],
)
def test_not_even_the_loader_changes_a_published_version(cluster: Cluster, programme_here: str, change: str) -> None:
    with (
        cluster.as_role(roles.LOADER, programme_here) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match=r"never changes|checksum"),
    ):
        connection.execute(f"update instruments_definition set {change} where id = %s", [PHQ])  # type: ignore[arg-type]


def test_nobody_takes_a_published_version_away(cluster: Cluster, programme_here: str) -> None:
    with (
        cluster.as_role(roles.LOADER, programme_here) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match="never taken away"),
    ):
        connection.execute("delete from instruments_definition where id = %s", [PHQ])


def test_the_checksum_is_of_the_document() -> None:
    with acting_as("DIR"), pytest.raises(DatabaseError, match="checksum"):
        draft = saved(ours())
        Definition.objects.filter(id=draft.id).update(document="{}")


def test_no_page_brings_a_definition_as_shipped() -> None:
    text = written(ours())
    with acting_as("DIR"), pytest.raises(DatabaseError, match="shipped"):
        Definition.objects.create(
            code="X", version="1", title="X", document=text, checksum=checksum(text), origin="shipped",
            recorded_by=CAST["DIR"],
        )  # fmt: skip


# --- who


def test_everybody_signed_in_reads_and_nobody_else() -> None:
    for who in ("W1", "CHC", "EVAL", "p_ana"):
        with acting_as(who):
            assert queries.row(PHQ).code == "PHQ-9"
    with acting_as(None):
        assert Definition.objects.count() == 0 and queries.declaration() is None


@pytest.mark.parametrize("who", ["W1", "W2", "CHC", "PEER", "ADM", "PRIV", "COUNCIL", "p_ana", "p_cal", "CW1"])
def test_others_write_nothing(who: str) -> None:
    writes = [
        lambda: actions.declare_use(uses=["commercial"], by=CAST[who], at=AT),
        lambda: actions.switch(code="PHQ-9", on=False, by=CAST[who], at=AT),
        lambda: saved(ours(), who),
    ]
    for write in writes:
        with acting_as(who):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()
    with acting_as("DIR"):
        assert queries.declaration().words == "cast" and queries.switch_of("PHQ-9") is None
        assert not queries.drafts().exists()


@pytest.mark.parametrize("who", ["SUP", "DIR", "EVAL"])
def test_those_who_keep_instruments_write(who: str) -> None:
    with acting_as(who):
        assert saved(ours(), who).recorded_by == CAST[who]


# --- drafts


def test_a_draft_is_published_and_then_stays() -> None:
    with acting_as("DIR"):
        draft = saved(ours())
        assert draft.state == State.DRAFT
        done = actions.publish(definition=draft.id, **stamp("SUP"))
        assert (done.state, done.published_by, done.published_at) == (State.PUBLISHED, CAST["SUP"], AT)
        assert queries.published("PHQ-9").id == draft.id, "the version published last is asked"
        for change in ({"title": "x"}, {"state": "draft"}):
            with pytest.raises(DatabaseError, match=r"never changes|published"), transaction.atomic():
                Definition.objects.filter(id=draft.id).update(**change)


def test_two_people_publish_the_same() -> None:
    with acting_as("DIR"):
        draft = saved(ours())
        actions.publish(definition=draft.id, **stamp("SUP"))
        with pytest.raises(Refused) as no:
            actions.publish(definition=draft.id, **stamp())
        assert no.value.because == Because.ALREADY_PUBLISHED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["scoring"].update(examples=[], edge_examples=[]),
        lambda d: d["scoring"]["examples"][0]["expected"].update(total=8),
        lambda d: d["scoring"]["scales"][0]["items"].append("99"),
        lambda d: d["scoring"].pop("licence"),
        lambda d: d["scoring"]["scales"].__setitem__(0, {"code": "total"}),
    ],
    ids=["no examples", "an example that does not come out", "an unknown item", "no licence", "half a scale"],
)
def test_nothing_is_published_that_is_not_right(spoil) -> None:  # type: ignore[no-untyped-def]
    document = ours()
    spoil(document)
    with acting_as("DIR"):
        draft = saved(document)
        with pytest.raises(Refused) as no:
            actions.publish(definition=draft.id, **stamp())
        assert no.value.because == Because.PROBLEMS and no.value.detail["problems"]
        assert queries.row(draft.id).state == State.DRAFT


def test_a_reverse_item_without_its_example_is_not_published() -> None:
    whole, bare = ours("site-1", "DAST-10"), ours("site-2", "DAST-10")
    bare["scoring"]["edge_examples"] = []
    # Every answer left out of the one example that is kept leaves the reversal of question 3 unnoticed.
    bare["scoring"]["examples"] = [{"name": "nothing said", "responses": {}, "expected": {"total": None}}]
    with acting_as("DIR"):
        assert actions.publish(definition=saved(whole).id, **stamp()).state == State.PUBLISHED
        with pytest.raises(Refused) as no:
            actions.publish(definition=saved(bare).id, **stamp())
    assert any("item 3 were not turned round" in problem.says for problem in no.value.detail["problems"])


def test_a_colleague_s_draft_is_not_written_over() -> None:
    with acting_as("DIR"):
        draft = saved(ours())
        hers, mine = ours(), ours()
        hers["scoring"]["title"], mine["scoring"]["title"] = "Hers", "Mine"
        go_on = {"draft": draft.id, "base_checksum": draft.checksum}
        actions.save_draft(document=json.dumps(hers), **go_on, **stamp("SUP"))
        with pytest.raises(Refused) as no:
            actions.save_draft(document=json.dumps(mine), **go_on, **stamp())
        assert no.value.because == Because.DRAFTED_MEANWHILE and no.value.detail["now"].title == "Hers"
        assert queries.row(draft.id).title == "Hers"


def test_a_version_that_is_here_already_is_not_drafted_again() -> None:
    with acting_as("DIR"):
        with pytest.raises(Refused) as no:
            saved(ours("standard-2w"))
        assert no.value.because == Because.ALREADY_THERE


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("x" * 1_000_001, Because.TOO_BIG),
        ("not json", Because.UNREADABLE),
        ("[1, 2]", Because.UNREADABLE),
        ('{"scoring": {"code": "A", "version": NaN}}', Because.UNREADABLE),
        ("[" * 100_000, Because.UNREADABLE),
        ('{"scoring": {"code": "A"}}', Because.UNREADABLE),
        ("", Because.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_said_and_not_kept(text: str, because: str) -> None:
    with acting_as("DIR"):
        with pytest.raises(Refused) as no:
            actions.save_draft(document=text, **stamp())
        assert no.value.because == because
        assert because == Because.TOO_BIG or no.value.detail["problems"]
        assert not queries.drafts().exists()


def test_our_own_version_is_retired_and_a_shipped_one_is_not() -> None:
    with acting_as("DIR"):
        draft = saved(ours())
        with pytest.raises(Refused) as early:
            actions.retire(definition=draft.id, **stamp())
        actions.publish(definition=draft.id, **stamp())
        done = actions.retire(definition=draft.id, **stamp())
        assert (early.value.because, done.state) == (Because.NOT_PUBLISHED, State.RETIRED)
        assert queries.published("PHQ-9").id == PHQ
        assert queries.definition(draft.id).code == "PHQ-9", "answers to it can still be read"
        with pytest.raises(Refused) as shipped_one:
            actions.retire(definition=PHQ, **stamp())
        assert shipped_one.value.because == Because.SHIPPED_STAYS


def test_reading_a_published_version_again_asks_nothing() -> None:
    from tests.client import statements

    with acting_as("W1"):
        queries.definition(PHQ)
        with statements() as asked:
            assert queries.definition(PHQ).code == "PHQ-9"
        assert asked == []
        with pytest.raises(Definition.DoesNotExist):
            queries.definition(uuid.uuid4())


def test_the_language_wanted_comes_first() -> None:
    french = ours("fr-1")
    french["scoring"]["language"] = french["questionnaire"]["language"] = "fr"
    with acting_as("DIR"):
        draft = saved(french)
        actions.publish(definition=draft.id, **stamp())
        assert queries.published("PHQ-9", "fr-ca").id == draft.id
        assert queries.published("PHQ-9", "en").id == PHQ
        assert queries.published("PHQ-9", "ar").id == PHQ
        assert queries.published("NO-SUCH") is None
