//! Draws of the uncertain parameters on which every experiment is run.
//!
//! Each line of `scenarios/posterior.csv` is a draw: its number, then a value for each path of the header.
//! Which parameters are drawn, and how, is told in `docs/calibration.md`.

use regimes_scenario::load;

/// The draws that are compiled into the program.
const SHIPPED: &str = include_str!("../../../../scenarios/posterior.csv");

/// The bundled scenario against which paths are checked.
const CHECKED_ON: &str = "town";

/// One draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Its number; also the replicate, and so the luck, that goes with it.
    pub number: u32,
    /// Its values as `--set` takes them.
    pub sets: Vec<String>,
}

/// The draws of a text.
///
/// # Errors
/// The line and what is wrong with it.
pub fn read(text: &str) -> Result<Vec<Draw>, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((_, header)) = lines.next() else { return Err("there is no header".to_owned()) };
    let paths: Vec<&str> = header.split(',').map(str::trim).collect();
    if paths.first() != Some(&"draw") {
        return Err(format!("the header begins with `{}`, not with `draw`", paths[0]));
    }
    lines.map(|(n, line)| draw(&paths, line).map_err(|reason| format!("line {}: {reason}", n + 1))).collect()
}

fn draw(paths: &[&str], line: &str) -> Result<Draw, String> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    if cells.len() != paths.len() {
        return Err(format!("{} cells below a header of {}", cells.len(), paths.len()));
    }
    let number = cells[0].parse().map_err(|_| format!("`{}` is not the number of a draw", cells[0]))?;
    let mut sets = Vec::new();
    for (path, cell) in paths.iter().zip(&cells).skip(1) {
        let value: f64 = cell.parse().map_err(|_| format!("`{cell}` is not a number"))?;
        if !value.is_finite() {
            return Err(format!("`{path}` is `{cell}`"));
        }
        sets.push(format!("{path}={cell}"));
    }
    Ok(Draw { number, sets })
}

/// The first so many of the draws that are compiled into the program; all where there are fewer.
///
/// # Errors
/// What is wrong with the file.
pub fn shipped(most: usize) -> Result<Vec<Draw>, String> {
    let mut draws = read(SHIPPED).map_err(|reason| format!("posterior.csv: {reason}"))?;
    draws.truncate(most);
    if let Some(first) = draws.first()
        && let Err(problems) = load(CHECKED_ON, &first.sets)
    {
        let told: Vec<String> = problems.list.iter().map(|problem| problem.message.clone()).collect();
        return Err(format!("posterior.csv: {}", told.join("; ")));
    }
    Ok(draws)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_draw() {
        let draws = read("draw,patterns.harm,support.coupling\n0,0.3,1\n7,0.2,1.5\n").expect("sound");
        assert_eq!(draws[1], Draw { number: 7, sets: vec!["patterns.harm=0.2".into(), "support.coupling=1.5".into()] });
    }

    #[test]
    fn a_line_that_does_not_fit_is_named() {
        assert!(read("").is_err());
        assert!(read("number,a\n").expect_err("header").contains("`draw`"));
        assert!(read("draw,a\n0,1\n1\n").expect_err("short").starts_with("line 3"));
        assert!(read("draw,a\n0,x\n").expect_err("word").contains("not a number"));
        assert!(read("draw,a\n0,inf\n").is_err());
    }

    #[test]
    fn every_shipped_draw_can_be_set() {
        let draws = shipped(usize::MAX).expect("sound");
        assert!(draws.len() >= 20);
        for draw in draws {
            assert!(load(CHECKED_ON, &draw.sets).is_ok(), "draw {}", draw.number);
        }
    }
}
