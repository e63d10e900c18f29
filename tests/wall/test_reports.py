"""Figures of reports: right to the last one, never of few, never by subtraction; and counted whoever writes, at once or not."""

from __future__ import annotations

import math
import os
import statistics
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from alongside.accounts.terms import RoleName
from alongside.instruments.rules.change import judge, norm_of
from alongside.project import roles
from tests.cast import CAST, token_of
from tests.cast.people import OUTSIDE, STAFF
from tests.databases import Cluster
from tests.newcomers import let_in
from tests.reporting import PLACES, WAVES, Rows, add_score, fill, phq_9, place, put, score

NAME = f"alongside_reports_{os.getpid()}"
SCALE = ("PHQ-9", "total")
Asks = Callable[..., list[tuple]]


@pytest.fixture(scope="module")
def world(cluster: Cluster, template: str) -> Iterator[tuple[str, Rows]]:
    """Seven places of the programme with women who answered one measure at up to three waves, long before this month."""
    cluster.clone(template, NAME)
    with cluster.admin(NAME) as admin:
        rows = fill(admin)
    yield NAME, rows
    cluster.drop(NAME)


@pytest.fixture(scope="module")
def asks(cluster: Cluster, world: tuple[str, Rows]) -> Asks:
    """Ask as somebody; FAR is an evaluator of the second place, FUND a funder."""
    more = {"FAR": ("OTHER_SITE", RoleName.EVALUATOR, "staff"), "FUND": ("HOSP", RoleName.FUNDER, "partner")}
    with cluster.admin(NAME) as admin:
        for key, (agency, role, kind) in more.items():
            let_in(admin, key, agency, role, kind)

    def ask(who: str | None, query: str, values: Any = None, *, role: str = roles.APP) -> list[tuple]:
        with cluster.as_role(role, NAME) as page:
            if who:
                page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            return page.execute(query, values).fetchall()  # type: ignore[arg-type]

    return ask


SCORES = (
    "select agency, whole, wave, families, n, mean, sd, with_cut, above from safekeeping.score_figures()"
    " where instrument = 'PHQ-9' and scale = 'total' and wave = any(%s)"
)
CHANGES = (
    "select until, families, n, recovered, improved, crossed, unchanged, deteriorated from safekeeping.change_figures()"
    " where instrument = 'PHQ-9' and agency = %s"
)


def test_means_spreads_and_shares_are_those_of_the_rows_and_never_of_few(asks: Asks, world: tuple[str, Rows]) -> None:
    figures = {(row[0], row[1], row[2]): row[3:] for row in asks("EVAL", SCORES, [list(WAVES)])}
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key, _family, wave, _on, value in world[1]:
        held[key, wave].append(value)
    for wave in WAVES:
        cells = {key: held[key, wave] for key in PLACES}
        few = sorted(len(cell) for cell in cells.values() if len(cell) < 5)
        for key, values in cells.items():
            found = figures[place(key), False, wave]
            if len(values) < 5:
                assert found == (None,) * 6, (key, wave)
            else:
                told(found, values)
        every = [value for cell in cells.values() for value in cell]
        # All places together: told where the small ones hide each other, even from one of them who knows her own.
        together = figures[None, True, wave]
        hidden = len(few) >= 3 and sum(few) - few[-1] >= 5
        if hidden:
            told((*together[:4], None, None), every, share=False)
        assert together[0 if not hidden else 4 :] == (None,) * (2 if hidden else 6)


def told(found: tuple, values: list[int], *, share: bool = True) -> None:
    families, n, mean, sd, with_cut, above = found
    assert (families, n) == (len(values), len(values))
    assert math.isclose(mean, statistics.fmean(values), rel_tol=1e-12)
    assert math.isclose(sd, statistics.stdev(values), rel_tol=1e-12)
    meeting = sum(value >= 10 for value in values)
    if share:
        expected = (len(values), meeting) if min(meeting, len(values) - meeting) >= 5 else (None, None)
        assert (with_cut, above) == expected


def test_a_total_is_kept_back_where_it_would_tell_of_one_small_place(cluster: Cluster, asks: Asks) -> None:
    with cluster.admin(NAME) as admin, admin.transaction(force_rollback=True):
        admin.execute(
            "update evaluation_scoretally set n = 0, families = 0, told_n = 0, told_families = 0 where agency_id = any(%s)",
            [[place(key) for key in "BCD"]],
        )
        admin.execute("select set_config('alongside.token', %s, true)", [token_of("EVAL")])
        admin.execute("set local role alongside_app")
        rows = admin.execute(SCORES, [["intake"]]).fetchall()
        assert {row[3] for row in rows if row[1]} == {None}
        assert {row[3] for row in rows if row[0] == place("LEAD")} == {40}


def test_reliable_change_is_judged_as_for_one_woman_and_small_classes_hide_each_other(
    asks: Asks, world: tuple[str, Rows], cluster: Cluster
) -> None:
    from alongside.instruments.rules.reading import read

    with cluster.admin(NAME) as admin:
        [(document,)] = admin.execute(
            "select document::jsonb from instruments_definition where code = 'PHQ-9' and language = 'en'"
        ).fetchall()
    norm = norm_of(read(document), "total")
    names = {
        "recovered (reliable and below caseness)": 0, "reliably improved": 1, "below caseness but not reliable": 2,
        "unchanged": 3, "reliably deteriorated": 4,
    }  # fmt: skip
    lives: dict[uuid.UUID, list[tuple[date, str, int]]] = defaultdict(list)
    for key, family, wave, on, value in world[1]:
        if key == "LEAD":
            lives[family].append((on, wave, value))
    # Until the latest: nothing, as that differs from the last wave by a few women.
    counts: dict[str, list[int]] = {until: [0] * 5 for until in WAVES[1:]}
    for points in lives.values():
        first, *rest = sorted(points)
        for _on, wave, value in rest:
            counts[wave][names[judge(first[2], value, norm).klass]] += 1
    found = {row[0]: row[1:] for row in asks("DIR", CHANGES, [CAST["LEAD"]])}
    assert set(found) == set(counts)
    kept_back = 0
    for until, expected in counts.items():
        families, n, *classes = found[until]
        assert (families, n) == (sum(expected), sum(expected))
        hidden = [count for count, seen in zip(expected, classes, strict=True) if seen is None]
        assert [seen for seen in classes if seen is not None] == [
            count for count, seen in zip(expected, classes, strict=True) if seen is not None
        ]
        assert all(seen is None for count, seen in zip(expected, classes, strict=True) if 0 < count < 5)
        # What is hidden adds up to what the reader can work out: never one alone, and never fewer than five together.
        assert not hidden or (len(hidden) >= 2 and sum(hidden) >= 5)
        kept_back += len(hidden)
    assert kept_back


def test_what_is_written_today_about_last_quarter_changes_nothing_before_the_next_month(
    cluster: Cluster, world: tuple[str, Rows]
) -> None:
    with cluster.admin(NAME) as admin, admin.transaction(force_rollback=True):
        [(first, quarter, now)] = admin.execute(
            "select m.first, date_trunc('quarter', m.first)::date, statement_timestamp()"
            " from (select safekeeping.month_first() as first) m"
        ).fetchall()
        phq, here = phq_9(admin), put(admin, "agencies_agency", name="Place F", kind="comparison")
        begun, left, last = first - timedelta(days=400), first - timedelta(days=200), quarter - timedelta(days=10)

        def noon(day: date) -> datetime:
            return datetime(day.year, day.month, day.day, 12, tzinfo=now.tzinfo)

        def comes(since: date, at: datetime) -> dict[str, uuid.UUID]:
            family = put(admin, "families_family", agency_id=here, opened_on=since)
            person = put(admin, "families_person", family_id=family, kind="woman")
            put(admin, "families_woman", person_id=person, family_id=family)
            of = {"family_id": family, "person_id": person}
            of["enrolment_id"] = put(admin, "enrolment_enrolment", **of, first_contact_on=since, recorded_at=at)
            state(of, "active", since, at)
            return of

        def state(of: dict[str, uuid.UUID], name: str, since: date, at: datetime) -> None:
            put(admin, "enrolment_statechange", **of, state=name, because="we_met", from_on=since, recorded_at=at)

        def meet(of: dict[str, uuid.UUID], on: date, at: datetime, reached: str = "met") -> uuid.UUID:
            return put(
                admin, "care_contact", family_id=of["family_id"], subject=of["person_id"], for_whom="woman", on=on,
                minutes=30, mode="home", reached=reached, recorded_at=at, about=[],
            )  # fmt: skip

        def said() -> dict[str, list[tuple]]:
            admin.execute("set constraints all immediate")
            admin.execute("select set_config('alongside.token', %s, true)", [token_of("EVAL")])
            admin.execute("set local role alongside_app")
            names = ("score_figures", "change_figures", "dose_figures", "retention_figures")
            found = {name: admin.execute(f"select * from safekeeping.{name}()").fetchall() for name in names}
            admin.execute("reset role")
            return found

        women = [comes(begun, noon(begun)) for _ in range(12)]
        meetings: list[tuple[int, date]] = []
        for n, of in enumerate(women):
            days = [last, last - timedelta(days=40)][: 1 + (n < 6)]
            meetings += [(n, day) for day in days]
            held = [meet(of, day, noon(day)) for day in days]
            if n < 5:
                state(of, "moved", left, noon(left))
            for k, value in enumerate((12, 12)):
                day = begun + timedelta(days=180 * k)
                score(admin, of["family_id"], of["person_id"], WAVES[k], day, value, phq, CAST["ADM"])
        meet(women[0], last, noon(last), reached="tried")
        wrong = meet(women[0], last, noon(last))
        admin.execute("update care_contact set superseded_at = %s where id = %s", [noon(last), wrong])
        admin.execute("select safekeeping.derive_tallies()")
        before = said()

        ours = {name: [row for row in rows if row[0] == here] for name, rows in before.items()}
        [(_here, _since, until, *dose)] = ours["dose_figures"]
        months = {(n, day.year, day.month) for n, day in meetings}
        assert (until, *dose) == (quarter, len(women), len(meetings), 30 * len(meetings), len(months))
        # At three and six months all were there, which is not told: it would tell of each. Then five had moved.
        assert [row[1:] for row in ours["retention_figures"]] == [(3, 12, None), (6, 12, None), (12, 12, 7)]
        # All of one class: how many families, and nothing of the classes.
        assert [row[3:11] for row in ours["change_figures"]] == [(WAVES[1], 12, 12, *[None] * 5)]

        meet(women[7], last, now)
        state(women[8], "moved", left, now)
        meet(comes(begun, now), last, now)
        admin.execute("update care_contact set superseded_at = %s where id = %s", [now, held[0]])
        for of in women[:6]:
            score(
                admin, of["family_id"], of["person_id"], WAVES[2], begun + timedelta(days=360), 1, phq, CAST["ADM"],
                "statement_timestamp()",
            )  # fmt: skip
        assert said() == before


def test_mean_and_spread_of_a_scale_of_few_values_are_not_told(cluster: Cluster, world: tuple[str, Rows]) -> None:
    """Of yes and no, the mean is the share; of three values, mean and spread are the three counts."""
    with cluster.admin(NAME) as admin, admin.transaction(force_rollback=True):
        phq = phq_9(admin)
        admin.execute("select set_config('alongside.token', %s, true)", [token_of("EVAL")])
        asked = SCORES.replace("agency, whole, wave", "agency")
        before = admin.execute(asked, [list(WAVES)]).fetchall()
        for n, ends in enumerate(("[0, 3]", "[0, 2]", "[0, 1]")):
            [(_noted, id)] = admin.execute(
                "insert into instruments_definition select (jsonb_populate_record(d, jsonb_build_object('id', uuidv7(),"
                " 'origin', 'site', 'version', %s::text, 'document', c.text, 'checksum', encode(sha256(convert_to(c.text,"
                " 'UTF8')), 'hex')))).* from instruments_definition d, lateral (select jsonb_set(d.document::jsonb,"
                " '{scoring,scales,0,range}', %s::jsonb)::text) c(text) where d.id = %s returning safekeeping.note_scales(id), id",
                [f"few {n}", ends, phq],
            ).fetchall()
            few = admin.execute("select few_values from evaluation_scalerule where definition_id = %s", [id]).fetchall()
            assert few == [(n > 0,)], ends
            expected = [(*row[:3], None, None, *row[5:]) for row in before] if n else before
            assert admin.execute(asked, [list(WAVES)]).fetchall() == expected
        assert any(row[3] is not None for row in before) and any(row[6] is not None for row in before)


def test_only_reports_reads_figures_and_nobody_reads_what_they_are_counted_from(asks: Asks, cluster: Cluster) -> None:
    every = ("score_figures", "change_figures", "dose_figures", "retention_figures")
    agencies = {row[0] for row in asks("EVAL", "select distinct agency from safekeeping.score_figures()")}
    assert agencies >= {place(key) for key in PLACES}
    assert asks("DIR", "select count(*) from safekeeping.score_figures()") > [(0,)]
    assert {row[0] for row in asks("FAR", "select distinct agency from safekeeping.score_figures()")} == {
        place("OTHER_SITE")
    }
    with_part = {"EVAL", "DIR"}
    for who in (None, "p_ana", "p_fin", "FUND", *OUTSIDE, *(key for key in STAFF if key not in with_part)):
        for name in every:
            assert asks(who, f"select count(*) from safekeeping.{name}()") == [(0,)], (who, name)
    for table in (
        "evaluation_scoretally",
        "evaluation_tallyshare",
        "safekeeping.counted_score",
        "safekeeping.derived_tally",
    ):
        for role in (roles.APP, roles.WORKER, roles.GATE, roles.SMALL, roles.REPORT):
            with cluster.admin(NAME) as admin:
                [(may,)] = admin.execute("select has_table_privilege(%s, %s, 'select')", [role, table]).fetchall()
            assert not may, (role, table)
    for verb in ("derive_tallies", "tallies_astray"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asks("DIR", f"select safekeeping.{verb}()")
    # Nothing can be asked for: no day, no group, no place.
    for name in every:
        assert asks(None, f"select pg_get_function_arguments('safekeeping.{name}'::regproc)") == [("",)]


def test_every_score_is_counted_whoever_writes_it_and_when(cluster: Cluster, world: tuple[str, Rows]) -> None:
    def astray() -> list[tuple]:
        with cluster.as_role(roles.LOADER, NAME) as loader:
            return loader.execute("select * from safekeeping.tallies_astray()").fetchall()

    def held(wave: str = "intake") -> tuple:
        with cluster.admin(NAME) as admin:
            return admin.execute(
                "select n, families, told_n, total from evaluation_scoretally where instrument = 'PHQ-9' and scale = 'total'"
                " and wave = %s and agency_id = %s", [wave, CAST["LEAD"]],
            ).fetchone() or ()  # fmt: skip

    def as_w1() -> psycopg.Connection:
        page = cluster.as_role(roles.APP, NAME)
        page.execute("select set_config('alongside.token', %s, false)", [token_of("W1")])
        page.commit()
        return page

    ana = (CAST["ALDER"], CAST["ANA"])
    with cluster.admin(NAME) as admin:
        phq = phq_9(admin)
    assert astray() == []
    before = held()
    # Two write at once and end at once: both are counted, in whichever order; what is new is told from next month on.
    start = threading.Barrier(2, timeout=60)

    def write(day: int) -> None:
        with as_w1() as page:
            for n in range(3):
                score(page, *ana, "intake", date(2025, day, 1 + n), 10, phq, CAST["W1"], "statement_timestamp()")
            start.wait()

    both = [threading.Thread(target=write, args=(day,)) for day in (2, 3)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert held() == (before[0] + 6, before[1] + 1, before[2], before[3] + 60)
    assert astray() == []
    with as_w1() as page:
        # Put right: another score in its place. And a total without answers, which was a mistake.
        occasion = score(page, *ana, "later", date(2025, 5, 1), 20, phq, CAST["W1"], "statement_timestamp()")
        page.commit()
        page.execute(
            "update assessment_score set superseded_at = statement_timestamp() where occasion_id = %s", [occasion]
        )
        add_score(page, occasion, *ana, 12, phq, CAST["W1"], "statement_timestamp()")
        page.execute("update assessment_occasion set total = 12 where id = %s", [occasion])
        page.commit()
        assert held("later") == (1, 1, 0, 12)
        plain = uuid.uuid4()
        page.execute(
            'insert into assessment_occasion (id, recorded_by, family_id, subject, category, instrument, wave, "on", state, total,'
            " source, note) values (%s, %s, %s, %s, 4, 'Own scale', 'later', '2025-05-01', 'done', 7, 'imported', '')",
            [plain, CAST["W1"], *ana],
        )
        page.commit()
        assert astray() == []
        page.execute("update assessment_occasion set state = 'not_available', total = null where id = %s", [plain])
    assert astray() == []
    with cluster.admin(NAME) as admin:
        # The first score of another month: what held until then is what is told.
        admin.execute(
            "update evaluation_scoretally set began = began - interval '40 days', told_n = -1, told_families = -1"
        )
        admin.execute("update evaluation_tallyshare set began = began - interval '40 days', told_n = -1")
    last = held()
    with as_w1() as page:
        score(page, *ana, "intake", date(2025, 6, 1), 3, phq, CAST["W1"], "statement_timestamp()")
    assert held() == (last[0] + 1, last[1], last[0], last[3] + 3)
    # Doctor finds what was counted wrongly, and mends it.
    assert astray() != []
    with cluster.as_role(roles.LOADER, NAME) as loader:
        loader.execute("select safekeeping.derive_tallies()")
    assert astray() == []
    assert held() == (last[0] + 1, last[1], before[2], last[3] + 3)


def test_the_database_reads_a_scale_as_the_house_reads_it(cluster: Cluster, world: tuple[str, Rows]) -> None:
    from alongside.assessment.rules.reading import Line, construct_of, scale_of_total, thresholds
    from alongside.instruments.rules.reading import read

    with cluster.admin(NAME) as admin, admin.transaction(force_rollback=True):
        admin.execute("select safekeeping.note_scales(id) from instruments_definition where state <> 'draft'")
        documents = dict(
            admin.execute("select id, document::jsonb from instruments_definition where state <> 'draft'").fetchall()
        )
        rows = admin.execute(
            "select definition_id, scale, code, construct, better, cut_op, cut_value, cut_judges, s_diff, points, r, r_type, sd,"
            " judged, of_total, opt_in from evaluation_scalerule"
        ).fetchall()
    assert {row[0] for row in rows} == set(documents)
    read_here = {id: read(document) for id, document in documents.items()}
    assert len(rows) == sum(len(each.scales) for each in read_here.values())
    for definition, scale, code, construct, better, op, value, judges, s_diff, points, r, r_type, sd, *flags in rows:
        terms = read_here[definition]
        norm = norm_of(terms, scale)
        of = (code, scale)
        assert (code, construct, better) == (terms.code, construct_of(terms, scale), terms.scale(scale).better), of
        line = Line(definition, terms.code, scale, (), definition, terms, (norm,))
        first = next(iter(thresholds(line)), None)
        assert (op, value) == ((first.check.op, first.check.value) if first else ("", None)), of
        assert (judges, points, r, sd) == (norm.caseness is not None, norm.fixed, norm.r, norm.sd), of
        assert r_type == norm.r_type, of
        assert (s_diff is None) == (not norm.s_diff) and math.isclose(s_diff or 0, norm.s_diff or 0, rel_tol=1e-12), of
        assert flags == [
            not (terms.static or terms.groups_only),
            scale == (scale_of_total(terms) or None),
            terms.opt_in,
        ], of
