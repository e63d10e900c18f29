"""What was measured, how, when, and what it came to; who watches over hard answers; what three pairs of eyes saw."""

from alongside.assessment.models.development import (
    DevelopmentalAssessment,
    DevelopmentDomain,
    DevelopmentRelease,
    Growth,
    WithoutHer,
)
from alongside.assessment.models.occasions import (
    AnonymousAnswer,
    Answer,
    Occasion,
    OccasionStep,
    Score,
)
from alongside.assessment.models.pictures import (
    ClinicianRating,
    Observation,
    RatingAnchor,
    Reflection,
)
from alongside.assessment.models.planning import (
    Due,
    MeasureChoice,
    Wave,
    WaveAnchor,
    WaveMeasure,
)
from alongside.assessment.models.sittings import (
    Mailing,
    Sitting,
    SittingPart,
)
from alongside.assessment.models.watching import (
    Alert,
    AlertStep,
    DutyShift,
    EscalationContact,
    Protocol,
)

__all__ = [
    "Alert",
    "AlertStep",
    "AnonymousAnswer",
    "Answer",
    "ClinicianRating",
    "DevelopmentDomain",
    "DevelopmentRelease",
    "DevelopmentalAssessment",
    "Due",
    "DutyShift",
    "EscalationContact",
    "Growth",
    "Mailing",
    "MeasureChoice",
    "Observation",
    "Occasion",
    "OccasionStep",
    "Protocol",
    "RatingAnchor",
    "Reflection",
    "Score",
    "Sitting",
    "SittingPart",
    "Wave",
    "WaveAnchor",
    "WaveMeasure",
    "WithoutHer",
]
