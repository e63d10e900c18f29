"""What may be shared, about whom, with whom, why, until when; and what was in fact disclosed."""

from alongside.consent.models.agreeing import (
    Consent,
    ConsentLine,
    Form,
    LegalBasis,
    OutsideWorker,
    PaperStep,
)
from alongside.consent.models.asking import RefusedAsk
from alongside.consent.models.collective import CollectivePermission
from alongside.consent.models.leaving import (
    BreakGlass,
    DisclosedPart,
    Disclosure,
    DisclosureStep,
    DutyReport,
    DutyReportStep,
    Statement,
)
from alongside.consent.models.same import SamePerson
from alongside.consent.models.sealing import Seal
from alongside.consent.models.sending import SentBack, SentBackStep, SentDocument
from alongside.consent.models.writing import Letter, LetterPart

__all__ = [
    "BreakGlass", "CollectivePermission", "Consent", "ConsentLine", "DisclosedPart", "Disclosure",
    "DisclosureStep", "DutyReport", "DutyReportStep", "Form", "LegalBasis", "Letter", "LetterPart",
    "OutsideWorker", "PaperStep", "RefusedAsk", "SamePerson", "Seal", "SentBack", "SentBackStep",
    "SentDocument", "Statement",
]  # fmt: skip
