"""Verbs of instruments: load what comes along, publish our own, say what this site uses."""

from alongside.instruments.actions.drafting import publish, retire, save_draft
from alongside.instruments.actions.loading import load_catalogue
from alongside.instruments.actions.overlays import DoesNotFit, install_overlay, take_out_overlay
from alongside.instruments.actions.site import declare_use, record_norm, switch

__all__ = [
    "DoesNotFit",
    "declare_use",
    "install_overlay",
    "load_catalogue",
    "publish",
    "record_norm",
    "retire",
    "save_draft",
    "switch",
    "take_out_overlay",
]
