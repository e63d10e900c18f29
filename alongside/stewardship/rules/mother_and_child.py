"""Whose each field is: hers, the child's, of both, or nobody's; and what of hers may stand in a child's record.

Between the two records runs a wall: what a mother told for herself is not carried into her child's record, where
whoever looks after the child, an ex-partner with rights over it, or a court might read it. Every field of the
programme stands below with its side; a field that stands nowhere fails `tests/house/test_mother_and_child.py`, and so
does a field of hers in a child's table that is not in `PASSES`. `alongside docs` makes a page of it:
docs/reference/mother-and-child.md.

Sides: *mother*: hers; *child*: the child's; *both*: of the two together; *each*: of whoever the row is about (its own
subject decides, and the wall reads that); *nobody*: the programme's own, about no family.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.stewardship.rules.about_no_family import ABOUT_NO_FAMILY

MOTHER, CHILD, BOTH, EACH, NOBODY = SIDES = ("mother", "child", "both", "each", "nobody")

# On every table where they stand, and nobody's: which row, whose file, written when and by whom, since when known.
EVERYWHERE = frozenset(
    ("id", "pk", "recorded_at", "recorded_by", "family", "version", "superseded_at", "superseded_by",
     "taken_back_at", "category", "subject", "agency", "sha256")
)  # fmt: skip

# Facts of hers, or words that may say something of her, that stand in a child's table; and why each may.
PASSES: dict[str, str] = {
    "families.Child.pregnancy": "which pregnancy it was; what is written about that stays on her side",
    "families.Child.gestation_days": "the child's age for every norm is counted from it",
    "families.Child.withdrawal_care": "the care the child was given; not what she used, which stays with the pregnancy",
    "families.Child.feeding": "what the child drinks; whoever looks after it has to know",
    "families.Child.home_with_mother_on": "where the child was, seen from the child",
    "families.Child.went_home_with_mother": "where the child was, seen from the child",
    "families.LivingArrangement.kind": "with whom the child lives; it may be she",
    "families.LivingArrangement.carer": "who looks after the child; it may be she",
    "families.LivingArrangement.day_to_day": "who does so day by day; it may be she",
    "families.LivingArrangement.note": "in a few words; the form asks for nothing about her",
    "families.LegalStatus.note": "in a few words; the form asks for nothing about her",
    "families.LegalStatus.basis": "the paper it rests on, by its number",
    "families.AgencyInvolvement.note": "in a few words; the form asks for nothing about her",
    "families.DecisionRight.holder": "who decides for the child; it may be she",
    "families.DecisionRight.note": "in a few words; the form asks for nothing about her",
    "families.DecisionRight.basis": "the paper it rests on, by its number",
    "consent.DutyReportStep.words": "a concern for the child says what it rests on; read by her team alone (E-04)",
    "consent.DutyReportStep.with_whom": "who was asked or told, which should first of all be she",
    "consent.DutyReportStep.why_not": "why she was not told before",
    "consent.DutyReportStep.again_on": "when telling her is looked at again",
    "assessment.DevelopmentalAssessment.her_view": "how she sees her child; goes along only if she says so",
    "assessment.DevelopmentalAssessment.told_on": "that she heard it first (E-12)",
    "assessment.DevelopmentalAssessment.told_how": "that she heard it first (E-12)",
    "assessment.DevelopmentalAssessment.told_by": "that she heard it first (E-12)",
    "assessment.WithoutHer.on": "why a report went on although she has not heard it",
    "assessment.WithoutHer.why": "why a report went on although she has not heard it",
    "assessment.WithoutHer.tried": "how we tried to reach her; in no copy that goes out",
    "assessment.DevelopmentRelease.her_words_too": "whether her view goes along",
    "childcare.AtTheDoor.person": "who brought or fetched the child; it may be she, and that is all it says",
    "childcare.AtTheDoor.name": "who brought or fetched the child; it may be she, and that is all it says",
    "childcare.Fetcher.said_by": "who decides for the child and named who may fetch it; it may be she",
    "childcare.FetchBar.person": "who must not fetch the child; it may be she, and no carer reads the paper",
    "childcare.FetchBar.name": "who must not fetch the child; it may be she, and no carer reads the paper",
    "childcare.FetchBar.paper": "the order that it rests on, by its number; read by those who read what courts say",
    "childcare.FetchToday.why": "why somebody may fetch today; the form asks for nothing about her",
}

# table side fields ("-": nothing but what stands everywhere; "*": whatever it has is the lock's own, and about nobody)
FIELDS = """
safekeeping.Principal nobody *
safekeeping.Capacity nobody *
safekeeping.Session nobody *
safekeeping.Cell nobody *
safekeeping.Bar nobody *
safekeeping.Exclusion nobody *
recordkeeping.Trail nobody shard seq at principal verb detail prev hash
recordkeeping.TrailHead nobody shard seq hash
recordkeeping.Submission nobody principal answered_with
recordkeeping.SetAside each about target written settled_at settled_by
recordkeeping.EarlierVersion each about target held
library.SessionTitle nobody programme plan number title
instruments.Definition nobody code language title state pack origin document checksum published_at
instruments.Definition nobody published_by retired_at retired_by
instruments.SiteUse nobody clinical research educational commercial words
instruments.Overlay nobody definition texts permission taken_out_at taken_out_by
instruments.SiteNorm nobody code scale sd r r_type mean_clinical sd_clinical mean_general sd_general
instruments.SiteNorm nobody cutoff source valid_from
instruments.Switch nobody code on why
agencies.Agency nobody name kind reference shut_at
agencies.Programme nobody name mode jurisdiction quiet_after_days time_zone implied_consent leave_to only_row
agencies.Site nobody name address
agencies.Agreement nobody partner brings contact_person during review_on
accounts.User nobody password last_login email called is_active must_have_second_factor awaits_code date_joined
accounts.Colleague nobody name about left_on
accounts.Role nobody colleague name during
accounts.ProposedRole nobody colleague name during abilities reads writes settled_at settled_by agreed
accounts.ColleagueCode nobody colleague account new_password by_two agreed_by first second opens_until
accounts.ColleagueCode nobody wrong given_at used_at ended_at
accounts.HerPage mother person state since why_off few_traces
accounts.HerCode mother person purpose hash made_at made_by until used_at wanted
families.Family both name opened_on
families.Person each kind name legal_name other_names is_alias pronouns born_on died_on languages interpreter sort_key
families.NameKey each person key
families.Woman mother person her_why
families.Child child person state birth_order sex birth_weight_g hospital_days
families.Child mother pregnancy gestation_days withdrawal_care feeding home_with_mother_on went_home_with_mother
families.Dyad both woman child began_on began
families.Membership each person known_as as_what during
families.Identity each person her_words
families.EarlierChild mother woman called born_in her_words
families.SafeContact mother woman we_are_called who_shares_the_phone code_word checked_on note
families.SafeWay mother plan woman channel value content_level from_hour to_hour days voicemail
families.KnownContact each person value
families.Pregnancy mother woman expected_children prenatal_provider birth_plan nutrition
families.Pregnancy mother agonist_treatment outcome outcome_on
families.DueDate mother pregnancy woman due_on method
families.Exposure mother pregnancy woman substance period route source certainty
families.Household each name address secret
families.HouseholdStay each during source household person
families.Relationship each person other kind safety during
families.LivingArrangement child during source child
families.LivingArrangement mother note kind carer day_to_day
families.LegalStatus child during source child kind
families.LegalStatus mother note basis
families.AgencyInvolvement child during source child kind worker
families.AgencyInvolvement mother note
families.DecisionRight child during source child topic holder_agency
families.DecisionRight mother note holder basis
consent.Form nobody kind profile language text source
consent.Consent each giver giver_agency effect form recipient_kind colleague recipient_class purpose during
consent.Consent each explained signed_at signed_how signature witness copy_given withdrawn_at
consent.Consent each withdrawn_by replaces signer_name signer_role study study_title
consent.ConsentLine each consent withdrawn_at withdrawn_by
consent.OutsideWorker each person colleague known_as during
consent.LegalBasis each kind recipient purpose categories reference issued_by issued_on told note
consent.LegalBasis each during replaces withdrawn_at withdrawn_by withdrawn_why
consent.SamePerson each person other_family other_person why agreed_at agreed_by
consent.SamePerson each apart_asked_at apart_asked_by apart_why ended_at ended_by
consent.PaperStep each legal_basis kind on to_whom words
consent.Disclosure each colleague recipient kind purpose basis consent legal_basis break_glass
consent.Disclosure each report letter title notice told_before agreed_at present why_not hidden_until hidden_why
consent.DisclosedPart each disclosure about snapshot
consent.DisclosureStep each disclosure kind words
consent.Seal each target kind with_it why words asked_by asked_at asked_why opened_by opened_at
consent.CollectivePermission each given_by reference during ended_at ended_by ended_why
consent.RefusedAsk each on asked_by named how said
consent.Statement each about target words asks_change
consent.BreakGlass each colleague reason categories proved_at until closed_at reviewed_at
consent.BreakGlass each reviewed_by found told_her_at told_how not_told_why not_told_until
consent.DutyReport child child
consent.DutyReportStep child report child step on
consent.DutyReportStep mother words with_whom why_not again_on
consent.SentBack each colleague sender kind words part2 disclosure
consent.SentDocument each sent_back name media_type size content
consent.SentBackStep each sent_back kind
consent.Letter each about colleague for_whom kind purpose language title told_before present why_not
consent.Letter each draws_on comment sent_at put_away_at
consent.LetterPart each letter strengths concerns her_words
enrolment.Enrolment each person first_contact_on came_by
enrolment.StateChange each person enrolment state because from_on her_words
enrolment.TeamMember nobody colleague role works_with child during
enrolment.KeyWorker each person colleague during
enrolment.HandOver both from_colleague to_colleague on why met_together to_know her_words
enrolment.ReturnToUse mother woman kind on until_on substance her_words what_helped who_cared support told next_step
enrolment.UsePattern mother woman during her_words what_it_does
enrolment.WelcomeBack each person on changed her_words
enrolment.KeptOut nobody colleague why lifted_at lifted_by
enrolment.Ending each person on planned goals children relationship her_words
goals.Goal each for_whom told_by lane on her_words why counts at_zero at_ten about
goals.GoalStep each goal words helps colleague helper by_on settled_as settled_on settled_at
goals.GoalRating each goal on value words corrects
goals.GoalStanding each goal state on her_words into
goals.GoalTalk each goal on her_words what_helped in_the_way as_parent again_on
culture.CulturalOffer mother how what answer on her_words
culture.ElderBeside mother colleague member begun_on ended_on
afterwards.ClosingView mother ending matter child whose level words
afterwards.Goodbye mother on takes_along leaves offered we_say
afterwards.StayInTouch mother wanted ways for_what how_often her_words
afterwards.GivingBack mother stage her_words keep_out colleague
peers.PeerProfile nobody colleague languages hours wants rather_not words shown resting
peers.PeerStory nobody colleague story shown
peers.PeerWellness nobody colleague well signs helps asks shown_to
peers.PeerLearning nobody colleague wants had home words shown
peers.PeerAgreement nobody colleague supervisor number does does_not reach breaks women_at_once hours_a_week
peers.PeerAgreement nobody agreed_at agreed_by
peers.PeerWish mother how on her_words closed_at
peers.PeerAnswer mother wish colleague answer on
peers.PeerMatch mother wish colleague goes_by begun_on member paused paused_by ended_on goodbye
peers.PeerAllowance mother match kinds
peers.PeerContact mother contact colleague domains forms helped_with
services.Service nobody code name about modality settings sectors target relationship needs offered
services.Place nobody name adults_only quiet seats in_use
services.Series nobody service called first_on until_on every begins minutes off_at off_by off_why off_words
services.Session nobody series service called during mode place way_in children minding needs without_why held_at
services.Session nobody off_at off_by off_why off_words earlier earlier_rooms moved_at moved_why moved_words
services.SessionWorker nobody session colleague part ended_at
services.Booking each person session during minding seat transport stands ended_at
services.Presence each person session on how corrects
services.Given each person session on items
assessment.Sitting mother woman mode minutes language person_at_hand before after ended_at end
assessment.SittingPart each sitting occasion place
assessment.Mailing mother woman sitting code sent_on returned_on
assessment.Occasion each instrument definition wave on answered_from confirmed_on state total source
assessment.Occasion each respondent mode sitting begun_anew coding done_at note
assessment.OccasionStep each occasion state on words
assessment.Answer each occasion item standing value words confirmed she_corrected sitting key late
assessment.Score each occasion definition scale value at_least band met missing prorated reason engine
assessment.AnonymousAnswer nobody reply definition month item value
assessment.DevelopmentalAssessment child on examiner examiner_is colleague months corrected_months strengths needs
assessment.DevelopmentalAssessment child recommendations
assessment.DevelopmentalAssessment mother her_view told_on told_how told_by
assessment.DevelopmentDomain child assessment domain tool occasion strengths needs
assessment.WithoutHer child assessment
assessment.WithoutHer mother on why tried
assessment.DevelopmentRelease child assessment disclosure language
assessment.DevelopmentRelease mother her_words_too
assessment.Growth child on measured value position
assessment.RatingAnchor nobody level words
assessment.ClinicianRating both occasion evidence seen
assessment.Observation both occasion second_of play filmed_on minutes recording coder coder_name
assessment.Observation both certified_by certified_on blind second_coder
assessment.Reflection both wave on words her_words
assessment.Wave nobody code name anchor months opens_days_before closes_days_after repeats_months active
assessment.WaveMeasure nobody wave instrument for_subject place active
assessment.WaveAnchor mother woman anchor on words
assessment.MeasureChoice mother woman instrument wants her_words
assessment.Due each instrument wave turn opens_on due_on closes_on occasion settled_on settled_as words
assessment.Protocol nobody instrument told_before told_before_fr steps minutes_to_answer
assessment.Protocol nobody hours_to_follow_up hours_to_close
assessment.DutyShift nobody colleague during ended_at
assessment.EscalationContact nobody colleague place active
assessment.Alert each occasion answer item confirmed state with_colleague answer_by closed_at
assessment.AlertStep each alert verb to words mailed_at tries
care.Contact each for_whom on at_time minutes mode reached worker present about released_on
care.Contact each also_present purpose note her_words between_you believed items_given corrects purposes given helped
care.Promise each about what on at_time place travel worker state settled_on
care.BegunNote each contact typed mark saved_at
care.Mentioned each contact what on
care.MentionedTurn each mentioned what on her_words again_on
care.CareNeed child child kind words
care.ReachWish mother woman wants ways every_days where her_words
care.UsedAnswer mother woman event step state number on words place colleague contact report
care.AskedToday mother woman wants on her_words settled_as settled_at settled_by
care.Known mother woman kind only newest put_away_at
care.KnownVersion mother woman known number on words only colleague agreed_at
care.SafetyPlan mother kind
care.SafetyVersion mother plan number on said colleague also_with again_on about
care.SafetyTurn mother plan what on her_words again_on
care.SafetyCopy mother plan how heading steps reached_by
care.LaneVersion mother lane number on leads her_words steps goals again_on about
care.LaneSignature mother how signature witness
care.LocalProtocol nobody kind words words_fr source checked_on
programmes.GroupDelivery nobody series programme plan order_why
programmes.GroupSession nobody group session number about order_why
programmes.GroupTurn nobody group what on numbers why
programmes.GroupFidelity nobody held asked answers seen_by note
programmes.Delivery each for_whom programme plan group begins_on setting her_words order_why
programmes.DeliveryWorker each delivery colleague part ended_at
programmes.DeliveryTurn each delivery what on numbers why her_words
programmes.SessionHeld each delivery number on minutes mode setting there led_by about session did order_why corrects
programmes.Fidelity each held asked answers seen_by note
programmes.AfterWords each delivery held on words
calendars.Elsewhere each for_whom asked_by what place during travel goes_along about corrects off_at
calendars.Feed nobody owner key_hash says heading ended_at
childcare.Ratio nobody place from_months until_months children_per_carer most_children source
childcare.Ratio nobody checked_on verified ended_at
childcare.AtTheDoor child child session what at corrects
childcare.AtTheDoor mother person name
childcare.Fetcher child child person name known_by said_by_agency during
childcare.Fetcher mother said_by
childcare.FetchBar child child basis during
childcare.FetchBar mother person name paper
childcare.FetchToday child child person name on
childcare.FetchToday mother why
childcare.LogEntry child child on at_time kind words done told corrects
childcare.HelpPlan child child number on noticed change again_on
childcare.Consult child child on asked question suggested
reminders.Wish mother woman by wanted how value others language kinds her_words hard_words
reminders.Wish mother stop_word leave_message said_on
reminders.Reminded mother woman source target
reminders.Message mother woman key kind by value source target starts_at whole_day not_before until
reminders.Message mother state because tried taken_by taken_at level language words went_at reference planned_at
reminders.Heard mother woman by value words reference came_at read_at meanings
reminders.Notice mother woman kind because message heard target starts_at told_at mailed_at taken_by taken_at settled_at
continuity.MeetingRhythm nobody woman_days child_days dyad_days
continuity.Wait each person service elsewhere asked_on asked_by why her_words
continuity.WaitStep each person wait kind on place_on instead words
continuity.Away nobody colleague during withdrawn_at
continuity.Cover both away colleague role during agreed_at cannot_at her_no_at ended_at
continuity.HandBack both cover words
continuity.Farewell both hand_over kind words
intake.Door nobody who_for child_under answer_days words words_fr
intake.Knock mother came_at called by value good_times we_are_called voicemail words language source
intake.Knock mother taken_as taken_at taken_by
intake.FirstContact mother woman on told_by teller how place words knows source
intake.Conversation mother woman on how before after
intake.Told mother woman conversation part question edition on standing words picked
intake.Offer mother woman on what wanted words
intake.Welcome mother woman on colleague her_words
stewardship.ImportedKey nobody kind digest record
stewardship.CopyRequest mother person how words answered_on answered_by answer answer_words
stewardship.CopyMark mother person asked source target goes why passages
stewardship.CopyGiven mother person asked language records kinds unread
stewardship.CopyPart mother person given snapshot
stewardship.CopyLeftOut mother person given title on why part
stewardship.Breach nobody what happened_on found_on how_found
stewardship.BreachStep each breach kind on whom words
stewardship.OwnStreet nobody colleague words key
stewardship.LookAnswer nobody colleague week kind found words
"""
FIELDS += ABOUT_NO_FAMILY


@dataclass(frozen=True)
class Field:
    """One field and the side it is on."""

    table: str
    name: str
    side: str

    @property
    def whole(self) -> str:
        """Its name with the table's."""
        return f"{self.table}.{self.name}"


def fields() -> Iterator[Field]:
    """Every field that stands above, in its order. Raises ValueError for a side that does not exist."""
    for row in FIELDS.strip().splitlines():
        table, side, names = row.split(" ", 2)
        if side not in SIDES:
            raise ValueError(row)
        for name in names.split():
            if name not in "-*":
                yield Field(table, name, side)


def tables() -> set[str]:
    """Every table that stands above."""
    return {row.split(" ", 1)[0] for row in FIELDS.strip().splitlines()}


def childs_tables() -> set[str]:
    """Tables of a child: those with a field on the child's side."""
    return {field.table for field in fields() if field.side == CHILD}


def whole_tables() -> set[str]:
    """Tables of which every field is nobody's: sessions, keys and cells of the wall itself."""
    return {row.split(" ", 1)[0] for row in FIELDS.strip().splitlines() if row.endswith(f" {NOBODY} *")}
