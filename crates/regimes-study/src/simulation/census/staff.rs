//! What employers' returns and staff surveys would hold: turnover, vacancies, sickness, agency, caseloads, hours, strain.

use crate::simulation::census::measures::{YEAR, correlation, part};
use crate::simulation::census::workforces::{WORKFORCES, workforce};
use regimes_model::model::town::Counted;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::{Organisation, WeekHours};
use regimes_model::model::world::workers::Worker;

/// A year of an employer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EmployerYear {
    /// The number of its workforce.
    pub workforce: usize,
    /// Posts that are carried by money.
    pub posts: f64,
    /// Workers, on average.
    pub workers: f64,
    /// Workers who left.
    pub leavers: f64,
}

/// Running sums of a workforce, a week at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Worker-weeks.
    pub workers: f64,
    /// Post-weeks of posts that are carried by money.
    pub posts: f64,
    /// Workers who left.
    pub leavers: f64,
    /// Agency staff [FTE-weeks].
    pub agency: f64,
    /// Case-weeks.
    pub cases: f64,
    /// Working days of sickness.
    pub sick_days: f64,
    /// Worked time (hour).
    pub worked: f64,
    /// Worked time that goes into records, reports, bids and forms (hour).
    pub admin: f64,
    /// Worked time with people (hour).
    pub direct: f64,
    /// Organisation-weeks under an indicator of people seen in time.
    pub timed: f64,
    /// Their reported less their true performance, summed.
    pub timed_gap: f64,
    /// Reported less true performance of all, each weighed by its workers.
    pub gap: f64,
}

/// Who holds a post, and what the year brought so far.
#[derive(Clone, Copy, Debug, Default)]
struct Holder {
    filled: bool,
    generation: u16,
    weeks: u32,
    days: f64,
    /// Weeks in which cases wanted time of the worker: those not away all week.
    worked: f64,
    demand: f64,
    /// Mean demand and final exhaustion of the year before.
    before: Option<(f64, f64)>,
}

/// Workers and employers of a run.
#[derive(Clone, Debug)]
pub struct Staff {
    holders: Vec<Vec<Holder>>,
    years: Vec<EmployerYear>,
    /// Employers by year.
    pub employers: Vec<EmployerYear>,
    /// Sums by workforce.
    pub sums: [Sums; WORKFORCES],
    /// Days of sickness in a year, of each worker who was there for all of it, by workforce.
    pub sick_years: [Vec<f64>; WORKFORCES],
    /// Workforce, demand in a year, exhaustion at its end, exhaustion a year later.
    pub strain: Vec<(usize, f64, f64, f64)>,
}

impl Staff {
    /// Begins to follow the posts of a world.
    #[must_use]
    pub fn begin(world: &World) -> Staff {
        let posts = world.organisations().map(|(_, o)| vec![Holder::default(); o.workers.len()]);
        let holders: Vec<Vec<Holder>> = posts.collect();
        let years = world.organisations().map(|(_, o)| EmployerYear::of(o)).collect();
        let (employers, strain) = (Vec::new(), Vec::new());
        Staff { holders, years, employers, sums: Default::default(), sick_years: Default::default(), strain }
    }

    /// Looks at all organisations after a week.
    pub fn look(&mut self, world: &World, week: u32) {
        let year_ends = week % YEAR == YEAR - 1;
        for (n, (_, organisation)) in world.organisations().enumerate() {
            let kind = workforce(&organisation.workforce);
            self.sums[kind].add(organisation);
            self.years[n].add(organisation);
            for (holder, worker) in self.holders[n].iter_mut().zip(&organisation.workers) {
                holder.follow(worker);
            }
            if year_ends {
                self.end_year(n, organisation);
            }
        }
    }

    fn end_year(&mut self, n: usize, organisation: &Organisation) {
        let kind = workforce(&organisation.workforce);
        self.employers.push(self.years[n]);
        self.years[n] = EmployerYear::of(organisation);
        for (holder, worker) in self.holders[n].iter_mut().zip(&organisation.workers) {
            let whole = holder.filled && holder.weeks == YEAR;
            if whole {
                self.sick_years[kind].push(holder.days);
            }
            let (demand, now) = (holder.demand / holder.worked.max(1.0), f64::from(worker.exhaustion));
            if let (true, Some((demand, then))) = (whole, holder.before) {
                self.strain.push((kind, demand, then, now));
            }
            let before = whole.then_some((demand, now));
            *holder = Holder { filled: holder.filled, generation: holder.generation, before, ..Holder::default() };
        }
    }

    /// Yearly turnover of a workforce.
    #[must_use]
    pub fn turnover(&self, kind: usize) -> f64 {
        part(self.sums[kind].leavers, self.sums[kind].workers / f64::from(YEAR))
    }

    /// Part of the employers of a workforce that lose less than a part of their staff in a year.
    #[must_use]
    pub fn employers_below(&self, kind: usize, turnover: f64) -> f64 {
        let all = || self.employers.iter().filter(|employer| employer.workforce == kind && employer.workers > 0.0);
        let below = all().filter(|employer| employer.leavers / employer.workers < turnover).count();
        part(below as f64, all().count() as f64)
    }

    /// Part of posts that stand open.
    #[must_use]
    pub fn vacancies(&self, kind: usize) -> f64 {
        1.0 - part(self.sums[kind].workers, self.sums[kind].posts)
    }

    /// Part of all working days that are lost to sickness.
    #[must_use]
    pub fn absence(&self, kind: usize) -> f64 {
        part(self.sums[kind].sick_days, 5.0 * self.sums[kind].workers)
    }

    /// Agency staff as a part of all who work.
    #[must_use]
    pub fn agency(&self, kind: usize) -> f64 {
        part(self.sums[kind].agency, self.sums[kind].agency + self.sums[kind].workers)
    }

    /// Open cases of a worker.
    #[must_use]
    pub fn caseload(&self, kind: usize) -> f64 {
        part(self.sums[kind].cases, self.sums[kind].workers)
    }

    /// Mean days of sickness of a worker in a year.
    #[must_use]
    pub fn sick_days(&self, kind: usize) -> f64 {
        let years = &self.sick_years[kind];
        part(years.iter().sum(), years.len() as f64)
    }

    /// Part of the workers whose days of sickness in a year satisfy a condition.
    #[must_use]
    pub fn sick_share(&self, kind: usize, holds: impl Fn(f64) -> bool) -> f64 {
        let years = &self.sick_years[kind];
        part(years.iter().filter(|&&days| holds(days)).count() as f64, years.len() as f64)
    }

    /// A part of worked time, all workforces together.
    #[must_use]
    pub fn hours(&self, of: impl Fn(&Sums) -> f64) -> f64 {
        part(self.sums.iter().map(of).sum(), self.sums.iter().map(|sum| sum.worked).sum())
    }

    /// Reported less true performance where the contract counts people seen in time, in clinics.
    #[must_use]
    pub fn timed_gap(&self) -> f64 {
        let clinic = &self.sums[WORKFORCES - 1];
        part(clinic.timed_gap, clinic.timed)
    }

    /// Reported less true performance of all organisations, each weighed by its workers.
    #[must_use]
    pub fn gap(&self) -> f64 {
        part(self.sums.iter().map(|sum| sum.gap).sum(), self.sums.iter().map(|sum| sum.workers).sum())
    }

    /// Standardised path from the demands of a year to exhaustion a year later, beside exhaustion at the year's end;
    /// within workforces.
    #[must_use]
    pub fn path_to_exhaustion(&self) -> f64 {
        let r = |x: fn(&(usize, f64, f64, f64)) -> f64, y: fn(&(usize, f64, f64, f64)) -> f64| {
            let pairs: Vec<_> = self.strain.iter().map(|row| (row.0, x(row), y(row))).collect();
            correlation(&pairs)
        };
        let (demand, before, after) = (r(|w| w.1, |w| w.3), r(|w| w.1, |w| w.2), r(|w| w.2, |w| w.3));
        (demand - before * after) / (1.0 - before * before)
    }
}

impl Holder {
    fn follow(&mut self, worker: &Worker) {
        if !worker.filled || !self.filled || self.generation != worker.generation {
            *self = Holder { filled: worker.filled, generation: worker.generation, ..Holder::default() };
        }
        if worker.filled {
            self.weeks += 1;
            self.days += f64::from(worker.absent_now);
            if worker.wanted_hours > 0.0 {
                self.worked += 1.0;
                self.demand += f64::from((1.0 - worker.direct_hours / worker.wanted_hours).clamp(0.0, 1.0));
            }
        }
    }
}

impl EmployerYear {
    fn of(organisation: &Organisation) -> EmployerYear {
        EmployerYear { workforce: workforce(&organisation.workforce), posts: 0.0, workers: 0.0, leavers: 0.0 }
    }

    fn add(&mut self, organisation: &Organisation) {
        self.posts += organisation.posts_carried() / f64::from(YEAR);
        self.workers += organisation.n_filled() as f64 / f64::from(YEAR);
        self.leavers += f64::from(organisation.flows.leavers);
    }
}

impl Sums {
    fn add(&mut self, organisation: &Organisation) {
        self.workers += organisation.n_filled() as f64;
        self.posts += organisation.posts_carried();
        self.leavers += f64::from(organisation.flows.leavers);
        self.agency += f64::from(organisation.agency_fte);
        self.cases += organisation.cases.len() as f64;
        let there = organisation.workers.iter().filter(|worker| worker.filled);
        self.sick_days += there.map(|worker| f64::from(worker.absent_now)).sum::<f64>();
        self.add_hours(&organisation.hours);
        let gap = f64::from(organisation.reported - organisation.true_performance);
        self.gap += gap * organisation.n_filled() as f64;
        if matches!(organisation.indicator.counts, Counted::SeenInTime(_)) {
            self.timed += 1.0;
            self.timed_gap += gap;
        }
    }

    fn add_hours(&mut self, hours: &WeekHours) {
        self.worked += f64::from(hours.paid - hours.absence);
        self.admin += f64::from(hours.base_admin + hours.reporting + hours.tendering + hours.referral);
        self.direct += f64::from(hours.direct);
    }
}
