//! What an experiment computes of its runs: terms, numbers, and arithmetic over them.
//!
//! ```text
//! high.hls.flourishing - high.npm.flourishing@final
//! setting.arm.outcome[@final|@year1|@slope]
//! setting.arm.evaluation.true         setting.arm.evaluation_middle.apparent
//! setting.arm.group.newcomers.flourishing
//! ```

use crate::model::outcomes::{OUTCOMES, position};
use crate::scenario::nearest::advice;
use std::fmt;
use std::ops::Range;

/// Over which weeks an outcome is averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// The whole horizon.
    Horizon,
    /// The last year.
    Final,
    /// The first year.
    First,
    /// The last year less the first.
    Slope,
}

/// Words after `@`.
const OVERS: [(&str, Over); 3] = [("final", Over::Final), ("year1", Over::First), ("slope", Over::Slope)];

/// Who is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cohort {
    /// Those of the highest observed need.
    Highest,
    /// Those of middling observed need.
    Middle,
}

/// Cohorts by name.
const COHORTS: [(&str, Cohort); 2] = [("evaluation", Cohort::Highest), ("evaluation_middle", Cohort::Middle)];

/// What is said of a cohort's observed need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// At enrolment.
    Before,
    /// At the end.
    After,
    /// Its change, as a before-and-after evaluation sees it.
    Apparent,
    /// The change of the twin without services.
    Twin,
    /// What is left of the apparent change when that of the twin is taken off.
    True,
}

/// What is said, by name.
const SAID: [(&str, Said); 5] = [
    ("apparent", Said::Apparent),
    ("twin", Said::Twin),
    ("true", Said::True),
    ("before", Said::Before),
    ("after", Said::After),
];

/// What is looked at in one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// An outcome, by its number.
    Outcome(usize, Over),
    /// The evaluation of a cohort.
    Evaluation(Cohort, Said),
    /// Mean flourishing of a group.
    Group(String, Over),
}

/// One number of one arm in one setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The setting.
    pub setting: String,
    /// The arm.
    pub arm: String,
    /// What is looked at.
    pub measure: Measure,
}

/// Arithmetic over terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A term, and where it stands in the text.
    Term(Term, Range<usize>),
    /// One operation on its parts.
    Apply(Operation, Vec<Expression>),
}

/// What is done with parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
    /// Change of sign.
    Negate,
    /// Size without sign.
    Abs,
    /// The lesser.
    Min,
    /// The greater.
    Max,
}

/// Functions: name, operation, number of parts.
const FUNCTIONS: [(&str, Operation, usize); 3] =
    [("abs", Operation::Abs, 1), ("min", Operation::Min, 2), ("max", Operation::Max, 2)];

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its bytes in the expression.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(text: &str) -> Result<Expression, Fault> {
        let mut parser = Parser { text, at: 0 };
        if text.len() > LONGEST {
            let message = format!("an expression has at most {LONGEST} characters, and this one {}", text.len());
            return Err(parser.fault(0..text.len(), message, "split it into several quantities".to_owned()));
        }
        let whole = parser.sum()?;
        parser.blank();
        match parser.text[parser.at..].chars().next() {
            None => Ok(whole),
            Some(odd) => Err(parser.fault(
                parser.at..parser.at + odd.len_utf8(),
                format!("`{odd}` is not expected here"),
                "after a term comes + - * / or the end".to_owned(),
            )),
        }
    }

    /// Its value, each term looked up.
    pub fn value(&self, look_up: &dyn Fn(&Term) -> f64) -> f64 {
        match self {
            Expression::Number(number) => *number,
            Expression::Term(term, _) => look_up(term),
            Expression::Apply(operation, parts) => {
                let values: Vec<f64> = parts.iter().map(|part| part.value(look_up)).collect();
                operation.apply(&values)
            }
        }
    }

    /// All terms with their places, in the order of the text.
    #[must_use]
    pub fn terms(&self) -> Vec<(&Term, &Range<usize>)> {
        match self {
            Expression::Number(_) => Vec::new(),
            Expression::Term(term, span) => vec![(term, span)],
            Expression::Apply(_, parts) => parts.iter().flat_map(Expression::terms).collect(),
        }
    }
}

impl Operation {
    fn apply(self, values: &[f64]) -> f64 {
        match (self, values) {
            (Operation::Add, [a, b]) => a + b,
            (Operation::Subtract, [a, b]) => a - b,
            (Operation::Multiply, [a, b]) => a * b,
            (Operation::Divide, [a, b]) => a / b,
            (Operation::Negate, [a]) => -a,
            (Operation::Abs, [a]) => a.abs(),
            // `f64::min` would hide what is not a number.
            (Operation::Min, [a, b]) => {
                if a.is_nan() || a < b {
                    *a
                } else {
                    *b
                }
            }
            (Operation::Max, [a, b]) => {
                if a.is_nan() || a > b {
                    *a
                } else {
                    *b
                }
            }
            _ => f64::NAN,
        }
    }
}

/// Longest expression that is read: its brackets are followed as deep as they go.
const LONGEST: usize = 1000;

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn fault(&self, span: Range<usize>, message: String, remedy: String) -> Fault {
        Fault { span, message, remedy }
    }

    fn blank(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes a sign if it is the next.
    fn take(&mut self, signs: &[char]) -> Option<char> {
        self.blank();
        let next = self.text[self.at..].chars().next().filter(|next| signs.contains(next))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn sum(&mut self) -> Result<Expression, Fault> {
        self.chain([('+', Operation::Add), ('-', Operation::Subtract)], Parser::product)
    }

    fn product(&mut self) -> Result<Expression, Fault> {
        self.chain([('*', Operation::Multiply), ('/', Operation::Divide)], Parser::signed)
    }

    /// Parts that signs of equal rank join, from the left.
    fn chain(
        &mut self,
        [one, other]: [(char, Operation); 2],
        part: fn(&mut Self) -> Result<Expression, Fault>,
    ) -> Result<Expression, Fault> {
        let mut left = part(self)?;
        while let Some(sign) = self.take(&[one.0, other.0]) {
            let operation = if sign == one.0 { one.1 } else { other.1 };
            left = Expression::Apply(operation, vec![left, part(self)?]);
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, Fault> {
        match self.take(&['-']) {
            Some(_) => Ok(Expression::Apply(Operation::Negate, vec![self.signed()?])),
            None => self.part(),
        }
    }

    fn part(&mut self) -> Result<Expression, Fault> {
        self.blank();
        let from = self.at;
        if self.take(&['(']).is_some() {
            let inner = self.sum()?;
            return self.closed(from).map(|()| inner);
        }
        let rest = &self.text[from..];
        let word = |c: char| c.is_ascii_alphanumeric() || "_.@".contains(c);
        let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
        self.at += length;
        let (name, span) = (&rest[..length], from..from + length);
        match name.chars().next() {
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(name, span),
            Some(_) if self.take(&['(']).is_some() => self.function(name, span),
            Some(_) => Term::parse(name, span),
            None => Err(self.fault(
                from..(from + 1).min(self.text.len().max(from)),
                "a term is missing".to_owned(),
                "write a number, or a term such as `setting.arm.flourishing`".to_owned(),
            )),
        }
    }

    fn number(&mut self, text: &str, span: Range<usize>) -> Result<Expression, Fault> {
        text.parse().map(Expression::Number).map_err(|_| {
            let message = format!("`{text}` is not a number");
            self.fault(span, message, "numbers are written as 0.25".to_owned())
        })
    }

    fn function(&mut self, name: &str, span: Range<usize>) -> Result<Expression, Fault> {
        let Some((_, operation, wanted)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            let known = FUNCTIONS.map(|(known, ..)| known);
            return Err(self.fault(span, format!("there is no function `{name}`"), advice(name, &known)));
        };
        let mut parts = vec![self.sum()?];
        while self.take(&[',']).is_some() {
            parts.push(self.sum()?);
        }
        self.closed(span.start)?;
        if parts.len() != *wanted {
            let message = format!("`{name}` takes {wanted} and got {}", parts.len());
            return Err(self.fault(span, message, "parts are separated by commas".to_owned()));
        }
        Ok(Expression::Apply(*operation, parts))
    }

    fn closed(&mut self, from: usize) -> Result<(), Fault> {
        match self.take(&[')']) {
            Some(_) => Ok(()),
            None => {
                let message = "a bracket is not closed".to_owned();
                Err(self.fault(from..self.at, message, "write `)` where it ends".to_owned()))
            }
        }
    }
}

/// The value of a word in a list of known ones.
fn known<T: Copy>(list: &[(&str, T)], word: &str, what: &str, span: &Range<usize>) -> Result<T, Fault> {
    list.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = list.iter().map(|(name, _)| *name).collect();
        Fault { span: span.clone(), message: format!("`{word}` is not {what}"), remedy: advice(word, &names) }
    })
}

impl Term {
    fn parse(text: &str, span: Range<usize>) -> Result<Expression, Fault> {
        let (path, over) = text.split_once('@').map_or((text, None), |(path, over)| (path, Some(over)));
        let over_of =
            |over: Option<&str>| over.map_or(Ok(Over::Horizon), |word| known(&OVERS, word, "a stretch of time", &span));
        let parts: Vec<&str> = path.split('.').collect();
        let (setting, arm, measure) = match parts[..] {
            [setting, arm, cohort, said] if COHORTS.iter().any(|(name, _)| *name == cohort) => {
                if over.is_some() {
                    let message = "an evaluation has its own time".to_owned();
                    return Err(Fault { span, message, remedy: "leave out what follows @".to_owned() });
                }
                let cohort = known(&COHORTS, cohort, "a cohort", &span)?;
                let said = known(&SAID, said, "part of an evaluation", &span)?;
                (setting, arm, Measure::Evaluation(cohort, said))
            }
            [setting, arm, "group", group, "flourishing"] => {
                (setting, arm, Measure::Group(group.to_owned(), over_of(over)?))
            }
            [setting, arm, outcome] => (setting, arm, Measure::Outcome(outcome_of(outcome, &span)?, over_of(over)?)),
            _ => {
                let message = format!("`{text}` is not a term");
                let remedy = "a term is setting.arm.outcome, setting.arm.evaluation.true, \
                              or setting.arm.group.NAME.flourishing";
                return Err(Fault { span, message, remedy: remedy.to_owned() });
            }
        };
        let term = Term { setting: setting.to_owned(), arm: arm.to_owned(), measure };
        Ok(Expression::Term(term, span))
    }
}

fn outcome_of(name: &str, span: &Range<usize>) -> Result<usize, Fault> {
    position(name).ok_or_else(|| {
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let message = format!("there is no outcome `{name}`");
        Fault { span: span.clone(), message, remedy: advice(name, &names) }
    })
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = |over: &Over| {
            OVERS.iter().find(|(_, known)| known == over).map_or_else(String::new, |(name, _)| format!("@{name}"))
        };
        match self {
            Measure::Outcome(outcome, when) => write!(f, "{}{}", OUTCOMES[*outcome].name, over(when)),
            Measure::Group(group, when) => write!(f, "group.{group}.flourishing{}", over(when)),
            Measure::Evaluation(cohort, said) => {
                let cohort = COHORTS.iter().find(|(_, known)| known == cohort).map_or("", |(name, _)| name);
                let said = SAID.iter().find(|(_, known)| known == said).map_or("", |(name, _)| name);
                write!(f, "{cohort}.{said}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        let look_up = |term: &Term| match term.arm.as_str() {
            "hls" => 3.0,
            "lost" => f64::NAN,
            _ => 2.0,
        };
        Expression::parse(text).expect(text).value(&look_up)
    }

    fn fault(text: &str) -> Fault {
        Expression::parse(text).expect_err(text)
    }

    #[test]
    fn brackets_that_never_end_are_an_error_and_not_the_end_of_the_program() {
        for text in ["(".repeat(1000), "-".repeat(1000), format!("1{}", "+1".repeat(499))] {
            let _ = Expression::parse(&text).map(|whole| whole.value(&|_| 0.0));
        }
        let fault = Expression::parse(&"(".repeat(20_000)).expect_err("too long");
        assert!(fault.message.contains("at most 1000 characters"), "{}", fault.message);
    }

    #[test]
    fn arithmetic_has_the_usual_order() {
        assert_eq!(value("1 + 2 * 3"), 7.0);
        assert_eq!(value("(1 + 2) * -3"), -9.0);
        assert_eq!(value("8 / 4 / 2 - 1 - 1"), -1.0);
        assert_eq!(value("a.hls.flourishing - a.npm.flourishing@final"), 1.0);
        assert_eq!(value("abs(a.npm.waiting - 5) + min(1, 2) * max(1, .5)"), 4.0);
    }

    #[test]
    fn what_is_not_known_is_not_hidden() {
        assert!(value("min(a.lost.waiting, 1)").is_nan() && value("max(1, a.lost.waiting)").is_nan());
    }

    #[test]
    fn terms_name_what_is_looked_at() {
        let texts = [
            "public_cost",
            "deaths@final",
            "flourishing@slope",
            "group.older.flourishing@year1",
            "evaluation.true",
            "evaluation_middle.apparent",
        ];
        for text in texts {
            let Ok(Expression::Term(term, span)) = Expression::parse(&format!(" low.npm.{text}")) else {
                panic!("{text}");
            };
            assert_eq!((term.measure.to_string().as_str(), span.start), (text, 1));
        }
    }

    #[test]
    fn faults_have_their_place_and_the_nearest_name() {
        let misspelt = fault("1 + a.hls.flourishin");
        assert_eq!(misspelt.span, 4..20);
        assert!(misspelt.remedy.contains("`flourishing`"), "{}", misspelt.remedy);
        assert!(fault("a.hls.waiting@finl").remedy.contains("`final`"));
        assert!(fault("a.hls.evaluation.tru").remedy.contains("`true`"));
        assert!(fault("mix(1, 2)").remedy.contains("`min`"));
        assert!(fault("min(1)").message.contains("takes 2"));
        assert_eq!(fault("1 +").span, 3..3);
        assert!(fault("(1 + 2").message.contains("not closed"));
        assert!(fault("1 2").message.contains("not expected"));
        assert!(fault("1.2.3").message.contains("not a number"));
        assert!(fault("a.waiting").message.contains("not a term"));
        assert!(fault("").message.contains("missing"));
    }
}
