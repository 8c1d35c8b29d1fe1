//! What residents are given, how cases are cut, and who gets in.

crate::parameters! {
    /// Packages from a menu, the same for everyone who gets one.
    pub struct Standard {
        /// Packages on the menu.
        packages: u32 = 4, "package", 1.0..=20.0, Lever, "M13";
        /// Whether a package is made for a group; otherwise all are made for the place.
        keyed_to_groups: bool = true;
        /// Length of a package.
        weeks: u32 = 12, "week", 1.0..=260.0, Lever, "A24";
        /// Time of real help after which a package is over before that; 0: only its length ends it.
        hours: f64 = 8.0, "hour", 0.0..=1000.0, Lever, "A24";
        /// Most contact time of a package in a week; 0: as much as any case can use.
        pace: f64 = 1.0, "hour/week", 0.0..=40.0, Lever, "A356";
        /// Share of the plan in which a worker's own belief may replace the package's code.
        discretion: f64 = 0.05, "share", 0.0..=1.0, Lever, "A25";
        /// Share of contact that listens, and so does not help.
        listening: f64 = 0.05, "share", 0.0..=0.6, Lever, "A26";
    }
}

crate::parameters! {
    /// Support that is made for the person and changes as more is known.
    pub struct Bespoke {
        /// Share of contact that listens, and so does not help.
        listening: f64 = 0.20, "share", 0.0..=0.6, Lever, "A26";
        /// Time after which a case ends whatever it came to; without progress it ends at half of it.
        patience_weeks: u32 = 104, "week", 4.0..=520.0, Lever, "A27";
    }
}

crate::parameters! {
    /// A menu from which workers may depart.
    pub struct Menu {
        /// Packages on the menu.
        packages: u32 = 4, "package", 1.0..=20.0, Lever, "M13";
        /// Whether a package is made for a group; otherwise all are made for the place.
        keyed_to_groups: bool = true;
        /// Length of a package.
        weeks: u32 = 26, "week", 1.0..=260.0, Lever, "A24";
        /// Time of real help after which a package is over before that; 0: only its length ends it.
        hours: f64 = 8.0, "hour", 0.0..=1000.0, Lever, "A24";
        /// Most contact time of a package in a week; 0: as much as any case can use.
        pace: f64 = 1.0, "hour/week", 0.0..=40.0, Lever, "A356";
        /// Share of the plan in which a worker's own belief, and what was found out, may replace the code.
        discretion: f64 = 0.5, "share", 0.0..=1.0, Lever, "A25";
        /// Share of contact that listens, and so does not help.
        listening: f64 = 0.12, "share", 0.0..=0.6, Lever, "A26";
    }
}

crate::choice! {
    /// What residents are given.
    pub enum Support {
        /// Standard packages for a limited time.
        "standard" Standard(Standard),
        /// Bespoke by default, open-ended.
        "bespoke" Bespoke(Bespoke),
        /// A menu with discretion.
        "menu" Menu(Menu),
    }
}

impl Support {
    /// Packages on the menu; bespoke support starts from as many as are usual.
    #[must_use]
    pub fn menu_size(&self) -> u32 {
        match self {
            Support::Standard(standard) => standard.packages,
            Support::Menu(menu) => menu.packages,
            Support::Bespoke(_) => Standard::default().packages,
        }
    }

    /// Length of a package (week); none where support is open-ended.
    #[must_use]
    pub fn weeks(&self) -> Option<u32> {
        match self {
            Support::Standard(standard) => Some(standard.weeks),
            Support::Menu(menu) => Some(menu.weeks),
            Support::Bespoke(_) => None,
        }
    }

    /// Time of real help after which a package is over (hour); none where only its length ends it.
    #[must_use]
    pub fn hours(&self) -> Option<f32> {
        let hours = match self {
            Support::Standard(standard) => standard.hours,
            Support::Menu(menu) => menu.hours,
            Support::Bespoke(_) => 0.0,
        };
        (hours > 0.0).then_some(hours as f32)
    }

    /// Most contact time of a package in a week (hour); none where nothing paces it.
    #[must_use]
    pub fn pace(&self) -> Option<f32> {
        let pace = match self {
            Support::Standard(standard) => standard.pace,
            Support::Menu(menu) => menu.pace,
            Support::Bespoke(_) => 0.0,
        };
        (pace > 0.0).then_some(pace as f32)
    }

    /// Whether packages are made for groups; otherwise all are made for the place.
    #[must_use]
    pub fn is_keyed_to_groups(&self) -> bool {
        match self {
            Support::Standard(standard) => standard.keyed_to_groups,
            Support::Menu(menu) => menu.keyed_to_groups,
            Support::Bespoke(_) => true,
        }
    }
}

crate::parameters! {
    /// Each need is a case of its own.
    pub struct ByDomain {
        /// Cases at which a full-time worker takes no more.
        caseload: f64 = 25.0, "case/worker", 1.0..=80.0, Lever, "M11";
        /// Share of a worker's leave and sickness in which a colleague sees the worker's cases.
        stand_in: f64 = 1.0, "share", 0.0..=1.0, Lever, "A192";
    }
}

crate::parameters! {
    /// One worker for the whole person.
    pub struct LeadWorker {
        /// Cases at which a full-time worker takes no more.
        caseload: f64 = 14.0, "case/worker", 1.0..=80.0, Lever, "M11";
        /// Share of a worker's leave and sickness in which a colleague sees the worker's cases.
        stand_in: f64 = 0.25, "share", 0.0..=1.0, Lever, "A192";
    }
}

crate::parameters! {
    /// One worker for the whole person where several needs meet; otherwise a case for each need.
    pub struct MixedCasework {
        /// Cases at which a full-time worker takes no more.
        caseload: f64 = 19.0, "case/worker", 1.0..=80.0, Lever, "M11";
        /// Share of a worker's leave and sickness in which a colleague sees the worker's cases.
        stand_in: f64 = 0.6, "share", 0.0..=1.0, Lever, "A192";
        /// Number of needs at or above which a person gets one lead worker.
        lead_from_needs: u32 = 3, "need", 1.0..=8.0, Lever, "A28";
    }
}

crate::choice! {
    /// How cases are cut.
    pub enum Casework {
        /// By domain; specialists; each organisation its own case.
        "by_domain" ByDomain(ByDomain),
        /// A lead worker for the whole person, with a caseload cap and continuity.
        "lead_worker" LeadWorker(LeadWorker),
        /// A lead worker for those with several needs.
        "mixed" Mixed(MixedCasework),
    }
}

crate::parameters! {
    /// Who is not in enough need is turned away.
    pub struct Threshold {
        /// Assessed severity below which a person is refused.
        severity: f64 = 0.40, "share", 0.0..=1.0, Lever, "A29";
        /// Most by which the bar moves in a quarter: down where a list is short and hours are free, up where it is long.
        step: f64 = 0.0, "share/quarter", 0.0..=0.1, Lever, "A280";
        /// Burden of the formal application; 1 is a usual one.
        burden: f64 = 1.0, "burden", 0.0..=5.0, Lever, "M26";
    }
}

crate::parameters! {
    /// Everyone may come, and some are sought out.
    pub struct OpenDoor {
        /// Share of paid time spent on seeking people out.
        outreach: f64 = 0.03, "share", 0.0..=0.3, Lever, "A30";
        /// Burden of asking; 1 is a usual formal application.
        burden: f64 = 0.3, "burden", 0.0..=5.0, Lever, "M26";
    }
}

crate::parameters! {
    /// A number a week, in the order in which they come.
    pub struct Quota {
        /// New cases a week for each full-time worker.
        cases_per_worker_week: f64 = 0.6, "case/worker/week", 0.0..=10.0, Lever, "A31";
        /// Burden of asking; 1 is a usual formal application.
        burden: f64 = 0.6, "burden", 0.0..=5.0, Lever, "M26";
    }
}

crate::choice! {
    /// Who gets in.
    pub enum Access {
        /// A severity threshold and a formal application.
        "threshold" Threshold(Threshold),
        /// An open door, with outreach.
        "open_door" OpenDoor(OpenDoor),
        /// A quota, first come first served.
        "quota" Quota(Quota),
    }
}
