//! What an experiment computes of its runs: arithmetic over numbers and [terms](crate::experiment::term).
//!
//! ```text
//! high.hls.flourishing - high.npm.flourishing@final
//! max(a.hls.waiting / a.npm.waiting - 1, 0)
//! ```

use crate::experiment::term::{Fault, Term};
use regimes_scenario::nearest::advice;
use std::ops::Range;

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
        if text.matches(['(', '-']).count() > MOST_NESTED {
            let message = format!("an expression has at most {MOST_NESTED} brackets and minus signs");
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

/// Longest expression that is read.
const LONGEST: usize = 1000;

/// Most brackets and minus signs: they are followed as deep as they go.
const MOST_NESTED: usize = 100;

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
            Some(_) => Ok(Expression::Term(Term::parse(name, span.clone())?, span)),
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
    fn faults_have_their_place_and_the_nearest_name() {
        let misspelt = fault("1 + a.hls.flourishin");
        assert_eq!(misspelt.span, 4..20);
        assert!(misspelt.remedy.contains("`flourishing`"), "{}", misspelt.remedy);
        assert!(fault("a.hls.waiting@finl").remedy.contains("`final`"));
        assert!(fault("a.hls.evaluation.tru").remedy.contains("`true`"));
        assert!(fault("a.hls.crisis.eviction.crises_cost").remedy.contains("`crisis_cost`"));
        assert!(fault("a.hls.grup.old.flourishing").remedy.contains("`group`"));
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
