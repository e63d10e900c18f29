"""Fields that are about no family, as ``mother_and_child`` lists them: supervision, words for the council, studies."""

ABOUT_NO_FAMILY = """
supervision.Supervision nobody supervisor colleague kind rhythm during
supervision.Meeting nobody supervision during standing
supervision.Reflection nobody supervision on for_whom themes words
wording.CouncilText nobody key language title body audience
wording.Review nobody text on form outcome said members
wording.CouncilPay nobody member on hours amount paid_on
evaluation.Study nobody title question design arms waves measures primary secondary eligibility led_by asks_steward
evaluation.StudyAnswer nobody study agreed words
evaluation.StudyImport nobody study site file layout columns
evaluation.SiteAsked nobody study site arm open
evaluation.Participant nobody study brought code arm
evaluation.StudyValue nobody participant measure wave number word
evaluation.OwnArm nobody study arm unit measures instruments scales waves from_months until_months columns
evaluation.StudyKey nobody study key
evaluation.FlowCount nobody study step arm count why
evaluation.AnalysisPlan nobody study number toml why frozen_at frozen_by after_results
evaluation.PlanRun nobody plan steps as_of code_version frame_sha256 participants outcomes started_at finished_at
evaluation.Result nobody run number name method seed told unfit
evaluation.WordsForWomen nobody run instead_of title_en words_en unknown_en title_fr words_fr unknown_fr names drawings
evaluation.WordsForWomen nobody answered_at answered_by released answer taken_back_by
evaluation.ScaleRule nobody definition code scale construct better cut_op cut_value cut_judges
evaluation.ScaleRule nobody s_diff points r r_type sd source judged of_total few_values opt_in
evaluation.ScoreTally nobody instrument scale wave began n families total squares with_cut above
evaluation.ScoreTally nobody told_n told_families told_total told_squares told_with_cut told_above
evaluation.TallyShare nobody tally of_family began n told_n
""".lstrip()
