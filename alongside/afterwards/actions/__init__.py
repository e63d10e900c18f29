"""Verbs of endings and after: what she says and we say, a goodbye, staying in touch, giving back."""

from alongside.afterwards.actions.giving_back import begin_giving_back, say_giving_back
from alongside.afterwards.actions.saying import say_closing, say_goodbye, say_touch

__all__ = ["begin_giving_back", "say_closing", "say_giving_back", "say_goodbye", "say_touch"]
