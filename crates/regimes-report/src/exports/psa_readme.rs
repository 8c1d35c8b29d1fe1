//! How to load the exported matrices in R and Python.

use crate::economics::{ENDS, Spread};
use crate::exports::prices::Prices;
use crate::numbers::short;
use crate::wellbys::{self, SLOPES};

/// The numbers of the cases, row by row.
pub const ROWS: &str = "rows.csv";
/// The parameters, where these are drawn.
pub const PARAMETERS: &str = "parameters.csv";

/// What the text is about.
pub struct About<'a> {
    /// Names of the arms, in the order of the columns.
    pub arms: Vec<&'a str>,
    /// How many rows there are.
    pub cases: usize,
    /// What makes them differ.
    pub spread: Spread,
    /// How money is counted.
    pub prices: &'a Prices,
    /// Where they come from, in words.
    pub source: &'a str,
    /// Parameters that are drawn.
    pub parameters: usize,
}

impl About<'_> {
    fn has_parameters(&self) -> bool {
        self.parameters > 0
    }
}

/// The text, in Markdown.
#[must_use]
pub fn text(about: &About) -> String {
    let (n, prices, source) = (about.cases, about.prices, about.source);
    let cases = match about.spread {
        Spread::Luck => {
            "Rows are paired futures: they differ by luck alone, and each uncertain parameter has one value. Acceptability and \
             the value of information from them are about luck, not about what research could tell."
        }
        Spread::Parameters => {
            "Rows are draws of the uncertain parameters, each the mean of its futures, so some luck is left in each. The value \
             of information from them is a little too high for that."
        }
    };
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
        about.arms.join(", "),
        SLOPES.map(|slope| slope.to_string()).join(", "),
        if about.has_parameters() {
            format!("| `{PARAMETERS}` | the parameters of each draw |\n")
        } else {
            String::new()
        },
        short(100.0 * prices.discount_per_year),
        thresholds(about),
        code(about),
        currency = prices.currency,
        year = prices.price_year,
    )
}

fn thresholds(about: &About) -> String {
    let prices = about.prices;
    match wellbys::values(&prices.currency, prices.price_year) {
        Some(values) => {
            let named = ENDS.iter().zip(values).map(|(end, value)| format!("{} ({end})", short(value)));
            format!("Values of a WELLBY at these prices: {}.\n", named.collect::<Vec<String>>().join(", "))
        }
        None => "No value of a WELLBY is known in this currency and year.\n".to_owned(),
    }
}

fn code(about: &About) -> String {
    let first = about.arms.first().copied().unwrap_or_default();
    let parameters = if about.has_parameters() {
        format!("parameters <- read.csv(\"{PARAMETERS}\", check.names = FALSE)\n")
    } else {
        String::new()
    };
    let argument = if about.has_parameters() { ", parameters = parameters" } else { "" };
    let evppi = if about.has_parameters() {
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
        currency = about.prices.currency,
    )
}
