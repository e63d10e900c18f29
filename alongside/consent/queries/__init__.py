"""Named questions about consent."""

from alongside.consent.queries.agreeing import (
    Left,
    agreement,
    agreements_of,
    all_seen,
    deciders,
    form_for,
    left_under,
    noes_against,
    outside_worker,
    outside_workers,
)
from alongside.consent.queries.asking import (
    Asked,
    OpenedThere,
    Reviews,
    asked_and_refused,
    asked_lately,
    asks_of,
    opened_by_my_team,
    reviews,
)
from alongside.consent.queries.collective import collective_permission, collective_permissions
from alongside.consent.queries.counts import Sharing, sharing_counts
from alongside.consent.queries.desk import Accounting, Line, accounting, whole_ledger
from alongside.consent.queries.glass import (
    PROVED_WITHIN,
    REVIEWED_WITHIN,
    Somebody,
    find_in_emergency,
    may_break_glass,
    not_told,
    open_now,
    opened,
    reviewed_and_told,
    to_review,
    to_tell_of,
    waiting_for_review,
)
from alongside.consent.queries.hers import comments, disclosed, emergencies, ledger, statements
from alongside.consent.queries.leaving import (
    HERS,
    decides_for,
    law_here,
    letter,
    letters_of,
    may_be_said,
    notice_goes_with,
    notice_languages,
    notice_of,
    part2_of,
    protected_by,
    report,
    reports_of,
)
from alongside.consent.queries.outside import (
    InMyCare,
    SharedWithMe,
    Unread,
    arrived,
    came,
    document,
    in_my_care,
    my_document,
    one_shared_with_me,
    pairs_with_me,
    sent_about_me,
    sent_back_to,
    sent_by_me,
    shared_with_me,
    with_arrived,
)
from alongside.consent.queries.papers import file_of, left_on, paper, papers, papers_of, steps_of
from alongside.consent.queries.same_person import (
    on_her_own_page,
    same_persons,
    same_persons_of,
    same_waits_for,
    whole_files,
)
from alongside.consent.queries.sealing import closed_in, opening_asked_for, seal, seals
from alongside.consent.queries.telling import ToTell, Waits, waits
from alongside.consent.queries.world import Asker, asker_of, request_of, standing_purpose, world_of

__all__ = [
    "HERS", "PROVED_WITHIN", "REVIEWED_WITHIN", "Accounting", "Asked", "Asker", "InMyCare", "Left", "Line",
    "OpenedThere", "Reviews", "SharedWithMe", "Sharing", "Somebody", "ToTell", "Unread", "Waits",
    "accounting", "agreement", "agreements_of", "all_seen", "arrived", "asked_and_refused", "asked_lately",
    "asker_of", "asks_of", "came", "closed_in", "collective_permission", "collective_permissions", "comments",
    "deciders", "decides_for", "disclosed", "document", "emergencies", "file_of", "find_in_emergency",
    "form_for", "in_my_care", "law_here", "ledger", "left_on", "left_under", "letter", "letters_of",
    "may_be_said", "may_break_glass", "my_document", "noes_against", "not_told", "notice_goes_with", "notice_languages",
    "notice_of", "on_her_own_page", "one_shared_with_me", "open_now", "opened", "opened_by_my_team",
    "opening_asked_for", "outside_worker", "outside_workers", "pairs_with_me", "paper", "papers", "papers_of",
    "part2_of", "protected_by",
    "report", "reports_of", "request_of", "reviewed_and_told", "reviews", "same_persons", "same_persons_of",
    "same_waits_for", "seal",
    "seals", "sent_about_me", "sent_back_to", "sent_by_me", "shared_with_me", "sharing_counts",
    "standing_purpose", "statements", "steps_of", "to_review", "to_tell_of", "unread", "waiting_for_review", "waits",
    "whole_files", "whole_ledger", "with_arrived", "world_of",
]  # fmt: skip
