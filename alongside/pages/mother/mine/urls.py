"""Addresses of her own pages: words that could be anybody's."""

from __future__ import annotations

from django.urls import URLPattern, path

from alongside.pages.mother.mine import device, entering, first, goals, my_file, seen, sent, setting_up, staying_private

urlpatterns: list[URLPattern] = [
    path("my/", first.first, name="mine"),
    path("my/seen/", seen.seen, name="my_seen"),
    path("my/seen/<uuid:id>/", seen.seen_one, name="my_seen_one"),
    path("my/seen/here/", seen.looked, name="my_looked"),
    path("my/file/", my_file.my_file, name="my_file"),
    path("my/file/copy/", my_file.my_copy, name="my_copy"),
    path("my/file/<uuid:id>/", my_file.my_note, name="my_note"),
    path("my/goals/", goals.my_goals, name="my_goals"),
    path("my/goals/new/", goals.my_goal_new, name="my_goal_new"),
    path("my/goals/<uuid:id>/", goals.my_goal, name="my_goal"),
    path("my/goals/<uuid:id>/words/", goals.my_goal_words, name="my_goal_words"),
    path("my/goals/<uuid:id>/today/", goals.my_goal_today, name="my_goal_today"),
    path("my/goals/<uuid:id>/steps/", goals.my_goal_step, name="my_goal_step"),
    path("my/goals/<uuid:id>/stands/", goals.my_goal_stands, name="my_goal_stands"),
    path("my/goals/steps/<uuid:step>/", goals.my_step_done, name="my_step_done"),
    path("my/in/", entering.sign_in, name="my_in"),
    path("my/out/", entering.sign_out, name="my_out"),
    path("my/private/", staying_private.private, name="my_private"),
    path("my/sent/", sent.sent, name="my_sent"),
    path("my/sent/<uuid:sent>/", sent.document, name="my_sent_document"),
    path("my/safe/", device.device, name="my_device"),
    path("my/safe/traces/", device.traces, name="my_traces"),
    path("my/safe/off/", device.not_safe, name="my_not_safe"),
    path("my/safe/signing-in/", device.signing_in, name="my_signing_in"),
    path("my/here/", device.still_here, name="my_still_here"),
    path("account/my/key/", entering.key, name="my_key"),
    path("account/my/start/", setting_up.start, name="my_start"),
    path("account/my/start/words/", setting_up.words, name="my_words"),
    path("account/my/keys/", setting_up.keys, name="my_keys"),
    path("account/my/keys/device/", setting_up.key_add, name="my_key_add"),
    path("account/my/keys/app/", setting_up.app_add, name="my_app_add"),
    path("account/my/keys/paper/", setting_up.paper, name="my_paper"),
    path("account/my/keys/words/", setting_up.words_change, name="my_words_change"),
]
