//! The parameters of staffing.

crate::parameters! {
    /// Who falls ill, leaves and comes.
    pub struct Parameters {
        /// Sickness spells of a worker of usual exhaustion, in care.
        spells_care: f64 = 0.38, "1/year", 0.0..=5.0, Uncertainty, "F02";
        /// Sickness spells of a worker of usual exhaustion, in a council.
        spells_council: f64 = 0.80, "1/year", 0.0..=5.0, Uncertainty, "F02";
        /// Sickness spells of a worker of usual exhaustion, in social work.
        spells_social_work: f64 = 0.60, "1/year", 0.0..=5.0, Uncertainty, "F04";
        /// Sickness spells of a worker of usual exhaustion, in a clinic.
        spells_clinic: f64 = 0.75, "1/year", 0.0..=5.0, Uncertainty, "A71";
        /// Deviation of the logarithm of how prone workers are to fall ill.
        proneness_spread: f64 = 0.7, "log factor", 0.0..=1.5, Uncertainty, "M07";
        /// Length that half of the spells exceed, in all workforces.
        median_days: f64 = 4.0, "day", 0.5..=20.0, Uncertainty, "F02";
        /// Length that half of the spells exceed, in care, as a factor on `median_days`.
        median_days_care: f64 = 1.0, "factor", 0.2..=5.0, Uncertainty, "F02";
        /// Length that half of the spells exceed, in a council, as a factor on `median_days`.
        median_days_council: f64 = 1.0, "factor", 0.2..=5.0, Uncertainty, "F02";
        /// Length that half of the spells exceed, in social work, as a factor on `median_days`.
        median_days_social_work: f64 = 1.0, "factor", 0.2..=5.0, Uncertainty, "F04";
        /// Length that half of the spells exceed, in a clinic, as a factor on `median_days`.
        median_days_clinic: f64 = 1.0, "factor", 0.2..=5.0, Uncertainty, "A340";
        /// How light the tail of long spells is.
        tail_shape: f64 = 1.05, "exponent", 0.5..=4.0, Uncertainty, "F02";
        /// Length at which a spell ends, at the latest.
        longest_days: f64 = 130.0, "day", 5.0..=260.0, Uncertainty, "A71";
        /// Log rate of spells that exhaustion adds (`c1`).
        ill_by_exhaustion: f64 = 1.5, "log rate per unit", 0.0..=3.0, Uncertainty, "M07";
        /// Exhaustion at which the rates of illness and leaving are those given (`B_ref`).
        usual_exhaustion: f64 = 0.40, "share", 0.0..=1.0, Constant, "A72";
        /// Rate at which an established worker leaves, in care.
        leaving_care: f64 = 0.21, "1/year", 0.0..=2.0, Uncertainty, "F01";
        /// Rate at which an established worker leaves, in a council.
        leaving_council: f64 = 0.117, "1/year", 0.0..=2.0, Uncertainty, "A72";
        /// Rate at which an established worker leaves, in social work.
        leaving_social_work: f64 = 0.133, "1/year", 0.0..=2.0, Uncertainty, "F04";
        /// Rate at which an established worker leaves, in a clinic.
        leaving_clinic: f64 = 0.108, "1/year", 0.0..=2.0, Uncertainty, "A72";
        /// Time to fill a post in care, as a factor on that of the rule of recruitment.
        filling_care: f64 = 1.0, "factor", 0.2..=10.0, Uncertainty, "F03";
        /// Time to fill a post in a council, as a factor on that of the rule of recruitment.
        filling_council: f64 = 1.0, "factor", 0.2..=10.0, Uncertainty, "A202";
        /// Time to fill a post in social work, as a factor on that of the rule of recruitment.
        filling_social_work: f64 = 1.0, "factor", 0.2..=10.0, Uncertainty, "F04";
        /// Time to fill a post in a clinic, as a factor on that of the rule of recruitment.
        filling_clinic: f64 = 1.0, "factor", 0.2..=10.0, Uncertainty, "A202";
        /// Log rate of leaving that exhaustion adds (`c2`).
        leave_by_exhaustion: f64 = 2.0, "log rate per unit", 0.0..=5.0, Uncertainty, "M07";
        /// Log rate of leaving that motivation takes away (`ct`).
        stay_by_motivation: f64 = 0.3, "log rate per unit", 0.0..=2.0, Uncertainty, "M07";
        /// Log rate of leaving that felt autonomy takes away (`ca`).
        stay_by_autonomy: f64 = 0.4, "log rate per unit", 0.0..=2.0, Uncertainty, "M06";
        /// Log rate of leaving that felt mastery takes away (`cm`).
        stay_by_mastery: f64 = 0.3, "log rate per unit", 0.0..=2.0, Uncertainty, "M06";
        /// Log rate of leaving that felt purpose takes away (`cp`).
        stay_by_purpose: f64 = 0.4, "log rate per unit", 0.0..=2.0, Uncertainty, "M06";
        /// Log rate of leaving that pay above the general one takes away (`c4`).
        stay_by_pay: f64 = 3.0, "log rate per share", 0.0..=8.0, Uncertainty, "A73";
        /// Log rate of leaving that being new adds (`c5`).
        leave_as_new: f64 = 0.69, "log rate", 0.0..=1.5, Uncertainty, "M07";
        /// Log rate of leaving that a contract adds which may soon go to somebody else (`c6`).
        leave_by_insecurity: f64 = 0.2, "log rate", 0.0..=1.0, Uncertainty, "A212";
        /// Time before its end in which a contract that is put out to tender makes jobs insecure.
        insecure_weeks: u32 = 26, "week", 1.0..=104.0, Uncertainty, "A212";
        /// Time in which someone is new.
        new_weeks: u32 = 52, "week", 1.0..=260.0, Uncertainty, "M07";
        /// Share of a relationship that goes over to another worker.
        carry: f64 = 0.2, "share", 0.0..=0.5, Uncertainty, "M08";
        /// Share of the money of open posts that goes into agency staff, in all workforces.
        agency_use: f64 = 0.5, "share", 0.0..=1.0, Lever, "A74";
        /// Share of the money of open posts that goes into agency staff, in care, as a factor on `agency_use`; 1 in all at most.
        agency_use_care: f64 = 1.0, "factor", 0.0..=2.0, Uncertainty, "A340";
        /// Share of the money of open posts that goes into agency staff, in a council, as a factor on `agency_use`; 1 in all at most.
        agency_use_council: f64 = 1.0, "factor", 0.0..=2.0, Uncertainty, "A340";
        /// Share of the money of open posts that goes into agency staff, in social work, as a factor on `agency_use`; 1 in all at most.
        agency_use_social_work: f64 = 1.0, "factor", 0.0..=2.0, Uncertainty, "F04";
        /// Share of the money of open posts that goes into agency staff, in a clinic, as a factor on `agency_use`; 1 in all at most.
        agency_use_clinic: f64 = 1.0, "factor", 0.0..=2.0, Uncertainty, "A340";
        /// Price of an agency hour, as a factor on that of a paid hour.
        agency_price: f64 = 1.5, "factor", 1.0..=3.0, Uncertainty, "M08";
        /// Skill of someone new, as a share of that of established workers.
        skill_at_start: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "A75";
        /// Deviation of skill among those who are new.
        skill_spread: f64 = 0.08, "share", 0.0..=0.3, Uncertainty, "A75";
        /// Time in which skill grows by all but a third of its distance to that of established workers (`tau`).
        skill_weeks: f64 = 26.0, "week", 4.0..=156.0, Uncertainty, "M08";
        /// How far hours of coaching, supervision, reflection and dialogue raise skill at most (`c`); 0: not at all.
        skill_gain: f64 = 0.0, "factor", 0.0..=0.4, Uncertainty, "A287";
        /// Such hours at which half of that is reached.
        skill_half_hours: f64 = 1.0, "hour/week", 0.5..=1.5, Uncertainty, "A286";
        /// Deviation of the logarithm of intrinsic motivation among those who are new.
        motivation_spread: f64 = 0.4, "log factor", 0.0..=1.0, Uncertainty, "M01";
        /// Exhaustion of someone new.
        exhaustion_at_start: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A76";
        /// Share of the organisation's code that induction hands to someone new.
        induction: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A77";
        /// Mean share of others that must have adopted before someone does.
        threshold_mean: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A78";
        /// Its deviation.
        threshold_spread: f64 = 0.10, "share", 0.0..=0.5, Uncertainty, "A78";
        /// The least such share.
        threshold_least: f64 = 0.05, "share", 0.0..=1.0, Uncertainty, "A78";
        /// The greatest such share.
        threshold_most: f64 = 0.60, "share", 0.0..=1.0, Uncertainty, "A78";
    }
}
