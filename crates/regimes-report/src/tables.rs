//! The tables of a run: which there are, and in which order they are written.

pub mod census;
pub mod cohorts;
pub mod columns;
pub mod costs;
pub mod declaration;
pub mod effects;
pub mod economics;
pub mod evaluation;
pub mod groups;
pub mod lives;
pub mod pairs;
pub mod runs;
pub mod states;
pub mod summary;
pub mod timeseries;
pub mod years;

use crate::tables::declaration::Table;

/// All tables, in the order in which they are written.
pub const TABLES: &[Table] = &[
    runs::TABLE,
    timeseries::TABLE,
    summary::TABLE,
    pairs::TABLE,
    costs::TABLE,
    groups::TABLE,
    evaluation::TABLE,
    lives::TABLE,
    census::TABLE,
    cohorts::TABLE,
    effects::TABLE,
    years::TABLE,
    economics::TABLE,
    states::TABLE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Format, Target};
    use crate::observed::Observed;
    use crate::stop::Stop;
    use crate::synthetic;

    fn text(name: &str, arms: &[&str]) -> String {
        let (record, ensemble) = synthetic::make(arms, 3, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let table = TABLES.iter().find(|t| t.name == name).unwrap();
        let file = table.write(Target::Folder(folder.path()), &observed, Format::Csv, &Stop::default()).unwrap();
        std::fs::read_to_string(folder.path().join(file.name)).unwrap()
    }

    fn header(name: &str) -> String {
        text(name, &["npm", "hls"]).lines().next().unwrap().to_owned()
    }

    #[test]
    fn headers_are_those_that_readers_rely_on() {
        let expected = [
            ("summary", "scenario,arm,point_id,week,date,outcome,unit,n,mean,sd,mcse,q05,q25,q50,q75,q95"),
            ("pairs", "pair_id,scenario,arm_a,arm_b,outcome,over,a,b,difference"),
            ("costs", "run_id,arm,year,weeks,activity,origin,payer,pounds,hours,discounted"),
            ("groups", "run_id,arm,week,level,name,outcome,value"),
            ("evaluation", "run_id,arm,cohort,before,after,twin_after,apparent,true"),
            ("lives", "run_id,arm,agent,week,event,detail"),
            ("cohorts", "run_id,arm,cohort,outcome,people,mean,sd"),
            (
                "effects",
                "arm_a,arm_b,cohort,outcome,unit,n,people,a,b,effect,q05,q95,mcse,sd,effect_in_sd,\
                 effect_in_observed_sd,deaths_a,deaths_b,smallest,better,worse,inside,verdict,better_low,better_high,\
                 worse_low,worse_high,inside_low,inside_high",
            ),
            ("states", "run_id,arm,week,kind,agent,state"),
            ("census", "target,what,kind,unit,n,median,lowest,highest,from,to,within,used,source,values"),
        ];
        for (name, line) in expected {
            assert_eq!(header(name), line);
        }
        assert!(header("runs").starts_with(
            "run_id,scenario,arm,point_id,pair_id,replicate,seed,status,error,final_flourishing,mean_flourishing,"
        ));
        assert!(
            header("timeseries")
                .starts_with("run_id,scenario,arm,point_id,pair_id,replicate,seed,week,date,flourishing,")
        );
    }

    #[test]
    fn rows_are_as_many_as_runs_weeks_and_outcomes_make() {
        let outcomes = regimes_model::model::outcomes::OUTCOMES.len();
        let rows = |name| text(name, &["npm", "hls"]).lines().count() - 1;
        assert_eq!(rows("runs"), 6);
        assert_eq!(rows("timeseries"), 6 * 60);
        assert_eq!(rows("summary"), 2 * 60 * outcomes);
        assert_eq!(rows("pairs"), 3 * outcomes * 2);
    }

    #[test]
    fn a_week_of_a_run_has_its_date_and_its_values() {
        let text = text("timeseries", &["npm", "hls"]);
        let row = text.lines().find(|l| l.starts_with("hls-0001,") && l.contains(",2026-07-20,")).unwrap();
        assert!(row.starts_with("hls-0001,northern_town,hls,base,pair-0001,1,20260101,2,2026-07-20,0."), "{row}");
    }

    #[test]
    fn an_arm_alone_has_no_pairs() {
        let (record, ensemble) = synthetic::make(&["npm"], 2, 10);
        let observed = Observed::new(&record, &ensemble).unwrap();
        assert!((pairs::TABLE.absent)(&observed).is_some());
    }
}
