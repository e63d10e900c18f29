"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")
application = get_wsgi_application()

if os.environ.get("ALONGSIDE_PROCESS") == "web":
    from alongside.project.standing import insist_that_the_wall_stands

    insist_that_the_wall_stands()
