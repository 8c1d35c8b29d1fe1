//! Who has a home, for how long, and what stands empty.

use crate::units::WEEKS_PER_YEAR;

/// Weeks in which a tenancy is new: whether it is kept is counted when they are over.
pub const YEAR: u16 = WEEKS_PER_YEAR as u16;

/// Weeks of half a year, as bits of [`Tenant::housed`].
pub const HALF_YEAR: u32 = (1 << (YEAR / 2)) - 1;

/// Whether somebody has a home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Tenancy {
    /// Has one.
    #[default]
    Home,
    /// Has none, and is put up in temporary accommodation.
    Temporary,
    /// Has none.
    Without,
}

/// How somebody came by the home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Tenure {
    /// By themselves: they came with it, or had it at the start; nobody else pays.
    #[default]
    Own,
    /// It came free.
    Free,
    /// It was bought for the purpose.
    Bought,
}

/// A resident as a tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tenant {
    /// Whether there is a home.
    pub tenancy: Tenancy,
    /// How it was come by; [`Tenure::Own`] where there is none.
    pub tenure: Tenure,
    /// The resident's generation; another one means that it died or moved.
    pub generation: u8,
    /// Weeks in the home, or without one.
    pub weeks: u16,
    /// Whether there was a home, by week: the last one in the lowest bit.
    pub housed: u32,
    /// Hours of support in the domain of the home [hour/week], a running mean.
    pub hours: f32,
    /// Hours of support in it since the last week was counted (hour).
    pub hours_now: f32,
}

/// The homes of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Homes {
    /// All residents, by number.
    pub tenants: Vec<Tenant>,
    /// Homes that stand empty: that came free, that were bought; fractions carry over.
    pub empty: [f32; 2],
    /// Share of those who come forward for a home who are given one, as at the start: newcomers have met it elsewhere.
    pub odds: f32,
    /// Of the tenancies that began in each of the last 52 weeks, those that ended within a year; by week modulo 52.
    pub ended: [u32; YEAR as usize],
}

impl Tenancy {
    /// Its place in an array of states.
    #[inline]
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

impl Tenant {
    /// Somebody who comes in a state and has been in it for as long as anybody asks.
    #[must_use]
    pub fn coming(tenancy: Tenancy, generation: u8) -> Tenant {
        let housed = if tenancy == Tenancy::Home { u32::MAX } else { 0 };
        Tenant { tenancy, generation, housed, ..Tenant::default() }
    }
}

impl Homes {
    /// Of a number of tenants, with nothing empty.
    #[must_use]
    pub fn of(tenants: Vec<Tenant>, odds: f32) -> Homes {
        Homes { tenants, empty: [0.0; 2], odds, ended: [0; YEAR as usize] }
    }

    /// Notes hours of support of a resident in the domain of the home.
    #[inline]
    pub fn note_hours(&mut self, resident: u32, hours: f32) {
        self.tenants[resident as usize].hours_now += hours;
    }
}
