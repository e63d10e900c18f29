"""Our own short words in results (heads and titles of tables, labels of drawings), as the methods write them.

Each stands once, so that `alongside messages` finds it with the sentences (``said.CONTEXT``). A test walks through the
methods and holds that none is missing.
"""

from __future__ import annotations

from alongside.evaluation.analyse.saying import Sentence

TITLES = (
    Sentence("Acceptability"), Sentence("Adjusted means"), Sentence("After a gap"),
    Sentence("An unmeasured common cause"), Sentence("Any at all (odds ratios)"), Sentence("Are the arms alike?"),
    Sentence("Balance (standardised differences)"), Sentence("Between arms"), Sentence("Between groups"),
    Sentence("Bias and limits of agreement"), Sentence("Blocks in the order given"), Sentence("By arm"),
    Sentence("By domain"), Sentence("By group and class"), Sentence("By wave and arm"),
    Sentence("By what a unit is worth"), Sentence("Change within arms"), Sentence("Consistency wave by wave"),
    Sentence("Correlations"), Sentence("Counts"), Sentence("Cox model"), Sentence("Curves through the points"),
    Sentence("Difference of changes"), Sentence("Differences and where draws lie"),
    Sentence("Do groups differ in the first gap?"), Sentence("Do the groups differ?"), Sentence("Ends of each kind"),
    Sentence("Estimates"), Sentence("Fair shares of R² (Shapley, LMG)"),
    Sentence("From one state (rows) to the next"), Sentence("Frontier, in the order of effect"),
    Sentence("How likely it is found"), Sentence("How much, of those with some (ratios of typical amounts)"),
    Sentence("How often"), Sentence("How often each is named"), Sentence("In how many domains"),
    Sentence("In how many domains they gained"), Sentence("In reverse"), Sentence("In touch until the first gap"),
    Sentence("In touch without a gap so far"), Sentence("Intraclass correlations"), Sentence("It stands on"),
    Sentence("Item by item"), Sentence("Kappa"), Sentence("Limits of agreement"),
    Sentence("Log odds ratio of each dyad, lag 1"), Sentence("Logit on both streams before"),
    Sentence("Net benefit by regression"), Sentence("Not yet a gap"),
    Sentence("Of those on the clinical side at the start: share that left, between arms"), Sentence("Other weights"),
    Sentence("Other weights: SDs of the outcome for one SD of the index"), Sentence("Over time"),
    Sentence("Paths (least squares)"), Sentence("Per unit of effect"), Sentence("Probability of being worth it"),
    Sentence("Share by period"), Sentence("Size"), Sentence("Sizes that fit"), Sentence("Tests"),
    Sentence("To publish (× is withheld)"), Sentence("Use, by person"), Sentence("Wave by wave"),
    Sentence("What a reader could work out"), Sentence("What came first"), Sentence("What goes with staying"),
    Sentence("What missingness costs"), Sentence("Who answered"), Sentence("Words"),
)  # fmt: skip
HEADS = (
    Sentence("what it is"),
    Sentence("coded"),
    Sentence("rank correlation with the count"),
    Sentence("weights as given"),
    Sentence("each domain counts one"),
    Sentence("each period counts one"),
    Sentence("Weighed in other ways"),
    Sentence("(Intercept)"), Sentence("AIPW (ATE)"), Sentence("E-value"), Sentence("EVPI"), Sentence("Fisher p"),
    Sentence("MC error"), Sentence("McNemar exact p"), Sentence("Monte-Carlo error"), Sentence("P(target)"),
    Sentence("P(target | given)"), Sentence("P(worth it)"), Sentence("SD"), Sentence("SDs for one SD"), Sentence("SE"),
    Sentence("SE by dyads"), Sentence("SE of cost"), Sentence("SE of the effect"), Sentence("SEM"),
    Sentence("Yule's Q"), Sentence("adds"), Sentence("adj. residual"), Sentence("adjusted difference"),
    Sentence("after"), Sentence("against"), Sentence("alpha without it"), Sentence("answered"), Sentence("arm"),
    Sentence("as it is"), Sentence("at least"), Sentence("at most"), Sentence("at risk"), Sentence("before"),
    Sentence("below −1 SD"), Sentence("below −2 SD"), Sentence("best arm"), Sentence("block"), Sentence("both"),
    Sentence("by chance"), Sentence("by time"), Sentence("came"), Sentence("came back"), Sentence("change"),
    Sentence("coef"), Sentence("coefficient"), Sentence("column"), Sentence("comparison"), Sentence("contacts"),
    Sentence("contacts per time"), Sentence("correlation"), Sentence("cost more"), Sentence("cost per unit"),
    Sentence("cost per unit more"), Sentence("count"), Sentence("covariate"), Sentence("critical"), Sentence("curve"),
    Sentence("curves"), Sentence("cutoff"), Sentence("days followed"), Sentence("design effect"), Sentence("df"),
    Sentence("df of the rest"), Sentence("difference in standard deviations; within the shaded band it is small (0.1)"),
    Sentence("domain"), Sentence("domains"), Sentence("down"), Sentence("dyads"), Sentence("effect / SE"),
    Sentence("effect more"), Sentence("end"), Sentence("events"), Sentence("exact from"), Sentence("exact to"),
    Sentence("expected"), Sentence("figure"), Sentence("form"), Sentence("from the norm"), Sentence("gained"),
    Sentence("gains"), Sentence("gap"), Sentence("gaps"), Sentence("given only"), Sentence("group"),
    Sentence("half the 95% interval"), Sentence("hazard ratio"), Sentence("hi"), Sentence("high"),
    Sentence("if independent"), Sentence("in the second"), Sentence("index"), Sentence("item"),
    Sentence("its probability"), Sentence("known"), Sentence("largest"), Sentence("largest |SMD|"),
    Sentence("least difference"), Sentence("left"), Sentence("left, other"), Sentence("level"), Sentence("lo"),
    Sentence("loading"), Sentence("longest time without a contact"), Sentence("lost"), Sentence("low"),
    Sentence("lower limit"), Sentence("margin low"), Sentence("matching"), Sentence("median"), Sentence("missing"),
    Sentence("needed in the first arm"), Sentence("neither"), Sentence("net benefit"), Sentence("never"),
    Sentence("observed"), Sentence("of the limit"), Sentence("on"), Sentence("on the frontier"), Sentence("one"),
    Sentence("other"), Sentence("overlap"), Sentence("p of 0"), Sentence("p proportional"), Sentence("pairs"),
    Sentence("pattern"), Sentence("people in the first arm"), Sentence("period"), Sentence("points from the norm"),
    Sentence("power"), Sentence("power with n"), Sentence("rate ratio"), Sentence("ratio"), Sentence("regression"),
    Sentence("reliability"), Sentence("rho at which it is 0"), Sentence("robust"), Sentence("row"), Sentence("same"),
    Sentence("sd"), Sentence("se"), Sentence("share of time in touch"), Sentence("share with any"),
    Sentence("smallest"), Sentence("standing"), Sentence("stayed clinical"), Sentence("stream"),
    Sentence("target only"), Sentence("the count"), Sentence("through"), Sentence("time"), Sentence("up"),
    Sentence("upper limit"), Sentence("way"), Sentence("way and lag"), Sentence("weights"), Sentence("what"),
    Sentence("with the others"), Sentence("word"), Sentence("worth of a unit"), Sentence("yes"), Sentence("no"),
    Sentence("SDs of the outcome for one SD of the column"), Sentence("bias"),
)  # fmt: skip
WORDS = frozenset(map(str, (*TITLES, *HEADS)))
# Signs that every language has: a letter or two of statistics, names of weights and forms, keys of the JSON.
SIGN = (
    r"[A-Za-z]{1,2}\d?|adj|icc|fmi|rho|smd|beta|delta|alpha|omega|kappa|chi[²2]|R²|ATE|ATT|ICC\dk?|log OR|p \(TOST\)"
    r"|act|par|act:par|[A-Za-z]+(_[A-Za-z0-9]+)+"
)
