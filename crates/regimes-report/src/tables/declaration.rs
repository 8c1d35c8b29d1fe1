//! What a table declares of itself, and how it is written.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::observed::Observed;
use crate::stop::Stop;
use crate::table::{Column, Rows};

/// A table of the report.
pub struct Table {
    /// Its file name without ending.
    pub name: &'static str,
    /// What it holds.
    pub about: fn(&Observed) -> String,
    /// Its columns.
    pub columns: fn(&Observed) -> Vec<Column>,
    /// Writes its rows.
    pub fill: fn(&Observed, &mut Rows) -> Result<(), Error>,
    /// Why it must be left out of this report; none where it has rows.
    pub absent: fn(&Observed) -> Option<String>,
}

impl Table {
    /// The name of its file.
    #[must_use]
    pub fn file(&self, format: Format) -> String {
        format!("{}.{}", self.name, format.ending())
    }

    /// Writes the table.
    ///
    /// # Errors
    /// If the disk refuses, somebody asks to stop, or there are no rows.
    pub fn write(
        &self,
        target: Target,
        observed: &Observed,
        format: Format,
        stop: &Stop,
    ) -> Result<WrittenFile, Error> {
        let name = self.file(format);
        let path = target.folder().join(&name);
        files::write(target, &name, format, |text| {
            let mut rows = Rows::begin(text, &path, &(self.columns)(observed))?.until(stop.clone());
            (self.fill)(observed, &mut rows)?;
            rows.end("there are no rows")
        })
    }
}
