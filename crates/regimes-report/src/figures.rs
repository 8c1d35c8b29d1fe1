//! Figures: each as a vector drawing, a bitmap, the data drawn and a text that says what it shows.

pub mod audit;
pub mod axis;
pub mod by_arm;
pub mod comparison;
pub mod costs;
pub mod crises;
pub mod dots;
pub mod equity;
pub mod estimates;
pub mod evaluated;
pub mod evaluation;
pub mod families;
pub mod fan;
pub mod figure;
pub mod fonts;
pub mod homes;
pub mod intervals;
pub mod lives;
pub mod looks;
pub mod luck_and_parameters;
pub mod overview;
pub mod page;
pub mod panel;
pub mod plain;
pub mod points;
pub mod render;
pub mod scene;
pub mod picture;
pub mod practice;
pub mod series;
pub mod staff;
pub mod style;
pub mod tellings;
pub mod titles;
pub mod together;
pub mod twins;
pub mod uncertainty;
pub mod waterfall;
pub mod wins;
pub mod words;

#[cfg(test)]
pub mod layout;

use crate::error::Error;
use crate::figures::figure::Figure;
use crate::files::{self, Format, Target, WrittenFile};
use crate::observed::Observed;
use std::path::Path;

/// The folder of figures, below that of the run.
pub const FOLDER: &str = "figures";

/// A figure that can be drawn.
pub struct Plan {
    /// Its file name without ending.
    pub name: &'static str,
    /// Draws it, or says why this run has nothing to draw.
    pub draw: fn(&Observed) -> Result<Figure, String>,
}

/// Which files of a figure are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figures {
    /// All of them.
    #[default]
    All,
    /// All but the bitmaps, which take the longest.
    Vector,
    /// No figures.
    None,
}

/// All figures, in the order in which a reader meets them.
pub const FIGURES: &[Plan] = &[
    Plan { name: "overview", draw: overview::figure },
    Plan { name: "reported_and_true", draw: |o| twins::figure(o, &twins::PERFORMANCE) },
    Plan { name: "flourishing", draw: |o| fan::levels(o, "flourishing", "flourishing") },
    Plan { name: "cost", draw: |o| fan::levels(o, "cost", "public_cost") },
    Plan { name: "staff_wellbeing", draw: |o| fan::levels(o, "staff_wellbeing", "staff_wellbeing") },
    Plan { name: "flourishing_difference", draw: |o| fan::differences(o, "flourishing_difference", "flourishing") },
    Plan { name: "cost_difference", draw: |o| fan::differences(o, "cost_difference", "public_cost") },
    Plan {
        name: "staff_wellbeing_difference",
        draw: |o| fan::differences(o, "staff_wellbeing_difference", "staff_wellbeing"),
    },
    Plan { name: "reported_and_true_wait", draw: |o| twins::figure(o, &twins::WAITING) },
    Plan { name: "crises_by_kind", draw: crises::figure },
    Plan { name: "homes", draw: homes::figure },
    Plan { name: "staff", draw: staff::figure },
    Plan { name: "cost_by_line", draw: |o| costs::figure(o, costs::By::Activity) },
    Plan { name: "cost_by_payer", draw: |o| costs::figure(o, costs::By::Payer) },
    Plan { name: evaluated::plane::NAME, draw: evaluated::plane::figure },
    Plan { name: evaluated::acceptability::NAME, draw: evaluated::acceptability::figure },
    Plan { name: "equity_by_group", draw: equity::figure },
    Plan { name: "evaluation_twin", draw: evaluation::figure },
    Plan { name: "practice", draw: practice::figure },
    Plan { name: "town", draw: picture::figure },
    Plan { name: "lives", draw: lives::figure },
];

impl Figure {
    /// Writes the figure's files into the folder of figures; bitmaps are not compared.
    ///
    /// # Errors
    /// If the disk or the drawing library refuses.
    pub fn write(&self, target: Target, which: Figures) -> Result<Vec<WrittenFile>, Error> {
        let drawn = render::svg(&self.scene, &self.title, &self.alt).map_err(|reason| self.refused(reason))?;
        let mut written = vec![
            files::write_bytes(target, &self.file("svg"), drawn.as_bytes())?,
            files::write(target, &self.file("csv"), Format::Csv, |text| self.fill(text, target.folder()))?,
            files::write_bytes(target, &self.file("txt"), format!("{}\n", self.alt.trim()).as_bytes())?,
        ];
        if let (Figures::All, Target::Folder(folder)) = (which, target) {
            written.push(self.write_bitmap(folder)?);
        }
        Ok(written)
    }

    fn file(&self, ending: &str) -> String {
        format!("{FOLDER}/{}.{ending}", self.name)
    }

    fn fill(&self, text: files::Text, folder: &Path) -> Result<(), Error> {
        let path = folder.join(self.file("csv"));
        let refused = |error: csv::Error| Error::writing(&path)(std::io::Error::other(error));
        let mut writer = csv::Writer::from_writer(text);
        writer.write_record(&self.header).map_err(refused)?;
        for row in &self.rows {
            writer.write_record(row).map_err(refused)?;
        }
        writer.flush().map_err(Error::writing(&path))
    }

    #[allow(clippy::disallowed_methods, reason = "the encoder of the drawing library writes to a path of its own")]
    fn write_bitmap(&self, folder: &Path) -> Result<WrittenFile, Error> {
        let name = self.file("png");
        let path = folder.join(&name);
        let part = files::part_of(&path);
        // The encoder of the drawing library writes to a path of its own.
        if let Err(reason) = render::png(&self.scene, &part) {
            // The refusal is what to tell, whether or not the part can be removed.
            let _ = std::fs::remove_file(&part);
            return Err(self.refused(reason));
        }
        let bytes = std::fs::read(&part).map_err(Error::reading(&part))?;
        std::fs::rename(&part, &path).map_err(Error::writing(&path))?;
        Ok(WrittenFile { name, bytes: bytes.len() as u64, sha256: files::sha256(&bytes), differs: None })
    }

    fn refused(&self, reason: String) -> Error {
        Error::Draw { name: self.name.to_string(), reason }
    }
}
