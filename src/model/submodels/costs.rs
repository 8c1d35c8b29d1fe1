//! Costs: every paid hour has an activity line and an origin, every pound a line, a payer and an owner.
//!
//! ```text
//! spend    = paid hours * price + agency + replacement of those hired + checks of claims
//! overhead = stewards + central staff, taken off the budget before incomes; crises fall on their payers
//! reserve' = reserve + income - withheld - spend, less what lapses at the year's end
//! posts are frozen below no reserve, and given up where it stays below
//! ```
//!
//! Direct time is split by what became of it and by origin of the case; money of open posts that was not used
//! stays in the reserve.
//!
//! Update: organisations in order, then the place.
//! Units: GBP, hours. Source: M08, M31, M32; assumptions A178-A183.
//! Regimes: lapse (payment), stewards (collaboration), central staff (government).

use crate::model::ledger::{Activity, Ledger, Origin, SERVICES};
use crate::model::regime::{Government, Payment};
use crate::model::world::frame::Frame;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::{Rules, World, rules};
use crate::parallel;
use crate::units::DOMAINS;

crate::parameters! {
    /// What things cost and how money is kept.
    pub struct Parameters {
        /// Cost of replacing a worker.
        replacement_pounds: f64 = 5000.0, "GBP", 0.0..=30000.0, Uncertainty, "M08";
        /// Price of a steward's week.
        steward_pounds_per_week: f64 = 1150.0, "GBP/week", 0.0..=5000.0, Uncertainty, "M32";
        /// Price of a week of government's own staff for it.
        central_pounds_per_week: f64 = 1300.0, "GBP/week", 0.0..=5000.0, Uncertainty, "A178";
        /// Cost of checking a claim.
        audit_pounds: f64 = 60.0, "GBP/claim", 0.0..=2000.0, Uncertainty, "M19";
        /// Weeks of income that a reserve can hold; what is above goes back to the commissioner.
        reserve_weeks: f64 = 13.0, "week", 0.0..=104.0, Uncertainty, "A179";
        /// Weeks of income below nought at which posts are given up.
        debt_weeks: f64 = 4.0, "week", 0.0..=52.0, Uncertainty, "A180";
        /// Part of posts given up, or taken back, at a time.
        post_step: f64 = 0.02, "share", 0.0..=0.5, Uncertainty, "A180";
        /// Paid hours of a full week.
        paid_hours_per_week: f64 = 37.5, "hour/week", 1.0..=60.0, Constant, "A150";
    }
}

/// Posts the week's costs and moves the money.
pub fn post(world: &mut World, p: &Parameters, agency_price: f64) {
    let (frame, rows, government) = (world.frame.clone(), world.rows.clone(), world.country.row);
    let premium = if world.week >= world.change.start { f64::from(world.change.wage_premium) } else { 0.0 };
    let (year_ends, services) = (ends_year(world.week), world.services);
    parallel::each_mut(world.width, &mut world.places, |_, place| {
        let mut organisations = std::mem::take(&mut place.organisations);
        if services {
            for organisation in &mut organisations {
                let rules = rules(&rows, government, place.commissioner.row, organisation.row);
                let mut ledger = Ledger::default();
                post_organisation(organisation, &mut ledger, 1.0 + premium, agency_price, p);
                move_money(organisation, ledger.services_pounds(), place, p);
                if year_ends {
                    end_year(organisation, &rules, place);
                }
                place.ledger.add(&ledger);
            }
            post_place(place, &rows[usize::from(government)].government, p);
        }
        place.organisations = organisations;
        post_crises(place, &frame);
    });
}

/// Whether a year of the run ends with this week.
fn ends_year(week: u32) -> bool {
    (f64::from(week) + 1.0) % crate::units::WEEKS_PER_YEAR == 0.0
}

fn post_organisation(o: &Organisation, ledger: &mut Ledger, pay: f64, agency_price: f64, p: &Parameters) {
    let price = o.pounds_per_hour * pay;
    let h = &o.hours;
    for (activity, hours) in [
        (Activity::Absence, h.absence),
        (Activity::BaseAdmin, h.base_admin),
        (Activity::Reporting, h.reporting),
        (Activity::Coordination, h.coordination),
        (Activity::Supervision, h.supervision),
        (Activity::Reflection, h.reflection),
        (Activity::Participation, h.participation),
        (Activity::Dialogue, h.dialogue),
        (Activity::Outreach, h.outreach),
        (Activity::Induction, h.induction),
        (Activity::Tendering, h.tendering),
        (Activity::SetUp, h.set_up),
        (Activity::Assessment, h.assessment),
        (Activity::Referral, h.referral),
        (Activity::Travel, h.travel),
        (Activity::Experiments, h.experiments),
    ] {
        post_by_request(ledger, o, activity, f64::from(hours), price);
    }
    post_direct(ledger, o, price);
    let agency = f64::from(o.agency_fte) * p.paid_hours_per_week;
    ledger.post_pounds(Activity::Agency, Origin::None, SERVICES, agency * price * agency_price);
    let replaced = f64::from(o.flows.hired) * p.replacement_pounds;
    ledger.post_pounds(Activity::Recruitment, Origin::None, SERVICES, replaced);
    let checked = f64::from(o.incentive.audit) * f64::from(o.flows.closed_reported);
    ledger.post_pounds(Activity::Tendering, Origin::None, SERVICES, checked * p.audit_pounds);
}

/// Assessments and hand-offs are spread over the origins of the week's requests; the rest has no case.
fn post_by_request(ledger: &mut Ledger, o: &Organisation, activity: Activity, hours: f64, price: f64) {
    let all: u32 = o.flows.requests.iter().sum();
    if !matches!(activity, Activity::Assessment | Activity::Referral) || all == 0 {
        ledger.post_hours(activity, Origin::None, hours, price);
        return;
    }
    for (origin, &requests) in CASES.iter().zip(&o.flows.requests) {
        ledger.post_hours(activity, *origin, hours * f64::from(requests) / f64::from(all), price);
    }
}

const CASES: [Origin; 4] = [Origin::New, Origin::Failure, Origin::Relapse, Origin::Referral];

/// Direct time by what became of it and by origin; what no case took is slack.
fn post_direct(ledger: &mut Ledger, o: &Organisation, price: f64) {
    const USES: [Activity; 7] = [
        Activity::Helping,
        Activity::Mismatched,
        Activity::MeasuredOnly,
        Activity::Gaming,
        Activity::Slack,
        Activity::Listening,
        Activity::Design,
    ];
    let given: f64 = o.flows.direct.iter().map(|&hours| f64::from(hours)).sum();
    let origins: f64 = o.flows.direct_by_origin.iter().map(|&hours| f64::from(hours)).sum();
    // Agency cover is paid apart, so own direct time that reached no case is what is left of the allotted time.
    let own = f64::from(o.hours.direct);
    let scale = if given > own && given > 0.0 { own / given } else { 1.0 };
    for (activity, &hours) in USES.iter().zip(&o.flows.direct) {
        for (origin, &part) in CASES.iter().zip(&o.flows.direct_by_origin) {
            let part = if origins > 0.0 { f64::from(part) / origins } else { 0.0 };
            ledger.post_hours(*activity, *origin, f64::from(hours) * scale * part, price);
        }
    }
    ledger.post_hours(Activity::Slack, Origin::None, (own - given * scale).max(0.0), price);
}

/// Moves the reserve, and freezes, gives up or takes back posts.
fn move_money(o: &mut Organisation, spend: f64, place: &mut Place, p: &Parameters) {
    let income = o.income_per_week - o.withheld;
    place.commissioner.kept += o.withheld;
    o.reserve += income - spend;
    o.spend_this_year += spend;
    o.income_this_year += income;
    let most = p.reserve_weeks * o.income_per_week;
    if o.reserve > most {
        place.commissioner.kept += o.reserve - most;
        o.reserve = most;
    }
    o.frozen = o.reserve < 0.0;
    if o.reserve < -p.debt_weeks * o.income_per_week {
        o.posts_lost = (o.posts_lost + p.post_step as f32).min(1.0);
    } else if o.reserve > 0.0 && income > spend {
        o.posts_lost = (o.posts_lost - p.post_step as f32).max(0.0);
    }
}

/// Part of what a year left over lapses.
fn end_year(o: &mut Organisation, rules: &Rules<'_>, place: &mut Place) {
    let lapse = match rules.payment {
        Payment::ByResults(by_results) => by_results.lapse,
        Payment::Alliance(alliance) => alliance.lapse,
        Payment::Block(block) => block.lapse,
    };
    let left = (o.income_this_year - o.spend_this_year).clamp(0.0, o.reserve.max(0.0));
    o.reserve -= lapse * left;
    place.commissioner.lapsed += lapse * left;
    (o.spend_this_year, o.income_this_year) = (0.0, 0.0);
}

/// Stewards and government's own staff.
fn post_place(place: &mut Place, government: &Government, p: &Parameters) {
    let stewards = f64::from(place.stewards_fte);
    let upstream = f64::from(place.upstream_share);
    let pounds = stewards * p.steward_pounds_per_week;
    place.commissioner.overhead = pounds;
    place.ledger.post_pounds(Activity::Stewardship, Origin::None, SERVICES, pounds * (1.0 - upstream));
    place.ledger.post_pounds(Activity::Upstream, Origin::None, SERVICES, pounds * upstream);
    if let Government::Humble(humble) = government {
        let pounds = humble.staff_fte_per_place * p.central_pounds_per_week;
        place.ledger.post_pounds(Activity::Central, Origin::None, SERVICES, pounds);
        place.commissioner.overhead += pounds;
    }
}

fn post_crises(place: &mut Place, frame: &Frame) {
    let mut now = 0.0;
    for domain in 0..DOMAINS {
        let Some(crisis) = &frame.crises[domain] else {
            continue;
        };
        let entered = f64::from(place.tally.crises_entered[domain]) * crisis.pounds;
        let stay = f64::from(place.tally.in_crisis[domain]) * crisis.pounds_per_week;
        let pounds = (entered + stay) * place.shocks.price;
        place.ledger.post_pounds(Activity::Crisis, Origin::None, crisis.payer, pounds);
        now += pounds;
    }
    place.commissioner.crisis_cost_now = now;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_fifty_two_weeks() {
        assert_eq!((0..520).filter(|&week| ends_year(week)).count(), 10);
        assert!(ends_year(51) && !ends_year(52));
    }
}
