"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")
application = get_wsgi_application()

# What is loaded stays as long as the process does: the collector of garbage need not look through it again and again.
# Each time it did, somebody waited 90 ms longer for a page (one in fifteen, for a family of 700 events).
_ = get_resolver().url_patterns  # the pages, which the first request would load otherwise
gc.collect()
gc.freeze()

if os.environ.get("ALONGSIDE_PROCESS") == "web":
    from alongside.project.standing import insist_that_the_wall_stands

    insist_that_the_wall_stands()
