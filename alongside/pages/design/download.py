"""A document that somebody sent, as a file to save: never shown inside a page, never run."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def as_file(name: str, media_type: str, content: bytes) -> HttpResponse:
    """The file. Whatever it holds, the browser saves it instead of opening it within the site."""
    kind = f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Length"] = str(len(content))
    return response
