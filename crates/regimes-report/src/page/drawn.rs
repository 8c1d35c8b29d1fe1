//! Figures in the page: the drawing, what it shows in words, its data as a table and to save.

use crate::figures::FOLDER;
use crate::figures::figure::Figure;
use crate::figures::render;
use crate::labels::worded;
use crate::page::grid::{Grid, text};
use maud::{Markup, PreEscaped, html};

/// Rows of data up to which the table stands in the page itself; longer ones are made from the data when asked for.
const FEW_ROWS: usize = 40;

/// What the drawing library writes beside each shape and is the default.
const IDLE: [(&str, &str); 4] = [
    (" opacity=\"1\"", ""),
    (" font-family=\"DejaVu Sans, Verdana, sans-serif\"", ""),
    (" stroke=\"none\"", ""),
    (" stroke-width=\"1\"", ""),
];

/// The figure of a name; none where it was not drawn.
#[must_use]
pub fn figure(figures: &[Figure], name: &str) -> Option<Markup> {
    figures.iter().find(|figure| figure.name == name).and_then(shown)
}

/// A figure; none where it cannot be drawn.
#[must_use]
pub fn shown(figure: &Figure) -> Option<Markup> {
    let name = figure.name.as_ref();
    let drawing = render::svg(&figure.scene, &figure.title, &figure.alt).ok()?;
    let drawing = IDLE.iter().fold(drawing, |text, (idle, by)| text.replace(idle, by));
    let data = csv(figure);
    Some(html! {
        figure id=(name) {
            div.drawing role="region" tabindex="0" aria-label={ (worded(name)) ": " (figure.title) } { (PreEscaped(drawing)) }
            figcaption {
                details { summary { "What the figure shows, in words" } p { (figure.alt.trim()) } }
                @if let Some(table) = table(figure) { details { summary { "The data drawn, as a table" } (table) } }
                @else {
                    div.data data-name=(name) {
                        noscript { p.note { "The data drawn: " code { (FOLDER) "/" (name) ".csv" } " in the folder of the run." } }
                    }
                }
            }
            // Nothing in the data of figures can end a script: names are words, and the rest are numbers.
            script type="text/csv" data-name=(name) { (PreEscaped(data)) }
        }
    })
}

/// The data as a table, where there is little of it.
fn table(figure: &Figure) -> Option<Markup> {
    if figure.rows.len() > FEW_ROWS {
        return None;
    }
    let mut grid = Grid::new(&figure.name, &format!("Data of the figure: {}", figure.title), &figure.header);
    for row in &figure.rows {
        if let [head, cells @ ..] = row.as_slice() {
            grid.row(head, cells.iter().map(|cell| text(cell)).collect());
        }
    }
    grid.shown()
}

/// The data as comma-separated values.
fn csv(figure: &Figure) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = figure.rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<&str>>());
    for row in std::iter::once(figure.header.clone()).chain(rows) {
        // Memory refuses no row, and the rows of a figure are of one length.
        if writer.write_record(row).is_err() {
            return String::new();
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).replace("</", "< /")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::scene::Scene;

    fn drawn(rows: usize) -> Figure {
        Figure {
            name: "levels".into(),
            title: "A < B".to_owned(),
            alt: "A lies below B.".to_owned(),
            header: vec!["arm", "value"],
            rows: (0..rows).map(|row| vec!["a, </script>".to_owned(), row.to_string()]).collect(),
            scene: Scene::new(40.0, 20.0),
        }
    }

    #[test]
    fn a_figure_has_words_a_table_and_data_that_cannot_end_the_script() {
        let shown = figure(&[drawn(2)], "levels").unwrap().into_string();
        for part in ["<title>A &lt; B</title>", "A lies below B.", "<table", "arm,value\n", "\"a, < /script>\",1"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert_eq!(shown.matches("</script>").count(), 1);
        let long = figure(&[drawn(FEW_ROWS + 1)], "levels").unwrap().into_string();
        assert!(!long.contains("<table") && long.contains("figures/levels.csv"));
        assert!(figure(&[drawn(2)], "cost").is_none());
    }
}
