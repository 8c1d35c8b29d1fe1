//! Who owns which rule, and the rules in which two rows differ.

use crate::model::regime::{RULES, Regime};

/// The rules in which two rows differ, a number within a choice included.
#[must_use]
pub fn differing(a: &Regime, b: &Regime) -> Vec<&'static str> {
    let same = [
        a.accountability == b.accountability,
        a.payment == b.payment,
        a.competition == b.competition,
        a.support == b.support,
        a.casework == b.casework,
        a.access == b.access,
        a.reporting == b.reporting,
        a.learning == b.learning,
        a.voice == b.voice,
        a.collaboration == b.collaboration,
        a.management == b.management,
        a.recruitment == b.recruitment,
        a.government == b.government,
    ];
    RULES.into_iter().zip(same).filter(|&(_, same)| !same).map(|(rule, _)| rule).collect()
}

/// Who owns a rule, and so takes it up and pays for its change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Who commissions in a place.
    Commissioner,
    /// An organisation.
    Organisation,
    /// National government.
    Government,
}

impl Owner {
    /// The owner of a rule.
    #[must_use]
    pub fn of(rule: &str) -> Owner {
        match rule {
            "accountability" | "payment" | "competition" | "reporting" | "collaboration" => Owner::Commissioner,
            "government" => Owner::Government,
            _ => Owner::Organisation,
        }
    }

    /// How many rules it owns.
    #[must_use]
    pub fn n_rules(self) -> usize {
        RULES.into_iter().filter(|rule| Owner::of(rule) == self).count()
    }

    /// Its rules in which two rows differ, a number within a choice included.
    #[must_use]
    pub fn differing(self, a: &Regime, b: &Regime) -> Vec<&'static str> {
        differing(a, b).into_iter().filter(|rule| Owner::of(rule) == self).collect()
    }

    /// The share of its rules in which two rows differ.
    #[must_use]
    pub fn share_differing(self, a: &Regime, b: &Regime) -> f64 {
        self.differing(a, b).len() as f64 / self.n_rules() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::regime::{hls, npm};
    use crate::model::rules::practice::Casework;

    #[test]
    fn rows_differ_in_the_rules_that_were_changed() {
        assert_eq!(differing(&npm(), &hls()), RULES);
        let mut row = npm();
        row.government = hls().government;
        if let Casework::ByDomain(by_domain) = &mut row.casework {
            by_domain.caseload += 1.0;
        }
        assert_eq!(differing(&npm(), &row), ["casework", "government"]);
    }

    #[test]
    fn an_owner_has_the_share_of_its_own_rules_that_differ() {
        let owners = [(Owner::Commissioner, 5), (Owner::Organisation, 7), (Owner::Government, 1)];
        for (owner, rules) in owners {
            assert_eq!(owner.n_rules(), rules);
            assert_eq!(owner.share_differing(&npm(), &hls()), 1.0);
            assert_eq!(owner.share_differing(&npm(), &npm()), 0.0);
        }
        let row = Regime { payment: hls().payment, voice: hls().voice, access: hls().access, ..npm() };
        let shares = owners.map(|(owner, _)| owner.share_differing(&npm(), &row));
        assert_eq!(shares, [0.2, 2.0 / 7.0, 0.0]);
        assert_eq!(Owner::Organisation.differing(&npm(), &row), ["access", "voice"]);
    }
}
