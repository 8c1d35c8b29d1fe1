//! Costs: every paid hour has an activity line and an origin, every pound a line, a payer and an owner.
//!
//! ```text
//! spend    = paid hours * price + agency + replacement of those hired + checks of claims
//! overhead = stewards + top_sliced * central staff + new contracts + homes bought + places added, taken off the budget before incomes
//! homes    = price * residents in a home that was given; temporary = its price * residents in it * price of the day
//! new contracts = new_contracts * 52 * budget * paid,  paid = min(contracts due, 1 / new_contracts_weeks)
//! central  = FTE of helpers (humble) or inspectors (mandate) * price; what is not top-sliced is paid nationally
//! reserve' = reserve + income - withheld - spend, less what exceeds it, less what lapses at the year's end
//! posts are frozen below no reserve, given up where debt lasts, taken back where income carries one more
//! new posts = affordable, at most a tenth of the first ones in a year (one at least) and `most_posts` times them in all
//! affordable = (lasting income - withheld) / cost of a post - posts, where none are given up and a reserve is there
//! returning' = (kept_returns * kept + lapsed_returns * lapsed in the year) / 52, from one year's end to the next
//! ```
//!
//! Direct time is split by what became of it and by origin of the case; money of open posts that was not used
//! stays in the reserve. Crises fall on their payers; what an organisation spends falls on who funds it, and the budget of
//! a place is what all of them give together.
//!
//! What commissioners pay when they change rules stands with bids and contracts; `contracts due` is the share of their
//! rules that changed, less what is paid (`paradigms`).
//!
//! All money has an owner: what is withheld, lapses or exceeds a reserve goes to the commissioner, who gives it out
//! again over the next year with all other money, so by the rules of payment and competition; the part of a lapse
//! that does not come back stays with whoever gave the money. What comes back for a year is not lasting income, so no
//! post is founded on it.
//!
//! Update: organisations in order, then the place.
//! Units: GBP, hours. Source: M08, M31, M32; assumptions A178-A183, A189-A191, A216, A338.
//! Regimes: lapse and what is withheld (payment), stewards (collaboration), central staff (government), new contracts
//! where a commissioner's rules change.

pub mod homes;
pub mod places;

use crate::model::ledger::{Activity, Ledger, NATIONAL, Origin, SERVICES};
use crate::model::rules::money::Payment;
use crate::model::rules::system::Government;
use crate::model::submodels::governance::costs::homes::{post_homes, post_temporary};
use crate::model::submodels::governance::costs::places::post_places;
use crate::model::world::Context;
use crate::model::world::Rules;
use crate::model::world::constants::Constants;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::{Commissioner, Place};
use crate::model::world::workers::Worker;
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
        /// Share of a year's budget that new contracts cost a commissioner who changes all of its rules.
        new_contracts: f64 = 0.01, "share", 0.0..=0.2, Uncertainty, "A216";
        /// Weeks over which that is paid.
        new_contracts_weeks: u32 = 26, "week", 1.0..=208.0, Uncertainty, "A216";
        /// Weeks of income that a reserve can hold; what is above goes back to the commissioner.
        reserve_weeks: f64 = 13.0, "week", 0.0..=104.0, Uncertainty, "A179";
        /// Debt at which posts are given up, in weeks of income.
        debt_weeks: f64 = 4.0, "week", 0.0..=52.0, Uncertainty, "A180";
        /// Share of posts given up, or taken back, at a time.
        post_step: f64 = 0.02, "share", 0.0..=0.5, Uncertainty, "A180";
        /// Posts that an organisation comes to at most, for each that it was founded with.
        most_posts: f64 = 1.5, "factor", 1.0..=5.0, Uncertainty, "A189";
        /// Posts that can be added in a year, as a share of those that it was founded with; one at least.
        new_posts_per_year: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "A189";
        /// Share of what was withheld or exceeded a reserve that is given out again in the next year.
        kept_returns: f64 = 1.0, "share", 0.0..=1.0, Uncertainty, "A190";
        /// Share of what lapsed that is given out again in the next year; the rest is lost to services.
        lapsed_returns: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A190";
        /// Share of central staff that is paid out of places' money; national government pays the rest.
        top_sliced: f64 = 1.0, "share", 0.0..=1.0, Uncertainty, "A191";
        /// Price of a place to move on to that an arm adds (`places_times`).
        move_on_place_pounds: f64 = 4800.0, "GBP/place", 0.0..=50000.0, Uncertainty, "A338";
        /// Paid hours of a full week.
        paid_hours_per_week: f64 = 37.5, "hour/week", 1.0..=60.0, Constant, "A150";
    }
}

/// Posts the week's costs of a place and moves its money.
pub fn post(place: &mut Place, context: &Context<'_>, p: &Parameters, agency_price: f64) {
    let year_ends = ends_year(context.week);
    let mut organisations = std::mem::take(&mut place.organisations);
    if context.services {
        let lasting = lasting(&organisations, &place.commissioner);
        for organisation in &mut organisations {
            let rules = context.rules(place.commissioner.row, organisation.row);
            let pay = 1.0 + f64::from(context.change.premium(organisation.row, context.week));
            let mut ledger = Ledger::funded_by(organisation.funder.column());
            post_organisation(organisation, &mut ledger, pay, agency_price, p);
            move_money(organisation, ledger.services_pounds(), pay, place, p);
            if year_ends {
                add_posts(organisation, lasting, pay, p);
                end_year(organisation, &rules, place, p);
            }
            place.ledger.add(&ledger);
        }
        if year_ends {
            give_back(&mut place.commissioner);
        }
        post_place(place, &context.country.row.of(context.rows).government, p);
        post_places(place, context, p.move_on_place_pounds);
    }
    place.organisations = organisations;
    post_homes(place, context.constants);
    post_crises(place, context.constants);
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
        (Activity::Meetings, h.meetings),
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
    ledger.post_pounds(Activity::Agency, Origin::None, ledger.funder, agency * price * agency_price);
    let replaced = f64::from(o.flows.hired) * p.replacement_pounds;
    ledger.post_pounds(Activity::Recruitment, Origin::None, ledger.funder, replaced);
    let checked = f64::from(o.incentive.audit) * f64::from(o.flows.closed_reported);
    ledger.post_pounds(Activity::Tendering, Origin::None, ledger.funder, checked * p.audit_pounds);
}

/// Assessments and hand-offs are spread over the origins of the week's requests, those who ask again from a list being
/// failure demand; the rest has no case.
fn post_by_request(ledger: &mut Ledger, o: &Organisation, activity: Activity, hours: f64, price: f64) {
    let mut asked = match activity {
        Activity::Assessment | Activity::Referral => o.flows.requests.map(f64::from),
        _ => [0.0; 4],
    };
    if activity == Activity::Assessment {
        asked[Origin::Failure as usize] += f64::from(o.flows.asked_again);
    }
    let all: f64 = asked.iter().sum();
    if all == 0.0 {
        ledger.post_hours(activity, Origin::None, hours, price);
        return;
    }
    for (origin, asked) in CASES.iter().zip(asked) {
        ledger.post_hours(activity, *origin, hours * asked / all, price);
    }
}

const CASES: [Origin; 4] = [Origin::New, Origin::Failure, Origin::Relapse, Origin::Referral];

/// Direct time by what became of it and by origin; what no case took is slack.
fn post_direct(ledger: &mut Ledger, o: &Organisation, price: f64) {
    let uses = o.flows.direct.by_activity();
    let given: f64 = uses.iter().map(|&(_, hours)| f64::from(hours)).sum();
    let origins: f64 = o.flows.direct_by_origin.iter().map(|&hours| f64::from(hours)).sum();
    // Agency cover is paid apart, so own direct time that reached no case is what is left of the allotted time.
    let own = f64::from(o.hours.direct);
    let scale = if given > own && given > 0.0 { own / given } else { 1.0 };
    for (activity, hours) in uses {
        for (origin, &part) in CASES.iter().zip(&o.flows.direct_by_origin) {
            let part = if origins > 0.0 { f64::from(part) / origins } else { 0.0 };
            ledger.post_hours(activity, *origin, f64::from(hours) * scale * part, price);
        }
    }
    ledger.post_hours(Activity::Slack, Origin::None, (own - given * scale).max(0.0), price);
}

/// Moves the reserve, and freezes, gives up or takes back posts.
fn move_money(o: &mut Organisation, spend: f64, pay: f64, place: &mut Place, p: &Parameters) {
    let income = o.income_per_week - o.withheld;
    keep(&mut place.commissioner, o.withheld, p);
    o.reserve += income - spend;
    o.spend_this_year += spend;
    o.income_this_year += income;
    let most = p.reserve_weeks * o.income_per_week;
    if o.reserve > most {
        keep(&mut place.commissioner, o.reserve - most, p);
        o.reserve = most;
    }
    o.frozen = o.reserve < 0.0;
    if o.reserve < -p.debt_weeks * o.income_per_week {
        o.posts_lost = (o.posts_lost + p.post_step as f32).min(1.0);
    } else if o.reserve > 0.0 && carries_one_more(o, income, pay, p) {
        o.posts_lost = (o.posts_lost - p.post_step as f32).max(0.0);
    }
}

/// Whether income carries another post beside those that are not given up.
fn carries_one_more(o: &Organisation, income: f64, pay: f64, p: &Parameters) -> bool {
    let posts = o.workers.len() as f64 * (1.0 - f64::from(o.posts_lost));
    income > (posts + 1.0) * p.paid_hours_per_week * o.pounds_per_hour * pay
}

/// Money that stays with the commissioner for now.
fn keep(commissioner: &mut Commissioner, pounds: f64, p: &Parameters) {
    commissioner.kept += pounds;
    commissioner.to_return += p.kept_returns * pounds;
}

/// What a year kept back is given out over the next.
fn give_back(commissioner: &mut Commissioner) {
    commissioner.returning = commissioner.to_return / crate::units::WEEKS_PER_YEAR;
    commissioner.to_return = 0.0;
}

/// Share of incomes that does not merely come back from the year before.
fn lasting(organisations: &[Organisation], commissioner: &Commissioner) -> f64 {
    let income: f64 = organisations.iter().map(|o| o.income_per_week).sum();
    if income > 0.0 { (1.0 - commissioner.returning / income).max(0.0) } else { 0.0 }
}

/// Founds posts on income that lasts beyond those that there are.
fn add_posts(o: &mut Organisation, lasting: f64, pay: f64, p: &Parameters) {
    let secure = o.posts_lost == 0.0 && o.reserve > p.debt_weeks * o.income_per_week;
    let posts = o.workers.len() as f64;
    let spent = o.spend_this_year / crate::units::WEEKS_PER_YEAR / posts.max(1.0);
    let cost = (p.paid_hours_per_week * o.pounds_per_hour * pay).max(spent);
    if !secure || cost <= 0.0 {
        return;
    }
    let first = f64::from(o.first_posts);
    let affordable = (o.income_per_week * lasting - o.withheld) / cost - posts;
    let room = p.most_posts * first - posts;
    let pace = if p.new_posts_per_year > 0.0 { (p.new_posts_per_year * first).max(1.0) } else { 0.0 };
    let new = affordable.min(room).min(pace).max(0.0) as usize;
    o.workers.extend(core::iter::repeat_n(Worker::default(), new));
}

/// A share of what a year left over lapses.
fn end_year(o: &mut Organisation, rules: &Rules<'_>, place: &mut Place, p: &Parameters) {
    let lapse = match rules.payment {
        Payment::ByResults(by_results) => by_results.lapse,
        Payment::Alliance(alliance) => alliance.lapse,
        Payment::Block(block) => block.lapse,
    };
    let left = (o.income_this_year - o.spend_this_year).clamp(0.0, o.reserve.max(0.0));
    o.reserve -= lapse * left;
    place.commissioner.lapsed += lapse * left;
    place.commissioner.to_return += p.lapsed_returns * lapse * left;
    (o.spend_this_year, o.income_this_year) = (0.0, 0.0);
}

/// New contracts are paid for, at one pace until all are.
fn pay_for_contracts(place: &mut Place, p: &Parameters) -> f64 {
    let commissioner = &mut place.commissioner;
    let paid = commissioner.contracts_due.min(1.0 / f64::from(p.new_contracts_weeks));
    commissioner.contracts_due -= paid;
    let pounds = p.new_contracts * crate::units::WEEKS_PER_YEAR * commissioner.budget_per_week * paid;
    place.ledger.post_pounds(Activity::Tendering, Origin::None, SERVICES, pounds);
    pounds
}

/// Stewards, government's own staff, and new contracts.
fn post_place(place: &mut Place, government: &Government, p: &Parameters) {
    let stewards = f64::from(place.stewards_fte);
    let upstream = f64::from(place.upstream_share);
    let pounds = stewards * p.steward_pounds_per_week;
    place.commissioner.overhead = pounds;
    place.ledger.post_pounds(Activity::Stewardship, Origin::None, SERVICES, pounds * (1.0 - upstream));
    place.ledger.post_pounds(Activity::Upstream, Origin::None, SERVICES, pounds * upstream);
    let central = match government {
        Government::Humble(humble) => humble.staff_fte_per_place,
        Government::Mandate(mandate) => mandate.staff_fte_per_place,
        Government::Absent(_) => 0.0,
    } * p.central_pounds_per_week;
    place.ledger.post_pounds(Activity::Central, Origin::None, SERVICES, p.top_sliced * central);
    place.ledger.post_pounds(Activity::Central, Origin::None, NATIONAL, (1.0 - p.top_sliced) * central);
    place.commissioner.overhead += p.top_sliced * central + pay_for_contracts(place, p);
}

fn post_crises(place: &mut Place, constants: &Constants) {
    let mut now = 0.0;
    for domain in 0..DOMAINS {
        let Some(crisis) = &constants.crises[domain] else {
            continue;
        };
        let entered = f64::from(place.tally.crises_entered[domain]) * crisis.pounds;
        let stay = f64::from(place.tally.in_crisis[domain]) * crisis.pounds_per_week;
        let pounds = (entered + stay) * place.shocks.price;
        place.ledger.post_pounds(Activity::Crisis, Origin::None, crisis.payer, pounds);
        now += pounds;
    }
    now += post_temporary(place, constants);
    place.commissioner.crisis_cost_now = now;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{hls, npm};

    #[test]
    fn contracts_under_changed_rules_are_paid_for_once_and_at_an_even_pace() {
        let p = Parameters { new_contracts: 0.02, new_contracts_weeks: 10, ..Parameters::default() };
        for (due, weeks) in [(1.0, 10), (0.4, 4), (2.0, 20)] {
            let mut place = fixtures::town(&npm(), 1, 1, 1).places.remove(0);
            (place.commissioner.budget_per_week, place.commissioner.contracts_due) = (1000.0, due);
            let paid: Vec<f64> = (0..30).map(|_| pay_for_contracts(&mut place, &p)).collect();
            assert!((paid[0] - 104.0).abs() < 1e-9, "{}", paid[0]);
            assert!(paid[weeks + 1..].iter().all(|&pounds| pounds == 0.0));
            assert!((paid.iter().sum::<f64>() - 1040.0 * due).abs() < 1e-6);
            let posted = place.ledger.activity_pounds(Activity::Tendering);
            assert!((posted - 1040.0 * due).abs() < 1e-6);
        }
    }

    #[test]
    fn a_year_has_fifty_two_weeks() {
        assert_eq!((0..520).filter(|&week| ends_year(week)).count(), 10);
        assert!(ends_year(51) && !ends_year(52));
    }

    fn rich(income: f64) -> Organisation {
        let mut o = fixtures::organisation(0, 20);
        (o.income_per_week, o.reserve) = (income, 10.0 * income);
        o
    }

    #[test]
    fn lasting_money_above_payroll_founds_posts_up_to_a_limit() {
        let p = Parameters::default();
        let mut o = rich(0.0);
        let payroll = 20.0 * p.paid_hours_per_week * o.pounds_per_hour;
        o.income_per_week = payroll;
        add_posts(&mut o, 1.0, 1.0, &p);
        assert_eq!(o.workers.len(), 20);
        (o.income_per_week, o.reserve) = (2.0 * payroll, 20.0 * payroll);
        add_posts(&mut o, 0.5, 1.0, &p);
        assert_eq!(o.workers.len(), 20, "what comes back once founds no post");
        let mut sizes = Vec::new();
        for _ in 0..7 {
            add_posts(&mut o, 1.0, 1.0, &p);
            sizes.push(o.workers.len());
        }
        assert_eq!(sizes, [22, 24, 26, 28, 30, 30, 30]);
        assert!(o.workers[20..].iter().all(|worker| !worker.filled));
    }

    #[test]
    fn posts_come_back_where_income_carries_one_more_and_no_sooner() {
        let p = Parameters::default();
        let mut place = fixtures::town(&npm(), 1, 1, 0).places[0].clone();
        for (posts_carried, comes_back) in [(18.5, false), (19.5, true)] {
            let mut o = rich(0.0);
            let post = p.paid_hours_per_week * o.pounds_per_hour;
            (o.posts_lost, o.reserve, o.income_per_week, o.withheld) = (0.1, 1.0, posts_carried * post, 0.0);
            move_money(&mut o, 0.0, 1.0, &mut place, &p);
            assert_eq!(o.posts_lost < 0.1, comes_back, "income for {posts_carried} posts, 18 of 20 kept");
        }
    }

    #[test]
    fn debt_freezes_posts_and_lasting_debt_gives_them_up() {
        let p = Parameters::default();
        let mut place = fixtures::town(&npm(), 1, 1, 0).places[0].clone();
        let weeks = p.debt_weeks;
        for (debt_weeks, frozen, lost) in
            [(0.0, false, 0.0), (0.5 * weeks, true, 0.0), (1.5 * weeks, true, p.post_step)]
        {
            let mut o = rich(1000.0);
            (o.reserve, o.withheld) = (-debt_weeks * o.income_per_week, 0.0);
            let spend = o.income_per_week;
            move_money(&mut o, spend, 1.0, &mut place, &p);
            assert_eq!((o.frozen, o.posts_lost), (frozen, lost as f32), "{debt_weeks} weeks of debt");
        }
    }

    #[test]
    fn income_lasts_but_for_what_comes_back_from_the_year_before() {
        let organisations = [rich(300.0), rich(100.0)];
        let mut commissioner = fixtures::town(&npm(), 1, 1, 0).places[0].commissioner.clone();
        for (returning, part) in [(0.0, 1.0), (100.0, 0.75), (500.0, 0.0)] {
            commissioner.returning = returning;
            assert_eq!(lasting(&organisations, &commissioner), part);
        }
        assert_eq!(lasting(&[], &commissioner), 0.0);
    }

    #[test]
    fn without_a_reserve_or_with_posts_given_up_none_are_added() {
        let p = Parameters::default();
        let mut poor = rich(1e6);
        poor.reserve = 0.0;
        let mut shrunk = rich(1e6);
        shrunk.posts_lost = 0.1;
        for o in [&mut poor, &mut shrunk] {
            add_posts(o, 1.0, 1.0, &p);
            assert_eq!(o.workers.len(), 20);
        }
    }

    #[test]
    fn what_is_kept_comes_back_over_the_next_year() {
        let p = Parameters::default();
        let mut commissioner = fixtures::town(&npm(), 1, 1, 0).places[0].commissioner.clone();
        keep(&mut commissioner, 5200.0, &p);
        give_back(&mut commissioner);
        assert_eq!((commissioner.kept, commissioner.returning, commissioner.to_return), (5200.0, 100.0, 0.0));
        give_back(&mut commissioner);
        assert_eq!(commissioner.returning, 0.0);
    }

    #[test]
    fn central_staff_cost_the_same_under_both_rules_and_whoever_pays_is_named() {
        for (top_sliced, payer) in [(0.0, NATIONAL), (1.0, SERVICES)] {
            let p = Parameters { top_sliced, ..Parameters::default() };
            let central = |government: &Government| {
                let mut place = fixtures::town(&npm(), 1, 1, 0).places.remove(0);
                post_place(&mut place, government, &p);
                (place.ledger.pounds[Activity::Central as usize][Origin::None as usize], place.commissioner.overhead)
            };
            let mandate = central(&npm().government);
            assert_eq!(mandate, central(&hls().government));
            assert!(mandate.0[payer] > 0.0 && (mandate.1 > 0.0) == (payer == SERVICES));
        }
    }

    #[test]
    fn a_new_post_costs_its_pay_or_what_posts_have_cost_if_that_was_more() {
        let p = Parameters::default();
        for (pay, spent_in_posts, founded) in [(1.0, 0.0, 2), (2.0, 0.0, 0), (1.0, 1.0, 2), (1.0, 3.0, 0)] {
            let mut o = rich(0.0);
            let payroll = 20.0 * p.paid_hours_per_week * o.pounds_per_hour;
            (o.income_per_week, o.reserve) = (2.0 * payroll, 20.0 * payroll);
            o.spend_this_year = 52.0 * spent_in_posts * payroll;
            add_posts(&mut o, 1.0, pay, &p);
            assert_eq!(o.workers.len() - 20, founded, "pay {pay}, spent {spent_in_posts} times the payroll");
        }
    }

    #[test]
    fn a_crisis_is_paid_at_entry_and_by_the_week_at_the_price_of_the_day_by_its_payer() {
        let mut place = fixtures::town(&npm(), 1, 1, 0).places.remove(0);
        let mut constants = fixtures::constants();
        constants.crises[2] = Some(fixtures::crisis(100.0, 10.0, 4));
        (place.tally.crises_entered[2], place.tally.in_crisis[2], place.shocks.price) = (2, 3, 1.5);
        (place.tally.crises_entered[0], place.tally.in_crisis[0]) = (9, 9);
        post_crises(&mut place, &constants);
        assert_eq!(place.ledger.pounds[Activity::Crisis as usize][Origin::None as usize][4], 345.0);
        assert_eq!((place.ledger.total_pounds(), place.commissioner.crisis_cost_now), (345.0, 345.0));
    }

    #[test]
    fn posts_are_founded_where_the_reserve_is_more_than_what_debt_may_be() {
        let p = Parameters::default();
        for (weeks, founded) in [(0.9 * p.debt_weeks, 0), (1.1 * p.debt_weeks, 2)] {
            let mut o = rich(0.0);
            o.income_per_week = 40.0 * p.paid_hours_per_week * o.pounds_per_hour;
            o.reserve = weeks * o.income_per_week;
            add_posts(&mut o, 1.0, 1.0, &p);
            assert_eq!(o.workers.len() - 20, founded, "{weeks} weeks");
        }
    }

    #[test]
    fn what_is_withheld_founds_no_post_and_dearer_pay_brings_none_back() {
        let p = Parameters::default();
        let post = p.paid_hours_per_week * 28.0;
        let mut o = rich(22.0 * post);
        o.withheld = 2.0 * post;
        add_posts(&mut o, 1.0, 1.0, &p);
        assert_eq!(o.workers.len(), 20);
        let mut place = fixtures::town(&npm(), 1, 1, 0).places.remove(0);
        for (pay, comes_back) in [(1.0, true), (1.1, false), (0.9, true)] {
            let mut o = rich(19.5 * post);
            (o.posts_lost, o.reserve) = (0.1, 1.0);
            move_money(&mut o, 0.0, pay, &mut place, &p);
            assert_eq!(o.posts_lost < 0.1, comes_back, "pay {pay}, income for 19.5 posts, 18 of 20 kept");
        }
    }
}
