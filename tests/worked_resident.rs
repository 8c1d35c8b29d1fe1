//! One resident's year in `docs/model.md`: lived by the program, and worked again by hand from the equations.
//!
//! `UPDATE_DOCS=1 cargo test --test worked_resident` rewrites the numbers.

mod support;

use regimes_model::model::rules::practice::Access;
use regimes_model::model::schedule;
use regimes_model::model::town::Course;
use regimes_model::model::world::World;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::run::calendar;
use std::path::Path;
use std::{env, fs};
use support::{scenario, under_arm};

/// The resident of the village in `tiny`, and the domain of the need.
const RESIDENT: usize = 86;
const DEBT: usize = 1;

/// Where the numbers stand in the document.
const BEGINS: &str = "<!-- the year of resident 86 -->\n";
const ENDS: &str = "<!-- end of the year -->\n";

/// By how much the program, whose needs have sixteen bits, may differ from the equations.
const CLOSE: f64 = 5e-4;

/// What is seen of the resident at the end of a week (shares).
#[derive(Clone, Copy, Debug)]
struct Seen {
    need: f64,
    set_point: f64,
    freedom: f64,
    agency: f64,
    ties: f64,
    trust: f64,
    /// Own priority of debt.
    priority: f64,
    is_served: bool,
    has_failed: bool,
    case: Option<SeenCase>,
}

/// What is seen of the resident's case.
#[derive(Clone, Copy, Debug)]
struct SeenCase {
    relationship: f64,
    /// Direct time this week (hour).
    hours: f64,
    /// Share of it that its own worker gives.
    own: f64,
    fit: f64,
    skill: f64,
    need_at_opening: f64,
}

fn share(bits: u16) -> f64 {
    f64::from(bits) / f64::from(u16::MAX)
}

fn see(world: &World) -> Seen {
    let place = &world.places[0];
    let (all, r) = (&place.residents, RESIDENT);
    assert!(all.need(r, 1 - DEBT) == 0.0 && all.trauma[r] == 0, "the example has one need and no trauma");
    let priorities = all.priorities[r].map(f64::from);
    let cases = place.organisations.iter().flat_map(|o| o.cases.iter().map(move |case| (o, case)));
    let mut theirs = cases.filter(|(_, case)| case.resident as usize == r);
    let case = theirs.next().map(|(organisation, case)| SeenCase {
        relationship: f64::from(case.relationship),
        hours: f64::from(case.hours_now),
        own: f64::from(case.own_now),
        fit: f64::from(case.fit),
        skill: f64::from(organisation.workers[usize::from(case.worker)].skill[DEBT]),
        need_at_opening: f64::from(case.need_at_opening),
    });
    Seen {
        need: f64::from(all.need(r, DEBT)),
        set_point: f64::from(all.set_points[r][DEBT]),
        freedom: share(all.freedom[r]),
        agency: share(all.agency[r]),
        ties: share(all.ties[r]),
        trust: share(all.trust[r]),
        priority: priorities[DEBT] / priorities.iter().sum::<f64>(),
        is_served: all.served[r].contains(DEBT),
        has_failed: all.failed[r].contains(DEBT),
        case,
    }
}

/// The year: the first entry before its first week, then one for each week.
fn year(scenario: &Scenario) -> Vec<Seen> {
    let (mut world, calendar) = (under_arm(scenario, 0), calendar(scenario, 0));
    let mut year = vec![see(&world)];
    for _ in 0..scenario.horizon_weeks {
        schedule::week(&mut world, &calendar);
        year.push(see(&world));
    }
    year
}

/// The weekly probability of a yearly rate.
fn weekly(rate: f64) -> f64 {
    1.0 - (-rate / 52.0).exp()
}

/// The equations, worked by hand beside what the program made of the same state.
struct Worked<'a> {
    scenario: &'a Scenario,
    year: &'a [Seen],
}

impl Worked<'_> {
    /// The state before and after a week.
    fn around(&self, week: usize) -> (Seen, Seen) {
        (self.year[week], self.year[week + 1])
    }

    fn flourishing(&self, seen: &Seen) -> f64 {
        let p = &self.scenario.parameters.flourishing;
        let sum = p.freedom_weight + p.agency_weight + p.ties_weight;
        let agency = p.agency_weight * p.compatible * seen.agency;
        (p.freedom_weight * seen.freedom + agency + p.ties_weight * seen.ties) / sum
    }

    /// Own-weighted freedom from need after the episode, in which need is past the floor.
    fn freedom(&self, week: usize) -> String {
        let (p, seen) = (&self.scenario.parameters.flourishing, self.around(week).1);
        let (debt, free) = (seen.priority, (1.0 - seen.need).max(p.floor));
        let freedom = 1.0 / ((1.0 - debt) / 1.0 + debt / free);
        same(freedom, seen.freedom);
        format!("freedom     = 1 / ({:.3} / 1 + {debt:.3} / {free:.3}) = {freedom:.3}", 1.0 - debt)
    }

    /// Need, set point and agency move by four weeks at a time.
    fn four_weeks(&self, week: usize) -> [String; 3] {
        let p = &self.scenario.parameters.lives;
        let (before, after) = self.around(week);
        let Course::Episodic(course) = &self.scenario.town.domains.0[DEBT].1.course else {
            panic!("debt is episodic");
        };
        let heal = 1.0 - (-4.0 / course.half_life_weeks).exp2();
        let need = before.need + heal * (before.set_point - before.need);
        same(need, after.need);
        let (follow, mending) = (4.0 * weekly(p.set_point_follows_per_year), 4.0 * weekly(p.mending_per_year));
        let rest = before.set_point;
        let set_point = rest + follow * (need - rest) - mending * before.agency * rest;
        same(set_point, after.set_point);
        let settle = 4.0 * weekly(p.agency_settles_per_year);
        let goal = p.agency_base + p.agency_span * before.freedom;
        let agency = before.agency + settle * (goal - before.agency);
        same(agency, after.agency);
        [
            format!("need'       = {:.3} + {heal:.3} * ({rest:.3} - {:.3}) = {need:.3}", before.need, before.need),
            format!(
                "set_point'  = {rest:.3} + {follow:.4} * ({need:.3} - {rest:.3}) - {mending:.4} * {:.3} * {rest:.3} = \
                 {set_point:.3}",
                before.agency
            ),
            format!(
                "agency'     = {:.3} + {settle:.4} * ({} + {} * {:.3} - {:.3}) = {agency:.3}",
                before.agency, p.agency_base, p.agency_span, before.freedom, before.agency
            ),
        ]
    }

    /// The chance of asking for help in a week.
    fn asks(&self, week: usize) -> [String; 2] {
        let (p, seen) = (&self.scenario.parameters.seeking, self.around(week).0);
        let Access::Threshold(access) = &self.scenario.arms.0[0].1.arm.regime.access else {
            panic!("the arm refuses by a threshold");
        };
        let ease = (-p.burden_weight * access.burden).exp();
        let rate = p.rate + if seen.has_failed { p.back } else { 0.0 };
        let asks = rate * seen.need * ease * (p.trust_floor + (1.0 - p.trust_floor) * seen.trust);
        [
            format!("ease        = exp(-{} * {:.1}) = {ease:.3}", p.burden_weight, access.burden),
            format!(
                "P(asks)     = {rate:.2} * {:.3} * {ease:.3} * ({} + {:.1} * {:.3}) = {asks:.3}",
                seen.need,
                p.trust_floor,
                1.0 - p.trust_floor,
                seen.trust
            ),
        ]
    }

    /// A week of support: the relationship grows, and need falls.
    fn support(&self, week: usize) -> [String; 3] {
        let p = &self.scenario.parameters.support;
        let (before, after) = self.around(week);
        let (old, new) = (before.case.expect("a case"), after.case.expect("a case"));
        let faded = old.relationship * (1.0 - p.relationship_fades);
        let relationship = faded + p.relationship_grows * new.hours * new.own * (1.0 - faded);
        same(relationship, new.relationship);
        let most = p.effect_per_hour * new.hours * new.skill * new.fit;
        let x = 1.0 - after.need / before.need;
        [
            format!(
                "R'          = {faded:.4} + {} * {:.3} * {:.3} * (1 - {faded:.4}) = {relationship:.4}",
                p.relationship_grows, new.hours, new.own
            ),
            format!(
                "x           = {} * {:.3} * {:.3} * {:.2} * others = {most:.4} * {:.2} = {x:.4}",
                p.effect_per_hour,
                new.hours,
                new.skill,
                new.fit,
                x / most
            ),
            format!("need'       = {:.3} * (1 - {x:.4}) = {:.3}", before.need, after.need),
        ]
    }

    /// How much need has fallen when the case closes in a week.
    fn gain(&self, week: usize) -> String {
        let (before, after) = self.around(week);
        let opening = before.case.expect("a case").need_at_opening;
        let fell = 1.0 - after.need / opening;
        assert!(fell >= self.scenario.parameters.closing.gain, "a real gain");
        format!(
            "fallen by     1 - {:.3} / {opening:.3} = {fell:.3}, at least {}",
            after.need, self.scenario.parameters.closing.gain
        )
    }
}

fn same(by_hand: f64, by_program: f64) {
    assert!((by_hand - by_program).abs() < CLOSE, "{by_hand} by hand, {by_program} by the program");
}

/// The week in which something first holds after a week.
fn when(year: &[Seen], from: usize, holds: impl Fn(&Seen) -> bool) -> usize {
    (from..year.len() - 1).find(|&week| holds(&year[week + 1])).expect("it happens in the year")
}

/// The table of the year and the equations, as the document has them.
fn page(scenario: &Scenario) -> String {
    let year = year(scenario);
    let worked = Worked { scenario, year: &year };
    let episode = when(&year, 0, |seen| seen.need > 0.5);
    let settled = when(&year, episode + 1, |seen| seen.need < year[episode + 1].need);
    let opened = when(&year, episode, |seen| seen.is_served);
    let closed = when(&year, opened, |seen| !seen.is_served);
    let back = when(&year, closed, |seen| seen.is_served);
    let rows = [
        (0, "before the year", "free from need".to_owned()),
        (episode + 1, "", "an episode: falls into debt".to_owned()),
        (settled + 1, "", "need, set point and agency have moved by four weeks".to_owned()),
        (opened + 1, "", "has asked; a case opens, with a standard package of twelve weeks".to_owned()),
        (closed + 1, "", "the package is over: the case ends by rule, and leaves the need".to_owned()),
        (back + 1, "", "has asked again: failure demand, and a new case".to_owned()),
        (year.len() - 1, "", "the year ends".to_owned()),
    ];
    let mut page = "\n| week | what has happened by its end | need | set point | freedom | agency | flourishing |\n\
                    |---|---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for (at, name, what) in rows {
        let (seen, week) = (&year[at], if name.is_empty() { (at - 1).to_string() } else { name.to_owned() });
        let Seen { need, set_point, freedom, agency, .. } = seen;
        let flourishing = worked.flourishing(seen);
        page += &format!(
            "| {week} | {what} | {need:.3} | {set_point:.3} | {freedom:.3} | {agency:.3} | {flourishing:.3} |\n"
        );
    }
    let block = |title: String, lines: &[String]| format!("\n{title}\n\n```text\n{}\n```\n", lines.join("\n"));
    let now = |week: usize| year[week + 1];
    page += &block(
        format!(
            "Week {episode}, the episode: freedom from debt counts at its floor, and spoils the mean of both domains."
        ),
        &[worked.freedom(episode), flourishing_of(&worked, &now(episode))],
    );
    page += &block(
        format!("Week {settled}: what moves by itself moves by four weeks at a time."),
        &worked.four_weeks(settled),
    );
    page += &block(format!("Week {opened}: the chance of asking, a week."), &worked.asks(opened));
    page += &block(format!("Week {}, the third of support.", opened + 2), &worked.support(opened + 2));
    page += &block(format!("Week {closed}: the case closes, and counts as a real gain."), &[worked.gain(closed)]);
    page += &block(
        format!(
            "Week {back}: because the need was left, the chance of asking is more than twice what it would have been."
        ),
        &worked.asks(back),
    );
    page
}

fn flourishing_of(worked: &Worked<'_>, seen: &Seen) -> String {
    let p = &worked.scenario.parameters.flourishing;
    format!(
        "flourishing = {} * {:.3} + {} * {:.3} * {} + {} * {:.3} = {:.3}",
        p.freedom_weight,
        seen.freedom,
        p.agency_weight,
        seen.agency,
        p.compatible,
        p.ties_weight,
        seen.ties,
        worked.flourishing(seen)
    )
}

#[test]
fn the_example_of_the_document_is_what_the_program_and_the_equations_give() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md");
    let document = fs::read_to_string(&path).expect("docs/model.md can be read");
    let (before, rest) = document.split_once(BEGINS).expect("the document has the mark");
    let (kept, after) = rest.split_once(ENDS).expect("the document has the second mark");
    let made = page(&scenario::<&str>("tiny", &[])) + "\n";
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGINS}{made}{ENDS}{after}")).expect("docs can be written");
        return;
    }
    assert!(kept == made, "docs/model.md, one resident's year: UPDATE_DOCS=1 rewrites it; it should be\n{made}");
}
