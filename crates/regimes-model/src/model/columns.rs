//! How the columns of many alike are declared once, with unit and value at rest.
//!
//! From the one declaration come the struct of columns, the columns of one tile that a thread works on, how tiles are
//! cut, and how many bytes one of the many takes.
//! A row is `name: Type = value at rest, unit;` below its doc comment.

/// Declares columns and their tiles: `pub struct Many, tile One { ... }`.
#[macro_export]
macro_rules! columns {
    (
        $( #[doc = $about:literal] )*
        pub struct $columns:ident, tile $tile:ident {
            $(
                $( #[doc = $doc:literal] )*
                $column:ident : $type:ty = $rest:expr, $unit:literal ;
            )*
        }
    ) => {
        $( #[doc = $about] )*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $columns { $( $( #[doc = $doc] )* #[doc = concat!("\n\nUnit: ", $unit, ".")] pub $column: Vec<$type>, )* }

        impl $columns {
            /// Makes room for `n`, all at rest.
            #[must_use]
            pub fn with(n: usize) -> Self {
                Self { $( $column: vec![$rest; n], )* }
            }

            /// Keeps the first `n`.
            pub fn truncate(&mut self, n: usize) {
                $( self.$column.truncate(n); )*
            }

            /// Bytes of one in all columns.
            #[must_use]
            pub const fn bytes_each() -> usize {
                0 $( + size_of::<$type>() )*
            }

            /// All columns as one tile.
            fn whole_mut(&mut self) -> $tile<'_> {
                $tile { first: 0, $( $column: &mut self.$column, )* }
            }
        }

        #[doc = concat!("The columns of one tile of [`", stringify!($columns), "`].")]
        pub struct $tile<'a> {
            /// Number of the first of the tile among all.
            pub first: usize,
            $( $( #[doc = $doc] )* #[doc = concat!("\n\nUnit: ", $unit, ".")] pub $column: &'a mut [$type], )*
        }

        impl<'a> $tile<'a> {
            /// Those before a place, and the others.
            fn split(self, at: usize) -> (Self, Self) {
                $( let $column = self.$column.split_at_mut(at); )*
                let one = $tile { first: self.first, $( $column: $column.0, )* };
                (one, $tile { first: self.first + at, $( $column: $column.1, )* })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    crate::columns! {
        /// Pears in a box.
        pub struct Pears, tile PearsMut {
            /// How heavy each is.
            weight: f32 = 0.25, "kg";
            /// Seeds by chamber.
            seeds: [u8; 5] = [2; 5], "seed";
        }
    }

    #[test]
    fn columns_begin_at_rest_and_are_all_of_one_length() {
        let mut pears = Pears::with(3);
        assert_eq!(pears, Pears { weight: vec![0.25; 3], seeds: vec![[2; 5]; 3] });
        pears.truncate(2);
        assert_eq!(pears, Pears::with(2));
        assert_eq!(Pears::bytes_each(), 4 + 5);
    }

    #[test]
    fn tiles_know_where_they_begin_and_write_into_the_whole() {
        let mut pears = Pears::with(5);
        let (head, tail) = pears.whole_mut().split(2);
        let (middle, tail) = tail.split(2);
        assert_eq!([head.first, middle.first, tail.first], [0, 2, 4]);
        assert_eq!([head.weight.len(), middle.weight.len(), tail.seeds.len()], [2, 2, 1]);
        middle.weight[1] = 0.5;
        tail.seeds[0] = [0; 5];
        assert_eq!(pears.weight, [0.25, 0.25, 0.25, 0.5, 0.25]);
        assert_eq!(pears.seeds[4], [0; 5]);
    }
}
