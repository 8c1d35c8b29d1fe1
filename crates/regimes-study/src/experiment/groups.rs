//! Factors that a screening moves at once.
//!
//! A group is written `NAME=path,path`, a path that ends in `.*` standing for every factor below it; a factor that no group
//! names is a group of its own, called by its path.

use crate::experiment::axes::Axis;
use regimes_scenario::name::fault;
use regimes_scenario::nearest::nearest;

/// What is moved at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name; the path of a factor that moves alone.
    pub name: String,
    /// The factors, by number.
    pub factors: Vec<usize>,
}

impl Group {
    /// Each factor as a group of its own.
    #[must_use]
    pub fn each_alone(axes: &[Axis]) -> Vec<Group> {
        let alone = |(factor, axis): (usize, &Axis)| Group { name: axis.path.clone(), factors: vec![factor] };
        axes.iter().enumerate().map(alone).collect()
    }

    /// The factor, where it is one that moves alone.
    #[must_use]
    pub fn alone(&self) -> Option<usize> {
        match self.factors[..] {
            [factor] => Some(factor),
            _ => None,
        }
    }
}

/// The groups of factors, those that are named and after them the factors that are in none.
///
/// # Errors
/// All that is wrong with them, a line each.
pub fn groups(axes: &[Axis], texts: &[String]) -> Result<Vec<Group>, Vec<String>> {
    let (mut groups, mut wrong): (Vec<Group>, Vec<String>) = (Vec::new(), Vec::new());
    for text in texts {
        let Some((name, paths)) = text.split_once('=') else {
            wrong.push(format!("`{text}`: the form of a group is name=path,path"));
            continue;
        };
        let (name, mut factors) = (name.trim(), Vec::new());
        if let Some((message, remedy)) = fault(name) {
            wrong.push(format!("group `{name}`: {message}; {remedy}"));
        }
        if axes.iter().any(|axis| axis.path == name) {
            wrong.push(format!("`{name}` is a factor: call the group something else"));
        }
        if groups.iter().any(|group| group.name == name) {
            wrong.push(format!("there are two groups `{name}`"));
        }
        for path in paths.split(',').map(str::trim) {
            let found = named(axes, path).unwrap_or_else(|reason| {
                wrong.push(format!("group `{name}`: {reason}"));
                Vec::new()
            });
            for factor in found {
                let before = groups.iter().find(|group| group.factors.contains(&factor));
                match before.map(|group| group.name.as_str()).or(factors.contains(&factor).then_some(name)) {
                    Some(other) => wrong.push(format!("`{}` is in `{other}` already", axes[factor].path)),
                    None => factors.push(factor),
                }
            }
        }
        groups.push(Group { name: name.to_owned(), factors });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let alone = Group::each_alone(axes).into_iter();
    let alone: Vec<Group> =
        alone.filter(|one| !groups.iter().any(|group| group.factors.contains(&one.factors[0]))).collect();
    groups.extend(alone);
    Ok(groups)
}

/// The factors that a path of a group names.
fn named(axes: &[Axis], path: &str) -> Result<Vec<usize>, String> {
    let is_meant = |axis: &Axis| match path.strip_suffix('*') {
        Some(above) if above.is_empty() || above.ends_with('.') => axis.path.starts_with(above),
        _ => axis.path == path,
    };
    let found: Vec<usize> = (0..axes.len()).filter(|factor| is_meant(&axes[*factor])).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let near = nearest(path, axes.iter().map(|axis| axis.path.as_str()));
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(format!("there is no factor `{path}`{near}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes() -> Vec<Axis> {
        ["a.x=0..1", "a.y=0..1", "b.x=0..1"].map(|text| Axis::read(text).expect("sound")).to_vec()
    }

    fn read(texts: &[&str]) -> Result<Vec<Group>, Vec<String>> {
        groups(&axes(), &texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_factor_that_no_group_names_is_one_of_its_own() {
        assert_eq!(read(&[]).expect("sound"), Group::each_alone(&axes()));
        for text in ["money=a.x, a.y", "money=a.*"] {
            let groups = read(&[text]).expect("sound");
            let told: Vec<(&str, &[usize])> = groups.iter().map(|group| (&*group.name, &group.factors[..])).collect();
            assert_eq!(told, [("money", &[0, 1][..]), ("b.x", &[2])]);
        }
        assert_eq!(read(&["all=*"]).expect("sound").len(), 1);
    }

    #[test]
    fn what_is_wrong_with_groups_is_told_at_once() {
        let wrong = read(&["money", "one=a.x,a.x,b.z", "one=a.x", "Two=c.*", "three="]).expect_err("wrong");
        for part in ["`money`: the form", "`a.x` is in `one` already", "`b.z`", "two groups `one`", "`Two`", "`c.*`"] {
            assert!(wrong.iter().any(|line| line.contains(part)), "{part} in {wrong:?}");
        }
        assert_eq!(wrong.len(), 8, "{wrong:?}");
    }
}
