//! Tables of the page, each in a box of its own that scrolls where there is little room.

use maud::{Markup, html};

/// A table.
pub struct Grid {
    /// The file name without ending under which its cells can be saved.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// Heads of its columns; the first is that of the heads of rows.
    pub heads: Vec<String>,
    /// Rows, each with its head.
    pub rows: Vec<(Markup, Vec<Markup>)>,
    /// Whether cells hold words that may go over several lines.
    pub wraps: bool,
}

impl Grid {
    /// A table without rows.
    #[must_use]
    pub fn new(name: &str, caption: &str, heads: &[&str]) -> Grid {
        Grid {
            name: name.to_owned(),
            caption: caption.to_owned(),
            heads: heads.iter().map(|&head| head.to_owned()).collect(),
            rows: Vec::new(),
            wraps: false,
        }
    }

    /// Adds a row.
    pub fn row(&mut self, head: &str, cells: Vec<Markup>) {
        self.rows.push((html! { (head) }, cells));
    }

    /// The table as HTML; none without rows.
    #[must_use]
    pub fn shown(&self) -> Option<Markup> {
        (!self.rows.is_empty()).then(|| {
            html! {
                div.scroll role="region" tabindex="0" aria-label=(self.caption) {
                    table.wraps[self.wraps] data-name=(self.name) {
                        caption { (self.caption) }
                        thead { tr { @for head in &self.heads { th scope="col" { (head) } } } }
                        tbody {
                            @for (head, cells) in &self.rows {
                                tr { th scope="row" { (head) } @for cell in cells { td { (cell) } } }
                            }
                        }
                    }
                }
            }
        })
    }
}

/// A text as a cell.
#[must_use]
pub fn text(text: &str) -> Markup {
    html! { (text) }
}

/// A section of the page.
pub struct Section {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// What it holds.
    pub body: Markup,
}
