//! Rows of a table: words and numbers, with the column's type, unit and meaning declared beside its name.

use crate::error::Error;
use crate::files::{self, Format, Target, Text, WrittenFile};
use crate::numbers;
use crate::stop::Stop;
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Count,
    /// Real numbers.
    Number,
    /// Calendar dates.
    Date,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name in the header.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: Kind,
    /// Its unit; empty where it has none.
    pub unit: Cow<'static, str>,
    /// What it means.
    pub about: Cow<'static, str>,
    /// The words that it can hold; empty where the list is open.
    pub words: Vec<Cow<'static, str>>,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub const fn text(name: &'static str, about: &'static str) -> Column {
        Column::fixed(name, Kind::Text, "", about)
    }

    /// A column of whole numbers.
    #[must_use]
    pub const fn count(name: &'static str, unit: &'static str, about: &'static str) -> Column {
        Column::fixed(name, Kind::Count, unit, about)
    }

    /// A column of real numbers.
    #[must_use]
    pub const fn number(name: &'static str, unit: &'static str, about: &'static str) -> Column {
        Column::fixed(name, Kind::Number, unit, about)
    }

    /// A column of dates.
    #[must_use]
    pub const fn date(name: &'static str, about: &'static str) -> Column {
        Column::fixed(name, Kind::Date, "", about)
    }

    /// The same column with a closed list of words.
    #[must_use]
    pub fn of<W: Into<Cow<'static, str>>>(mut self, words: impl IntoIterator<Item = W>) -> Column {
        self.words = words.into_iter().map(Into::into).collect();
        self
    }

    /// The same column in a unit, with what it means.
    #[must_use]
    pub fn meaning(mut self, unit: Cow<'static, str>, about: String) -> Column {
        (self.unit, self.about) = (unit, about.into());
        self
    }

    /// A column of real numbers whose name is made.
    #[must_use]
    pub fn made(name: String, unit: Cow<'static, str>, about: String) -> Column {
        Column { name: name.into(), ..Column::number("", "", "") }.meaning(unit, about)
    }

    const fn fixed(name: &'static str, kind: Kind, unit: &'static str, about: &'static str) -> Column {
        Column {
            name: Cow::Borrowed(name),
            kind,
            unit: Cow::Borrowed(unit),
            about: Cow::Borrowed(about),
            words: Vec::new(),
        }
    }
}

/// Writes the rows of a table as CSV.
pub struct Rows<'a> {
    writer: csv::Writer<Text<'a>>,
    path: PathBuf,
    number: Vec<u8>,
    n_rows: u64,
    stop: Stop,
}

/// Rows after which a writer looks whether to stop.
const LOOK_EVERY: u64 = 1024;

impl<'a> Rows<'a> {
    /// The same table, which is given up once somebody asks to stop.
    #[must_use]
    pub fn until(self, stop: Stop) -> Rows<'a> {
        Rows { stop, ..self }
    }

    /// Begins a table with its header.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn begin(text: Text<'a>, path: &Path, columns: &[Column]) -> Result<Rows<'a>, Error> {
        let mut rows = Rows {
            writer: csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(text),
            path: path.to_owned(),
            number: Vec::with_capacity(32),
            n_rows: 0,
            stop: Stop::default(),
        };
        for column in columns {
            rows.word(&column.name)?;
        }
        rows.end_row()?;
        rows.n_rows = 0;
        Ok(rows)
    }

    /// The next cell: a word.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn word(&mut self, word: &str) -> Result<(), Error> {
        let written = self.writer.write_field(word);
        written.map_err(|error| self.refused(error))
    }

    /// The next cell: a number; what is not a number leaves it empty.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn number(&mut self, value: f64) -> Result<(), Error> {
        self.number.clear();
        numbers::push(&mut self.number, value);
        let written = self.writer.write_field(&self.number);
        written.map_err(|error| self.refused(error))
    }

    /// The next cells: words.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn words(&mut self, words: &[&str]) -> Result<(), Error> {
        words.iter().try_for_each(|word| self.word(word))
    }

    /// The next cells: numbers.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn numbers(&mut self, values: &[f64]) -> Result<(), Error> {
        values.iter().try_for_each(|value| self.number(*value))
    }

    /// Ends the row.
    ///
    /// # Errors
    /// If the disk refuses, somebody asks to stop, or the row has another number of cells than the header.
    pub fn end_row(&mut self) -> Result<(), Error> {
        self.n_rows += 1;
        if self.n_rows.is_multiple_of(LOOK_EVERY) {
            self.stop.check()?;
        }
        let written = self.writer.write_record(None::<&[u8]>);
        written.map_err(|error| self.refused(error))
    }

    /// Ends the table.
    ///
    /// # Errors
    /// If the disk refuses, or there is no row.
    pub fn end(mut self, why_empty: &str) -> Result<(), Error> {
        if self.n_rows == 0 {
            return Err(Error::Empty { file: self.path.display().to_string(), reason: why_empty.to_owned() });
        }
        self.writer.flush().map_err(Error::writing(&self.path))
    }

    fn refused(&self, error: csv::Error) -> Error {
        let source = match error.into_kind() {
            csv::ErrorKind::Io(source) => source,
            other => io::Error::other(format!("{other:?}")),
        };
        Error::writing(&self.path)(source)
    }
}

/// Writes a table; one without a row is an error, which `empty` names.
///
/// # Errors
/// What the disk says, or that there is no row.
pub fn write(
    target: Target,
    name: &'static str,
    columns: &[Column],
    empty: &str,
    fill: impl FnOnce(&mut Rows) -> Result<(), Error>,
) -> Result<WrittenFile, Error> {
    let path = target.folder().join(name);
    files::write(target, name, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, columns)?;
        fill(&mut rows)?;
        rows.end(empty)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[Column::text("name", "A name."), Column::number("value", "share", "A number.")];

    fn written(fill: impl FnOnce(&mut Rows) -> Result<(), Error>) -> Result<String, Error> {
        let mut text: Vec<u8> = Vec::new();
        let mut rows = Rows::begin(&mut text, Path::new("a.csv"), COLUMNS)?;
        fill(&mut rows)?;
        rows.end("nothing came")?;
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_cell_with_a_comma_is_quoted_and_a_missing_number_is_empty() {
        let text = written(|rows| {
            rows.word("debt, \"old\"")?;
            rows.number(f64::NAN)?;
            rows.end_row()
        });
        assert_eq!(text.unwrap(), "name,value\n\"debt, \"\"old\"\"\",\n");
    }

    #[test]
    fn an_empty_table_is_an_error_with_a_reason() {
        let error = written(|_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("nothing came"));
    }

    #[test]
    fn a_row_that_is_too_short_is_refused() {
        assert!(
            written(|rows| {
                rows.word("x")?;
                rows.end_row()
            })
            .is_err()
        );
    }
}
