//! The money of a folder of results.

use crate::error::Error;
use crate::files;
use serde::Deserialize;
use std::path::Path;

/// The money of a folder, as its `datapackage.json` says it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prices {
    /// The currency, as its code.
    pub currency: String,
    /// The year whose prices hold.
    pub price_year: u32,
    /// The rate at which later years count less (1/year).
    pub discount_per_year: f64,
}

impl Prices {
    /// The money of a folder.
    ///
    /// # Errors
    /// If its `datapackage.json` cannot be read, or does not say.
    pub fn read(folder: &Path) -> Result<Prices, Error> {
        let path = folder.join(crate::datapackage::FILE);
        let text = files::read(&path)?;
        serde_json::from_slice(&text).map_err(|error| Error::Content { path, reason: error.to_string() })
    }
}
