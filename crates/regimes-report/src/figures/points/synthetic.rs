//! Made-up pairs at points, for tests of figures.

use crate::figures::figure::Figure;
use crate::figures::layout;
use crate::figures::points::spread::Spread;
use crate::figures::points::subject::Subject;
use crate::files::Target;
use regimes_model::model::outcomes::position;
use regimes_scenario::overrides;
use regimes_study::experiment::points::Points;
use regimes_study::statistics::{Paired, Summary};

/// Pairs of futures of made-up points.
pub const PAIRS: usize = 10;

/// The subject of a small scenario with two arms, at two points.
pub fn subject() -> Subject {
    let outcomes = ["flourishing", "public_cost", "staff_wellbeing"].map(|name| position(name).unwrap());
    let sets = overrides::read(&["arms.graft=drop", "replicates=10"]);
    let points = [&["patterns.harm=0.1"], &["patterns.harm=0.2"]].map(|point| overrides::read(point));
    Subject::of(&Points::of("tiny", sets, points.to_vec(), outcomes.to_vec()).unwrap())
}

/// Pairs about a median that reach so far to each side; none where the median is not a number.
pub fn spread(median: f64, reach: f64) -> Spread {
    let n = if median.is_nan() { 0 } else { PAIRS };
    let step = |k: usize| median + reach * (2.0 * k as f64 / (PAIRS - 1) as f64 - 1.0);
    let pairs: Vec<(f64, f64)> = (0..n).map(|k| (0.0, step(k))).collect();
    let steps: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    Spread { paired: Paired::of(&pairs), quantiles: Summary::of(&steps).quantiles }
}

/// Holds a figure to what every figure keeps; it is written where the environment names a folder.
pub fn check(figure: &Figure, about: &str) {
    if let Ok(kept) = std::env::var("REGIMES_KEEP") {
        let folder = std::path::Path::new(&kept).join(about.replace(' ', "_"));
        let target = Target::Folder(&folder);
        target.prepare(crate::figures::FOLDER).unwrap();
        figure.write(target, crate::figures::Figures::All).unwrap();
    }
    assert_eq!(layout::clipped(&figure.scene), Vec::<&str>::new(), "{about}");
    assert_eq!(layout::overlapping(&figure.scene), Vec::<(&str, &str)>::new(), "{about}");
    assert!(figure.title.split_whitespace().count() < 10, "{about}: {}", figure.title);
    assert!(!figure.title.contains("NaN") && !figure.alt.contains("NaN"), "{about}: {}", figure.alt);
    assert!(figure.alt.contains("n this model, under these assumptions"), "{about}: {}", figure.alt);
    assert!(figure.rows.iter().all(|row| row.len() == figure.header.len()), "{about}");
}
