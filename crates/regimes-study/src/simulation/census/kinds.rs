//! Kinds of service, known by workforce and by the names of domains (A322).

use regimes_model::model::town::Workforce;
use regimes_model::model::world::organisations::Organisation;

/// Kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Care at home: care with health.
    HomeCare,
    /// Floating support, hostels, family and community work: care without health.
    Support,
    /// Advice on money: a council workforce with income and debt, without housing.
    Advice,
    /// Other offices of a council.
    Office,
    /// Adult social work.
    SocialWork,
    /// Domestic abuse: social work with safety and housing.
    DomesticAbuse,
    /// Clinics with mental health.
    MentalHealth,
    /// Clinics with substance use.
    DrugsAndAlcohol,
    /// Other clinics.
    Clinic,
}

/// How many kinds there are.
pub const KINDS: usize = Kind::Clinic as usize + 1;

/// What kind of service an organisation is.
#[must_use]
pub fn kind_of(organisation: &Organisation, names: &[String]) -> Kind {
    let works_in = |domain: &str| {
        let number = names.iter().position(|name| name == domain);
        number.is_some_and(|number| organisation.domains.contains(number))
    };
    match organisation.workforce {
        Workforce::Care(_) if works_in("health") || works_in("care") => Kind::HomeCare,
        Workforce::Care(_) => Kind::Support,
        Workforce::Council(_) if works_in("income_and_debt") && !works_in("housing") => Kind::Advice,
        Workforce::Council(_) => Kind::Office,
        Workforce::SocialWork(_) if works_in("safety") && works_in("housing") => Kind::DomesticAbuse,
        Workforce::SocialWork(_) => Kind::SocialWork,
        Workforce::Clinic(_) if works_in("mental_health") => Kind::MentalHealth,
        Workforce::Clinic(_) if works_in("substance_use") => Kind::DrugsAndAlcohol,
        Workforce::Clinic(_) => Kind::Clinic,
    }
}
