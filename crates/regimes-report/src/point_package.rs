//! `datapackage.json` of a study of points: what stands in the columns of its tables.

use crate::datapackage::{self, Package, Resource};
use crate::economics::Spread;
use crate::error::Error;
use crate::files::{Target, WrittenFile};
use crate::money::Money;
use crate::tables::economics;
use crate::{
    draw_economics_table, draw_effects_table, equal_budget_table, sensitivity_tables, sweep_tables, uncertainty_tables,
};
use regimes_study::experiment::points::Points;
use regimes_study::program;

/// The study that is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A sweep.
    Sweep,
    /// A sweep in which the budget of an arm is varied.
    SweepOfBudget,
    /// A sensitivity analysis.
    Sensitivity,
    /// A scenario on draws of its uncertain parameters.
    Uncertainty,
}

/// Writes the description of a study's tables.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, kind: Kind, points: &Points) -> Result<WrittenFile, Error> {
    let base = points.base();
    let of_points = Resource {
        name: "points",
        path: sweep_tables::POINTS.to_owned(),
        title: "A row a point, arm and outcome: the paired difference between arms, over the horizon.".to_owned(),
        columns: sweep_tables::columns(points),
    };
    let of_factors = Resource {
        name: "sensitivity",
        path: sensitivity_tables::SENSITIVITY.to_owned(),
        title: "A row an arm, outcome and factor: how far the factor moves the difference between arms.".to_owned(),
        columns: sensitivity_tables::columns(points),
    };
    let of_arms = Resource {
        name: "uncertainty",
        path: uncertainty_tables::UNCERTAINTY.to_owned(),
        title: "A row an arm and outcome: how uncertain its difference is, luck and parameters apart.".to_owned(),
        columns: uncertainty_tables::columns(points),
    };
    let of_effects = Resource {
        name: "effects",
        path: draw_effects_table::EFFECTS.to_owned(),
        title: "A row each two arms, cohort and outcome: the effect over draws, with a verdict by their shares."
            .to_owned(),
        columns: match kind {
            Kind::Uncertainty => draw_effects_table::columns(points),
            _ => draw_effects_table::columns_by_point(points),
        },
    };
    let of_budgets = Resource {
        name: "equal_budget",
        path: equal_budget_table::EQUAL_BUDGET.to_owned(),
        title: "A row an arm and outcome: the budget at which the arm equals the reference.".to_owned(),
        columns: equal_budget_table::columns(points),
    };
    let has_effects = points.source().is_some() && base.arms.len() > 1;
    let of_draws: Vec<Resource> = has_effects.then(|| of_effects.clone()).into_iter().collect();
    let (word, resources) = match kind {
        Kind::Uncertainty => {
            ("uncertainty", [vec![of_arms, of_effects, of_points], of_economics(target, points)].concat())
        }
        Kind::Sweep => ("sweep", [of_draws, vec![of_points]].concat()),
        Kind::SweepOfBudget => ("sweep", [vec![of_budgets], of_draws, vec![of_points]].concat()),
        Kind::Sensitivity => ("sensitivity", vec![of_factors, of_points]),
    };
    let package = Package {
        name: &format!("{}-{word}", base.name),
        title: &format!("{} points of `{}`: {}", points.points().len(), base.name, base.about),
        version: program::VERSION,
        money: &Money::of(&base.costs),
    };
    datapackage::write(target, &datapackage::of_resources(&package, &resources))
}

/// The tables of an economic evaluation that are there: without a whole draw there are none.
fn of_economics(target: Target, points: &Points) -> Vec<Resource<'static>> {
    let mut all = vec![
        Resource {
            name: "economics",
            path: draw_economics_table::ECONOMICS.to_owned(),
            title: economics::about(Spread::Parameters, &Money::of(&points.base().costs)),
            columns: draw_economics_table::columns(points),
        },
        Resource {
            name: "economic_draws",
            path: draw_economics_table::DRAWS.to_owned(),
            title: "A row a draw and arm: what it costs and gives for a resident, means over its futures.".to_owned(),
            columns: draw_economics_table::columns_of_draws(points),
        },
    ];
    if draw_economics_table::has_evppi(points) {
        all.push(Resource {
            name: "evppi",
            path: draw_economics_table::EVPPI.to_owned(),
            title: "A row a perspective, slope and parameter: what it would be worth to know the parameter.".to_owned(),
            columns: draw_economics_table::columns_of_evppi(points),
        });
    }
    all.retain(|table| target.folder().join(&table.path).is_file());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::overrides;

    #[test]
    fn every_column_has_a_type_and_a_description_and_paths_have_their_units() {
        let set = |harm: &str, support: &str| {
            overrides::read(&[format!("patterns.harm={harm}"), format!("arms.hls.casework={support}")])
        };
        let points = Points::of("tiny", Vec::new(), vec![set("0.1", "menu"), set("0.2", "menu")], vec![0]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        write(Target::Folder(folder.path()), Kind::Sensitivity, &points).unwrap();
        let text = std::fs::read_to_string(folder.path().join(datapackage::FILE)).unwrap();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap();
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.iter().map(|one| &one["path"]).collect::<Vec<_>>(), ["sensitivity.csv", "points.csv"]);
        for field in resources.iter().flat_map(|one| one["schema"]["fields"].as_array().unwrap()) {
            assert!(field["type"].is_string() && !field["description"].as_str().unwrap().is_empty(), "{field}");
        }
        let fields = resources[1]["schema"]["fields"].as_array().unwrap();
        let of = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap();
        assert_eq!([&of("patterns.harm")["type"], &of("patterns.harm")["unit"]], ["number", "share"]);
        assert_eq!(of("arms.hls.casework")["type"], "string");
    }
}
