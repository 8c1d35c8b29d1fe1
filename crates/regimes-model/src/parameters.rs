//! How a parameter is declared once, with unit, range, default, role and source.
//!
//! A section is declared with `parameters!` and a rule with `choice!`.
//! From the one declaration come the struct and its defaults, the reading of scenario files, range checks,
//! `--set` paths, the JSON Schema and the generated documents.
//! Readers walk the tree through `Declared`, whose slots stand in the order of its rows.

pub use jiff::civil::Date;

/// What a number is to the user of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Chosen by whoever designs the service.
    Lever,
    /// Not known; a sensitivity analysis has to sweep it.
    Uncertainty,
    /// Fixed by definition or by convention.
    Constant,
}

/// One declared key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The key in a scenario file.
    pub key: &'static str,
    /// What it is, from the doc comment.
    pub about: &'static str,
    /// Its unit; empty for words and sections.
    pub unit: &'static str,
    /// The least and the greatest value allowed.
    pub range: Option<(f64, f64)>,
    /// What it is to the user.
    pub role: Role,
    /// Where its default comes from: a mechanism of `docs/evidence.md`, or an assumption of `docs/assumptions.md`.
    pub source: &'static str,
    /// The rows of this section stand in the section above, without a table of their own.
    pub flat: bool,
}

/// A position of the tree that can be read and written.
pub enum Slot<'a> {
    /// A real number.
    Number(&'a mut f64),
    /// A count.
    Count(&'a mut u32),
    /// A seed.
    Seed(&'a mut u64),
    /// Yes or no.
    Flag(&'a mut bool),
    /// Free text.
    Text(&'a mut String),
    /// The name of a preset of the section's flat rows.
    Preset(&'a mut Preset),
    /// A calendar date that may be left out.
    Date(&'a mut Option<Date>),
    /// A list of names.
    Words(&'a mut Vec<String>),
    /// Numbers by name.
    Weights(&'a mut Vec<(String, f64)>),
    /// One variant of several, with numbers of its own.
    Choice(&'a mut dyn Choice),
    /// A section.
    Section(&'a mut dyn Declared),
    /// A section that may be left out.
    Optional(&'a mut dyn Optional),
    /// Sections by name.
    Table(&'a mut dyn Collection),
}

/// A section of the declaration tree.
pub trait Declared {
    /// What the section is.
    fn about(&self) -> &'static str;
    /// Its keys, in order.
    fn rows(&self) -> &'static [Row];
    /// Its values, in the order of the rows.
    fn slots(&mut self) -> Vec<Slot<'_>>;
    /// Replaces all values by the row of that name; false where there is no such preset.
    fn take_preset(&mut self, _name: &str) -> bool {
        false
    }
    /// The names that [`take_preset`](Declared::take_preset) knows.
    fn preset_names(&self) -> &'static [&'static str] {
        &[]
    }
    /// The section whose flat rows this one has where it says nothing else; its name is a preset as well.
    fn starts_from(&self) -> Option<&'static str> {
        None
    }
}

/// One variant of several.
pub trait Choice {
    /// What is chosen.
    fn about(&self) -> &'static str;
    /// Each variant's name and meaning.
    fn variants(&self) -> &'static [(&'static str, &'static str)];
    /// The name of the chosen variant.
    fn chosen(&self) -> &'static str;
    /// Takes the variant of that name at its defaults; false where there is none.
    fn choose(&mut self, name: &str) -> bool;
    /// The numbers of the chosen variant.
    fn numbers(&mut self) -> &mut dyn Declared;
}

/// A section that may be left out.
pub trait Optional {
    /// The section, if it is there.
    fn get(&mut self) -> Option<&mut dyn Declared>;
    /// The section, made at its defaults if it is not there.
    fn make(&mut self) -> &mut dyn Declared;
}

/// Sections by name, in the order of the file.
pub trait Collection {
    /// The names present.
    fn names(&self) -> Vec<String>;
    /// Adds a section of that name at its defaults; its place among the names.
    fn add(&mut self, name: &str) -> usize;
    /// The section at a place among the names.
    fn at(&mut self, place: usize) -> &mut dyn Declared;
    /// Takes the section of that name out.
    fn remove(&mut self, name: &str);
    /// A section at its defaults, for documents.
    fn sample(&self) -> Box<dyn Declared>;
}

/// Sections by name, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named(Vec::new())
    }
}

impl<T> Named<T> {
    /// The position of a name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|(n, _)| n == name)
    }

    /// The section of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.position(name).map(|i| &self.0[i].1)
    }

    /// Names and sections in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, section)| (name.as_str(), section))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Declared + Default + 'static> Collection for Named<T> {
    fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
    fn add(&mut self, name: &str) -> usize {
        self.0.push((name.to_owned(), T::default()));
        self.0.len() - 1
    }
    fn at(&mut self, place: usize) -> &mut dyn Declared {
        &mut self.0[place].1
    }
    fn remove(&mut self, name: &str) {
        self.0.retain(|(n, _)| n != name);
    }
    fn sample(&self) -> Box<dyn Declared> {
        Box::new(T::default())
    }
}

impl<T: Declared + Default> Optional for Option<T> {
    fn get(&mut self) -> Option<&mut dyn Declared> {
        self.as_mut().map(|section| section as &mut dyn Declared)
    }
    fn make(&mut self) -> &mut dyn Declared {
        self.get_or_insert_with(T::default)
    }
}

/// The name of a preset: a whole row of choices that stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset(pub String);

/// What can stand in a declared row.
pub trait Value {
    /// The position of the value in the tree.
    fn slot(&mut self) -> Slot<'_>;
}

/// What an equation takes of a value.
pub trait Resolve {
    /// Its type there.
    type Resolved;
    /// The value there.
    fn resolve(&self) -> Self::Resolved;
}

impl Resolve for f64 {
    type Resolved = f32;
    fn resolve(&self) -> f32 {
        *self as f32
    }
}

impl Resolve for u32 {
    type Resolved = u32;
    fn resolve(&self) -> u32 {
        *self
    }
}

macro_rules! values {
    ($( $type:ty => $slot:ident ),* $(,)?) => { $( impl Value for $type {
        fn slot(&mut self) -> Slot<'_> { Slot::$slot(self) }
    } )* };
}

values! {
    f64 => Number, u32 => Count, u64 => Seed, bool => Flag, String => Text, Preset => Preset,
    Option<Date> => Date, Vec<String> => Words, Vec<(String, f64)> => Weights,
}

impl<T: Declared + Default> Value for Option<T> {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
}

impl<T: Declared + Default + 'static> Value for Named<T> {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Table(self)
    }
}

/// Declares a section: each row is `name: Type = default, unit, range, role, source;`, or
/// `name: Type = default;` for words and flags, or `name: Section;` for a section below.
/// `@flat name: Section;` puts the rows of the section into this one; `from "other"` names the section of the file whose
/// flat rows it starts from. `resolved Coefficients` declares beside it a struct of the same fields in single precision,
/// which [`Resolve`](crate::parameters::Resolve) makes once for all equations of a step.
#[macro_export]
macro_rules! parameters {
    (
        $( #[doc = $about:literal] )*
        pub struct $name:ident $( resolved $resolved:ident )? $( from $start:literal )? $( with presets $names:path, $preset:path )? {
            $(
                $( #[doc = $doc:literal] )*
                $( @ $flat:ident )? $field:ident : $type:ty
                $( = $default:expr $( , $unit:literal, $range:expr, $role:ident, $source:literal )? )? ;
            )*
        }
    ) => {
        $( #[doc = $about] )*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $( #[doc = $doc] )* pub $field: $type, )* }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $crate::parameters!(@default $type $( , $default )?), )* }
            }
        }

        impl $crate::parameters::Declared for $name {
            fn about(&self) -> &'static str { concat!($( $about ),*) }
            fn rows(&self) -> &'static [$crate::parameters::Row] {
                const ROWS: &[$crate::parameters::Row] = &[ $( $crate::parameters::Row {
                    key: stringify!($field),
                    about: concat!($( $doc ),*),
                    ..$crate::parameters!(@row $( $( $unit, $range, $role, $source, )? )? ; $( $flat )?)
                } ),* ];
                ROWS
            }
            fn slots(&mut self) -> Vec<$crate::parameters::Slot<'_>> {
                vec![ $( $crate::parameters::Value::slot(&mut self.$field) ),* ]
            }
            $(
                fn take_preset(&mut self, name: &str) -> bool {
                    match $preset(name) { Some(row) => { *self = row; true } None => false }
                }
                fn preset_names(&self) -> &'static [&'static str] { $names }
            )?
            $( fn starts_from(&self) -> Option<&'static str> { Some($start) } )?
        }

        impl $crate::parameters::Value for $name {
            fn slot(&mut self) -> $crate::parameters::Slot<'_> { $crate::parameters::Slot::Section(self) }
        }

        $crate::parameters!(@resolved [$( $resolved )?] $name { $( [$( $doc ),*] $field: $type; )* });
    };
    (@resolved [] $( $rest:tt )*) => {};
    (@resolved [$resolved:ident] $name:ident { $( [$( $doc:literal ),*] $field:ident : $type:ty; )* }) => {
        #[doc = concat!("[`", stringify!($name), "`] as equations take them: real numbers in single precision.")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $resolved {
            $( $( #[doc = $doc] )* pub $field: <$type as $crate::parameters::Resolve>::Resolved, )*
        }

        impl $name {
            /// The same as equations take them.
            #[must_use]
            pub fn resolve(&self) -> $resolved {
                $resolved { $( $field: $crate::parameters::Resolve::resolve(&self.$field) ),* }
            }
        }
    };
    (@default $type:ty) => { <$type as Default>::default() };
    (@default $type:ty, $default:expr) => { $default };
    (@row ; $( $flat:ident )?) => { $crate::parameters::Row {
        key: "", about: "", unit: "", range: None, role: $crate::parameters::Role::Lever, source: "",
        flat: $crate::parameters!(@flat $( $flat )?),
    } };
    (@row $unit:literal, $range:expr, $role:ident, $source:literal, ; $( $flat:ident )?) => {{
        const RANGE: core::ops::RangeInclusive<f64> = $range;
        $crate::parameters::Row {
            key: "", about: "", unit: $unit, range: Some((*RANGE.start(), *RANGE.end())),
            role: $crate::parameters::Role::$role, source: $source, flat: false,
        }
    }};
    (@flat) => { false };
    (@flat $flat:ident) => { true };
}

/// Declares a choice: each variant is `"name" Variant(Numbers)`, and the first is the default.
/// [`NoParameters`] is the section of a variant without numbers.
#[macro_export]
macro_rules! choice {
    (
        $( #[doc = $about:literal] )*
        pub enum $name:ident {
            $( #[doc = $first_doc:literal] )* $first_word:literal $first:ident($first_numbers:ty)
            $( , $( #[doc = $doc:literal] )* $word:literal $variant:ident($numbers:ty) )* $(,)?
        }
    ) => {
        $( #[doc = $about] )*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $( #[doc = $first_doc] )* $first($first_numbers),
            $( $( #[doc = $doc] )* $variant($numbers), )*
        }

        impl Default for $name {
            fn default() -> Self { $name::$first(Default::default()) }
        }

        impl $crate::parameters::Choice for $name {
            fn about(&self) -> &'static str { concat!($( $about ),*) }
            fn variants(&self) -> &'static [(&'static str, &'static str)] {
                &[ ($first_word, concat!($( $first_doc ),*)), $( ($word, concat!($( $doc ),*)) ),* ]
            }
            fn chosen(&self) -> &'static str {
                match self { $name::$first(_) => $first_word, $( $name::$variant(_) => $word, )* }
            }
            fn choose(&mut self, name: &str) -> bool {
                *self = match name {
                    $first_word => $name::$first(Default::default()),
                    $( $word => $name::$variant(Default::default()), )*
                    _ => return false,
                };
                true
            }
            fn numbers(&mut self) -> &mut dyn $crate::parameters::Declared {
                match self { $name::$first(numbers) => numbers, $( $name::$variant(numbers) => numbers, )* }
            }
        }

        impl $crate::parameters::Value for $name {
            fn slot(&mut self) -> $crate::parameters::Slot<'_> { $crate::parameters::Slot::Choice(self) }
        }
    };
}

parameters! {
    /// Nothing to set.
    pub struct NoParameters {}
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::parameters! {
        /// A fruit.
        pub struct Fruit {
            /// How heavy it is.
            weight: f64 = 2.0, "kg", 0.0..=9.0, Lever, "A1";
            /// What it is called.
            label: String = "pear".to_owned();
        }
    }

    crate::choice! {
        /// What to eat.
        pub enum Meal {
            /// Nothing.
            "none" Fasting(NoParameters),
            /// A fruit.
            "fruit" Fruity(Fruit),
        }
    }

    #[test]
    fn rows_and_slots_stand_in_the_same_order() {
        let mut fruit = Fruit::default();
        assert_eq!(fruit.rows()[0].unit, "kg");
        assert_eq!(fruit.rows()[0].range, Some((0.0, 9.0)));
        assert_eq!(fruit.rows()[1].key, "label");
        if let Slot::Number(weight) = &mut fruit.slots()[0] {
            **weight = 3.0;
        }
        assert_eq!(fruit.weight, 3.0);
    }

    #[test]
    fn choosing_takes_a_variant_at_its_defaults() {
        let mut meal = Meal::default();
        assert_eq!(meal.chosen(), "none");
        assert!(meal.choose("fruit") && !meal.choose("soup"));
        assert_eq!(meal.numbers().rows().len(), 2);
    }
}
