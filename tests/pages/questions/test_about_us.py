"""What she thinks of us belongs to nobody: it is kept, and neither a row nor a line of the trail says whose it was."""

from __future__ import annotations

from django.urls import reverse

from alongside.assessment.models import AnonymousAnswer
from tests.cast import acting_as
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.questions.sittings import handed


def there_are(cluster: Cluster, database: str, table: str) -> int:
    """Rows of a table as an administrator of the server counts them: nobody of the programme may."""
    with cluster.admin(database) as admin:
        return admin.execute(f"select count(*) from {table}").fetchone()[0]


def test_what_she_thinks_of_us_is_kept_without_her(own: str, cluster: Cluster) -> None:
    browser, _open = handed("GAD-7")
    assert browser.get("/notes/about-us/").status_code == 302  # after the questions, not among them
    browser.post("/notes/finish/")
    before = there_are(cluster, own, "recordkeeping_trail")
    assert "/notes/about-us/" in browser.get("/notes/thanks/").text
    lines = there_are(cluster, own, "recordkeeping_trail")
    assert lines > before  # any other page of hers is a line
    page = browser.get("/notes/about-us/")
    assert "Nobody can find out that it was you" in page.text
    browser.post("/notes/about-us/", {"q1": "2", "q2": "1", "q3": "nonsense"})
    assert there_are(cluster, own, "assessment_anonymousanswer") == 0  # a form made by hand
    assert browser.post("/notes/about-us/", {"q1": "2", "q2": "1"}).status_code == 200
    assert there_are(cluster, own, "assessment_anonymousanswer") == 2
    assert there_are(cluster, own, "recordkeeping_trail") == lines
    with acting_as("DIR"):
        assert AnonymousAnswer.objects.count() == 0
    assert client_as("SUP").get(reverse("hers_about_us")).status_code == 404
