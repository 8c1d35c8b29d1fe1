//! How to load the exported matrices in R and Python.

use crate::economics::{ENDS, Spread};
use crate::exports::psa::{Matrices, PARAMETERS, ROWS};
use crate::wellbys::{self, SLOPES};

/// What the text is about.
pub struct About<'a> {
    /// The matrices.
    pub matrices: &'a Matrices,
    /// Whether parameters are drawn.
    pub has_parameters: bool,
}

/// The text, in Markdown.
#[must_use]
pub fn text(about: &About) -> String {
    let Matrices { found, prices, source, .. } = about.matrices;
    let (n, first) = (found.ids.len(), &about.matrices.arms[found.arms[0]]);
    let cases = match found.spread {
        Spread::Luck => {
            "Rows are paired futures: they differ by luck alone, and each uncertain parameter has one value. Acceptability and \
             the value of information from them are about luck, not about what research could tell."
        }
        Spread::Parameters => {
            "Rows are draws of the uncertain parameters, each the mean of its futures, so some luck is left in each. The value \
             of information from them is a little too high for that."
        }
    };
    let names: Vec<&str> = found.arms.iter().map(|arm| about.matrices.arms[*arm].as_str()).collect();
    format!(
        "# Matrices for probabilistic sensitivity analysis\n\n\
         From {source}.\n{cases}\n\n\
         Columns are arms ({}), rows are the same {n} cases in every file; `{ROWS}` has their numbers.\n\n\
         | file | holds |\n|---|---|\n\
         | `costs_public_sector.csv` | all public money, {currency} for a resident over the horizon, {year} prices |\n\
         | `costs_services.csv` | of that, money for services |\n\
         | `wellbys_low.csv`, `wellbys_middle.csv`, `wellbys_high.csv` | WELLBYs for a resident over the horizon, where a unit of the index is {} points of life satisfaction: read both ends |\n\
         {}| the same with `_undiscounted` | all years count alike; without, later years count less by {} % a year |\n\n\
         {}\n{}",
        names.join(", "),
        SLOPES.map(|slope| slope.to_string()).join(", "),
        if about.has_parameters { format!("| `{PARAMETERS}` | the parameters of each draw |\n") } else { String::new() },
        crate::numbers::short(100.0 * prices.discount_per_year),
        thresholds(about),
        code(about, first),
        currency = prices.currency,
        year = prices.price_year,
    )
}

fn thresholds(about: &About) -> String {
    let prices = &about.matrices.prices;
    match wellbys::values(&prices.currency, prices.price_year) {
        Some(values) => {
            let named = ENDS.iter().zip(values).map(|(end, value)| format!("{} ({end})", crate::numbers::short(value)));
            format!("Values of a WELLBY at these prices: {}.\n", named.collect::<Vec<String>>().join(", "))
        }
        None => "No value of a WELLBY is known in this currency and year.\n".to_owned(),
    }
}

fn code(about: &About, first: &str) -> String {
    let parameters = if about.has_parameters {
        format!("parameters <- read.csv(\"{PARAMETERS}\", check.names = FALSE)\n")
    } else {
        String::new()
    };
    let argument = if about.has_parameters { ", parameters = parameters" } else { "" };
    let evppi = if about.has_parameters {
        "# One parameter, by the regression that evppi.csv uses; its name without dots that R would change:\n\
         # calc_evppi(psa, wtp = wtp, params = names(parameters)[1], outcome = \"nmb\", type = \"poly\", poly.order = 2)\n"
    } else {
        ""
    };
    format!(
        "In R, with dampack:\n\n```r\n\
         cost <- read.csv(\"costs_public_sector.csv\", check.names = FALSE)\n\
         effect <- read.csv(\"wellbys_low.csv\", check.names = FALSE)  # and wellbys_high.csv\n\
         {parameters}wtp <- seq(0, 50000, 1000)\n\
         psa <- dampack::make_psa_obj(cost = cost, effectiveness = effect{argument}, strategies = names(cost), currency = \"{currency}\")\n\
         plot(dampack::ceac(wtp, psa))\n\
         plot(dampack::calc_evpi(psa, wtp))\n{evppi}```\n\n\
         With BCEA ({first} is the first column and the reference):\n\n```r\n\
         b <- BCEA::bcea(eff = as.matrix(effect), cost = as.matrix(cost), ref = 1, interventions = names(cost), Kmax = 50000)\n\
         BCEA::ceplane.plot(b); BCEA::ceac.plot(b); BCEA::evi.plot(b)\n```\n\n\
         In Python:\n\n```python\n\
         import pandas as pd\n\
         cost, effect = pd.read_csv(\"costs_public_sector.csv\"), pd.read_csv(\"wellbys_low.csv\")\n\
         benefit = 13000 * effect - cost\n\
         acceptable = benefit.eq(benefit.max(axis=1), axis=0).mean()\n\
         evpi = benefit.max(axis=1).mean() - benefit.mean().max()\n```\n",
        currency = about.matrices.prices.currency,
    )
}
