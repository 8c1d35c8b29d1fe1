//! `regimes explain`: which rule makes the difference between two arms.

use crate::cli::at_points::outcomes_with;
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{self, Alike, Progress, StudyOptions, assignment};
use crate::cli::output;
use crate::cli::study::designed::Designed;
use crate::cli::study::settings::{all_of, numbered, one_of};
use regimes_model::model::regime::PRESETS;
use regimes_report::error::Error;
use regimes_report::explanation::subject::Subject;
use regimes_report::explanation::tables;
use regimes_report::explanation_findings;
use regimes_report::figures::{self, Figures};
use regimes_report::files::{Target, WrittenFile, sha256};
use regimes_report::manifest::Manifest;
use regimes_scenario::check::Loaded;
use regimes_scenario::load::Prepared;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::draws::{self, Fitted};
use regimes_study::experiment::explanation::findings::{Finding, findings};
use regimes_study::experiment::explanation::study::{Audited, Explanation, Orders, Question, Unexplained};
use regimes_study::experiment::explanation::values::Values;
use regimes_study::statistics::shapley::ORDERS_AT_A_TIME;
use regimes_study::study::design::Design;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::Path;

/// Orders of each future where none are asked for.
const ORDERS: usize = 24;
/// Things that differ up to which all mixtures are run where nothing else is asked for.
const EXACT: usize = 6;
/// How the command is called in manifests and folders.
pub const KIND: &str = "explain";

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes explain tiny --replicates 3 --orders 4
  regimes explain tiny --from npm --to npm_lean --audit --replicates 4
  regimes explain tiny --to hls --together learning,voice --replicates 2 --orders 4
Each is a folder with findings.txt (which rule makes the difference, in words), shapley.csv (what each
contributes), interactions.csv (what two do together), walk.csv (rule by rule), audit.csv (all that differs,
and what the difference becomes without it) and two figures.";

/// Explains the difference between two arms: what each rule contributes to it, and which do more together.
///
/// Every rule in which the arms differ, and every setting beside rules, can be as in the one arm or as in the other. A
/// rule's contribution is its Shapley value: what it adds, on average over all orders in which they can change.
/// Contributions add up to the whole difference. With few differences all mixtures are run; with many, those along orders
/// that are drawn for each future. All mixtures of a future share its people and its luck.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// The arm from which rules change, or a row of rules such as `npm_lean`; the first arm if left out.
    #[arg(long, value_name = "ARM")]
    from: Option<String>,
    /// The arm to which they change, or a row of rules; the arm that the scenario is about, or the second, if left out.
    #[arg(long, value_name = "ARM")]
    to: Option<String>,
    /// Rules or settings that change as one, as `payment,competition`; can be repeated.
    #[arg(long, value_name = "RULES")]
    together: Vec<String>,
    /// Orders that are drawn in each future, in fours [default: all mixtures of 6 or fewer differences, or else 24].
    #[arg(long, value_name = "N", value_parser = orders, conflicts_with = "all_mixtures")]
    orders: Option<usize>,
    /// Runs all mixtures, of 16 differences at most: two to the power of their number, in each future.
    #[arg(long)]
    all_mixtures: bool,
    /// Exchanges each number of a rule alone as well, and the rules under which the town begins.
    #[arg(long)]
    audit: bool,
    /// Outcomes beside flourishing, public cost and staff wellbeing; can be repeated.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// Changes a value first, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<Override>,
    /// The seed of all draws, in place of the scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = options::seed)]
    seed: Option<u64>,
    /// Paired futures, in place of the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: Option<u32>,
    /// On this many draws of its uncertain parameters, in place of futures that differ by luck alone.
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "replicates", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    draws: Option<u32>,
    /// Pays all arms alike (a block grant, A330) in place of their own payment.
    #[arg(long)]
    equal_payment: bool,
    #[command(flatten)]
    study: StudyOptions,
}

/// What each draw sets, and where draws are from.
type Drawn = (Vec<Vec<Override>>, &'static str);

/// A number of orders.
///
/// # Errors
/// What it can be, with the nearest that can.
fn orders(text: &str) -> Result<usize, String> {
    /// The most.
    const MOST: usize = 10_000;
    let allowed =
        format!("orders come in fours (one, its reverse, and both with neighbours exchanged), {MOST} at most");
    match text.trim().parse::<usize>() {
        Ok(n) if n > 0 && n.is_multiple_of(ORDERS_AT_A_TIME) && n <= MOST => Ok(n),
        Ok(n) => Err(format!("{allowed}, such as {}", n.clamp(1, MOST).next_multiple_of(ORDERS_AT_A_TIME))),
        Err(_) => Err(allowed),
    }
}

/// Runs it.
///
/// # Errors
/// All that is wrong with the scenario, the arms and what is asked of them; a folder that is not to be touched, an
/// interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let explanation = arguments.explanation()?;
    let study = arguments.designed(&explanation);
    let tell = |store: &dyn Store, folder: &Path| {
        if arguments.study.quiet { Ok(()) } else { tell(&explanation, store, folder) }
    };
    let write = |target: Target, store: &dyn Store| write(target, &explanation, store);
    study.make(&|kept| plan_line(&explanation, &study, kept), &|_| Ok(()), &write, &tell)
}

/// Makes the explanation of a folder again, and compares its tables.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let mut arguments = Arguments::of_settings(saved);
    arguments.study.threads = threads;
    let explanation = arguments.explanation()?;
    arguments.designed(&explanation).again(folder, &|target, store| write(target, &explanation, store))
}

/// Draws the figure of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them.
pub fn draw_again(folder: &Path, saved: &Manifest, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let arguments = Arguments::of_settings(saved);
    let explanation = arguments.explanation()?;
    let study = arguments.designed(&explanation);
    study.draw_again((folder, saved), target, &|target, store| {
        let values = Values::of(&explanation, store)?;
        draw(target, &Subject::of(&explanation, &findings(&explanation, &values)))
    })
}

fn write(target: Target, explanation: &Explanation, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
    let (found, failure) = found(explanation, store)?;
    let subject = Subject::of(explanation, &found);
    let mut written = tables::write(target, &subject)?;
    written.push(explanation_findings::write(target, &subject, failure.as_deref())?);
    written.extend(draw(target, &subject)?);
    Ok(written)
}

fn draw(target: Target, subject: &Subject) -> Result<Vec<WrittenFile>, Error> {
    target.prepare(figures::FOLDER)?;
    let drawn = [figures::waterfall::figure(subject), figures::audit::figure(subject)];
    let written = drawn.iter().map(|figure| figure.write(target, Figures::All)).collect::<Result<Vec<_>, Error>>()?;
    Ok(written.concat())
}

/// What is found, and what is left out of it.
fn found(explanation: &Explanation, store: &dyn Store) -> Result<(Vec<Finding>, Option<String>), Error> {
    let values = Values::of(explanation, store)?;
    let failed = values.failed;
    let told = |reason: &String| format!("{failed} tasks failed, and their futures are left out; the first: {reason}");
    let failure = values.failure.as_ref().map(told);
    Ok((findings(explanation, &values), failure))
}

fn tell(explanation: &Explanation, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
    let (found, failure) = found(explanation, store)?;
    let text = explanation_findings::text(&Subject::of(explanation, &found), failure.as_deref());
    let figure = folder.join(figures::FOLDER).join(format!("{}.png", figures::waterfall::NAME));
    let table = folder.join(tables::SHAPLEY);
    output::write(&format!("{text}Table: {}\nOpen {}\n", table.display(), figure.display()))
}

fn plan_line(explanation: &Explanation, study: &Designed<'_, Explanation>, kept: usize) -> String {
    let (players, futures) = (explanation.sides().players.len(), explanation.futures());
    let of = match explanation.orders() {
        Some(orders) => format!("mixtures along {orders} drawn orders"),
        None => "all mixtures".to_owned(),
    };
    let kind = if explanation.source().is_some() { "draws" } else { "paired futures" };
    format!(
        "{players} things differ; {of} in each of {futures} {kind}: {} runs in {} tasks, {kept} of these kept from before; {}",
        explanation.runs(),
        explanation.tasks(),
        study.about(explanation.base(), kept)
    )
}

impl Arguments {
    fn explanation(&self) -> Result<Explanation, Failure> {
        let outcomes = outcomes_with(&self.outcome)?;
        let sets = self.sets();
        let own = Prepared::read(&self.scenario)?.with(&[])?;
        let rows: Vec<String> = [&self.from, &self.to]
            .into_iter()
            .flatten()
            .filter(|name| own.scenario.arms.get(name).is_none() && PRESETS.contains(&name.as_str()))
            .cloned()
            .collect();
        let prepared = Prepared::read_with_presets(&self.scenario, &rows)?;
        // What is wrong with the scenario itself is shown with its place in the file.
        let loaded = prepared.with(&sets)?;
        let question = Question {
            arms: self.arms(&loaded)?,
            together: self
                .together
                .iter()
                .map(|text| text.split(',').map(|key| key.trim().to_owned()).collect())
                .collect(),
            outcomes,
            orders: match self.orders {
                Some(orders) => Orders::Drawn(orders),
                None if self.all_mixtures => Orders::All,
                None => Orders::AllUpTo(EXACT, ORDERS),
            },
            audited: if self.audit { Audited::Everything } else { Audited::Players },
        };
        let draws = self.draws(&loaded)?;
        Explanation::of(prepared, sets, question, draws).map_err(|wrong| match wrong {
            Unexplained::Problems(problems) => Failure::from(problems),
            Unexplained::Faults(faults) => Failure::all(faults),
        })
    }

    /// What is set, equal payment, seed and replicates last.
    fn sets(&self) -> Vec<Override> {
        let alike = self.equal_payment.then(|| Alike::Instead.set());
        let set: Vec<Override> = self.set.iter().cloned().chain(alike).collect();
        options::with_luck(&set, self.seed, self.replicates)
    }

    /// The names of the two arms.
    fn arms(&self, loaded: &Loaded) -> Result<[String; 2], Failure> {
        let scenario = &loaded.scenario;
        let names: Vec<&str> = scenario.arms.iter().map(|(name, _)| name).collect();
        let from = self.from.clone().unwrap_or_else(|| names[0].to_owned());
        let usual = || {
            let focus = scenario.focus.map(|arm| names[arm]).filter(|name| *name != from);
            focus.or_else(|| names.iter().find(|name| **name != from).copied()).unwrap_or(names[0]).to_owned()
        };
        let arms = [from.clone(), self.to.clone().unwrap_or_else(usual)];
        let known: Vec<&str> = names.iter().chain(PRESETS).copied().collect();
        let unknown = arms.iter().filter(|name| !names.contains(&name.as_str()));
        let faults: Vec<String> = unknown
            .map(|name| format!("there is no arm and no row of rules `{name}`; {}", advice(name, &known)))
            .collect();
        if faults.is_empty() { Ok(arms) } else { Err(Failure::all(faults)) }
    }

    /// What each draw sets, and where draws are from; none unless they are asked for.
    fn draws(&self, loaded: &Loaded) -> Result<Option<Drawn>, Failure> {
        let Some(draws) = self.draws.map(|draws| draws as usize) else { return Ok(None) };
        let all = draws::shipped(usize::MAX).map_err(Failure::Input)?;
        if draws > all.len() {
            return Err(Failure::Input(format!("--draws {draws}: there are {} draws; take 2 to {0}", all.len())));
        }
        let sets = all[..draws].iter().map(|draw| draw.of(loaded)).collect();
        Ok(Some((sets, Fitted::of(loaded).label())))
    }

    fn designed<'a>(&'a self, explanation: &'a Explanation) -> Designed<'a, Explanation> {
        let base = explanation.base();
        let [from, to] = &explanation.sides().names;
        let mut manifest =
            Manifest::of_study(KIND, &format!("{to} less {from} in {}", base.name), explanation.futures());
        manifest.seed = base.seed;
        manifest.arms = vec![from.clone(), to.clone()];
        manifest.inputs.insert("scenario".to_owned(), sha256(base.resolved().as_bytes()));
        manifest.settings.extend(self.settings());
        Designed { kind: KIND, design: explanation, manifest, options: &self.study }
    }

    /// What makes the explanation, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let sets: Vec<String> = self.sets().iter().map(ToString::to_string).collect();
        let number = |n: Option<usize>| n.map(|n| n.to_string());
        let single = [
            ("scenario", Some(self.scenario.clone())),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("orders", number(self.orders)),
            ("all_mixtures", self.all_mixtures.then(|| true.to_string())),
            ("audit", self.audit.then(|| true.to_string())),
            ("draws", number(self.draws.map(|draws| draws as usize))),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let lists = [("together", &self.together), ("outcome", &self.outcome), ("set", &sets)];
        lists.iter().flat_map(|(name, values)| numbered(name, values)).chain(single).collect()
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        let given = |name: &str| Some(one_of(saved, name)).filter(|value| !value.is_empty());
        Arguments {
            scenario: one_of(saved, "scenario"),
            from: given("from"),
            to: given("to"),
            together: all_of(saved, "together"),
            orders: given("orders").and_then(|text| text.parse().ok()),
            all_mixtures: given("all_mixtures").is_some(),
            audit: given("audit").is_some(),
            outcome: all_of(saved, "outcome"),
            set: all_of(saved, "set").into_iter().map(Override::from).collect(),
            draws: given("draws").and_then(|text| text.parse().ok()),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
            ..Arguments::default()
        }
    }
}
