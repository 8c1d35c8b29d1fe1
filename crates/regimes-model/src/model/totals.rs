//! How numbers that are added up are declared once.
//!
//! What moved in a part is added to what moved in the whole, number by number, each in the order of the parts.
//! A row is `name: Type;` below its doc comment, of a number, of several in an array, or of other such rows.

/// What is added up number by number.
pub trait Total {
    /// Adds the numbers of another.
    fn add(&mut self, other: &Self);
    /// Each number the same: what tests of additions start from.
    fn all(n: u8) -> Self;
}

macro_rules! numbers {
    ($( $type:ty ),*) => { $( impl Total for $type {
        #[inline]
        fn add(&mut self, other: &Self) { *self += *other; }
        fn all(n: u8) -> Self { Self::from(n) }
    } )* };
}

numbers!(u32, u64, f32, f64);

impl<T: Total, const N: usize> Total for [T; N] {
    #[inline]
    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.iter_mut().zip(other) {
            mine.add(theirs);
        }
    }
    fn all(n: u8) -> Self {
        std::array::from_fn(|_| T::all(n))
    }
}

/// Declares numbers that are added up: `pub struct Name { ... }`.
#[macro_export]
macro_rules! totals {
    (
        $( #[doc = $about:literal] )*
        pub struct $name:ident {
            $( $( #[doc = $doc:literal] )* $field:ident : $type:ty ; )*
        }
    ) => {
        $( #[doc = $about] )*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $name { $( $( #[doc = $doc] )* pub $field: $type, )* }

        impl $crate::model::totals::Total for $name {
            fn add(&mut self, other: &Self) {
                $( $crate::model::totals::Total::add(&mut self.$field, &other.$field); )*
            }
            fn all(n: u8) -> Self {
                Self { $( $field: $crate::model::totals::Total::all(n), )* }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::totals! {
        /// What is in a basket.
        pub struct Basket {
            /// Pears.
            pears: u32;
            /// Weights of apples (kg).
            apples: [f32; 2];
        }
    }

    #[test]
    fn totals_add_up_number_by_number() {
        let mut basket = Basket { pears: 3, apples: [0.25, 0.5] };
        basket.add(&Basket { pears: 4, apples: [1.0, 2.0] });
        assert_eq!(basket, Basket { pears: 7, apples: [1.25, 2.5] });
        basket.add(&Basket::all(2));
        assert_eq!(basket, Basket { pears: 9, apples: [3.25, 4.5] });
    }
}
