//! The parameters of allotment.

crate::parameters! {
    /// What a paid week goes into.
    pub struct Parameters {
        /// Paid hours of a full week.
        paid_hours_per_week: f64 = 37.5, "hour/week", 1.0..=60.0, Constant, "A150";
        /// Share of paid time that is leave and training days.
        leave: f64 = 0.14, "share", 0.0..=0.4, Constant, "A150";
        /// Share of paid time that is administration under every row, in all workforces.
        base_admin: f64 = 0.24, "share", 0.05..=0.5, Uncertainty, "M12";
        /// Administration under every row, in care, as a factor on `base_admin`.
        base_admin_care: f64 = 1.0, "factor", 0.1..=2.0, Uncertainty, "A340";
        /// Administration under every row, in a council, as a factor on `base_admin`.
        base_admin_council: f64 = 1.0, "factor", 0.1..=2.0, Uncertainty, "A340";
        /// Administration under every row, in social work, as a factor on `base_admin`.
        base_admin_social_work: f64 = 1.0, "factor", 0.1..=2.0, Uncertainty, "F05";
        /// Administration under every row, in a clinic, as a factor on `base_admin`.
        base_admin_clinic: f64 = 1.0, "factor", 0.1..=2.0, Uncertainty, "A340";
        /// Share of all administration that is reporting, their sum held; 0: hours as the rules and `base_admin` state them.
        reporting_share: f64 = 0.0, "share", 0.0..=0.5, Uncertainty, "A289";
        /// Reporting of each worker for one indicator, one contract and their audits, as rules state it by default.
        reporting_hours: f64 = 5.3, "hour/week", 0.1..=20.0, Constant, "A289";
        /// Share of paid time in meetings of the team and the house, and in training beyond leave, under every row.
        meetings: f64 = 0.08, "share", 0.0..=0.3, Uncertainty, "A151";
        /// Time of each worker for agreeing with other organisations by contract.
        coordination_hours: f64 = 0.8, "hour/week", 0.0..=5.0, Uncertainty, "M12";
        /// Time of each worker for each link that stewards keep.
        link_hours: f64 = 0.03, "hour/week", 0.0..=1.0, Uncertainty, "M15";
        /// Share of paid time of those who are new that goes into induction.
        induction: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "M08";
        /// How long somebody is new.
        induction_weeks: u32 = 12, "week", 0.0..=104.0, Uncertainty, "M08";
        /// Time of an assessment.
        assessment_hours: f64 = 1.5, "hour", 0.0..=20.0, Uncertainty, "M19";
        /// Time of answering somebody who asks again from a list, as a share of that.
        answer: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "M09";
        /// Time of a hand-off.
        referral_hours: f64 = 0.75, "hour", 0.0..=20.0, Uncertainty, "M19";
        /// Share of contact time that is spent on the way.
        travel: f64 = 0.12, "share", 0.0..=0.5, Uncertainty, "A151";
        /// Time of a worker for a tender or a renewal, spread over its last weeks.
        tender_hours: f64 = 0.6, "hour/week", 0.0..=10.0, Uncertainty, "M19";
        /// Weeks before a contract's end in which bids are written.
        tender_weeks: u32 = 26, "week", 1.0..=104.0, Uncertainty, "M19";
        /// Share of paid time that a change of all own rules takes at first.
        set_up: f64 = 0.12, "share", 0.0..=0.6, Uncertainty, "M33";
        /// Weeks over which that falls to nothing.
        set_up_weeks: u32 = 26, "week", 1.0..=208.0, Uncertainty, "M33";
        /// How far government's demand for control raises reporting.
        control_demand: f64 = 0.3, "factor", 0.0..=2.0, Uncertainty, "M38";
        /// Contracts that an organisation answers under where contracts are short, beside each main one.
        contract_unit_weeks: f64 = 156.0, "week", 26.0..=1040.0, Constant, "A152";
        /// Most direct time that a case can use.
        most_hours: f64 = 6.0, "hour/week", 0.1..=168.0, Uncertainty, "A153";
        /// Direct time that a case of full need would take.
        wanted_hours: f64 = 2.5, "hour/week", 0.1..=168.0, Uncertainty, "A154";
        /// Share of a case's weight that does not depend on its need.
        even: f64 = 0.4, "share", 0.0..=1.0, Uncertainty, "A155";
        /// Least share of paid time that stays direct, whatever is asked.
        least_direct: f64 = 0.05, "share", 0.0..=0.5, Constant, "A156";
        /// Share of an agency worker's time that is direct.
        agency_direct: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A157";
        /// Time of each worker for watching who waits, where anybody does.
        watching_hours: f64 = 0.2, "hour/week", 0.1..=0.3, Uncertainty, "A275";
        /// Share of slack that full attention to waiting time releases.
        release: f64 = 0.0, "share", 0.0..=0.3, Uncertainty, "A276";
        /// Share of base administration that no attention releases.
        admin_kept: f64 = 0.6, "share", 0.0..=1.0, Constant, "A276";
        /// Share of requests that are screened, and assessed only when a case opens.
        screening: f64 = 0.0, "share", 0.0..=1.0, Lever, "A279";
        /// Time of a screening, and of a brief contact.
        brief_hours: f64 = 0.4, "hour", 0.3..=0.5, Uncertainty, "A279";
        /// Working days of a week.
        days_per_week: f64 = 5.0, "day", 1.0..=7.0, Constant, "A150";
    }
}
