//! Verdicts as the register marks them.

/// A verdict as the register marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Better by the smallest effect that matters in at least 80 % of draws.
    Win,
    /// Worse.
    Loss,
    /// Smaller than that.
    NoDifference,
    /// None of these.
    Undecided,
}

impl Mark {
    /// All marks, and how tables of effects call the verdict.
    const ALL: [(Mark, char, &str); 4] = [
        (Mark::Win, 'W', "win"),
        (Mark::Loss, 'L', "loss"),
        (Mark::NoDifference, '=', "no difference"),
        (Mark::Undecided, '?', "undecided"),
    ];

    /// The mark that a letter stands for.
    #[must_use]
    pub fn of_letter(letter: &str) -> Option<Mark> {
        Mark::ALL.iter().find(|(_, mark, _)| letter.chars().eq([*mark])).map(|(mark, ..)| *mark)
    }

    /// The mark of a verdict, as tables of effects call it.
    #[must_use]
    pub fn of_verdict(word: &str) -> Option<Mark> {
        Mark::ALL.iter().find(|(.., verdict)| *verdict == word).map(|(mark, ..)| *mark)
    }

    /// Its letter.
    #[must_use]
    pub fn letter(self) -> char {
        Mark::ALL.iter().find(|(mark, ..)| *mark == self).map_or('?', |(_, letter, _)| *letter)
    }
}
