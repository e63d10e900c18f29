"""Named questions about consent."""

from alongside.consent.queries.agreeing import Left, agreement, agreements_of, all_seen, deciders, form_for, left_under, noes_against, outside_worker, outside_workers
from alongside.consent.queries.counts import Sharing, sharing_counts
from alongside.consent.queries.desk import Accounting, Line, accounting, whole_ledger
from alongside.consent.queries.glass import PROVED_WITHIN, REVIEWED_WITHIN, Somebody, find_in_emergency, may_break_glass, open_now, opened, reviewed, to_review, waiting_for_review
from alongside.consent.queries.hers import comments, disclosed, emergencies, ledger, statements
from alongside.consent.queries.leaving import HERS, law_here, letter, letters_of, may_be_said, notice_languages, notice_of, report, reports_of
from alongside.consent.queries.outside import InMyCare, SharedWithMe, Unread, arrived, document, in_my_care, my_document, one_shared_with_me, pairs_with_me, sent_about_me, sent_back_to, sent_by_me, shared_with_me, unread, with_arrived
from alongside.consent.queries.papers import file_of, left_on, paper, papers, papers_of
from alongside.consent.queries.same_person import on_her_own_page, same_persons, same_persons_of, whole_files
from alongside.consent.queries.world import Asker, asker_of, request_of, standing_purpose, world_of

__all__ = [
    "Accounting", "Asker", "HERS", "InMyCare", "Left", "Line", "PROVED_WITHIN", "REVIEWED_WITHIN",
    "SharedWithMe", "Sharing", "Somebody", "Unread", "accounting", "agreement", "agreements_of", "all_seen",
    "arrived", "asker_of", "comments", "deciders", "disclosed", "document", "emergencies", "file_of",
    "find_in_emergency", "form_for", "in_my_care", "law_here", "ledger", "left_on", "left_under", "letter",
    "letters_of", "may_be_said", "may_break_glass", "my_document", "noes_against", "notice_languages",
    "notice_of", "on_her_own_page", "one_shared_with_me", "open_now", "opened", "outside_worker",
    "outside_workers", "pairs_with_me", "paper", "papers", "papers_of", "report", "reports_of", "request_of",
    "reviewed", "same_persons", "same_persons_of", "sent_about_me", "sent_back_to", "sent_by_me",
    "shared_with_me", "sharing_counts", "standing_purpose", "statements", "to_review", "unread",
    "waiting_for_review", "whole_files", "whole_ledger", "with_arrived", "world_of",
]  # fmt: skip
