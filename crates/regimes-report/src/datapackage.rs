//! `datapackage.json`: types, units and meanings of every column, as a Frictionless Data Package.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::money::Money;
use crate::observed::Observed;
use crate::table::{Column, Kind};
use crate::tables::declaration::Table;
use serde_json::{Value, json};

/// The name of the file.
pub const FILE: &str = "datapackage.json";

/// What a package says of a study as a whole.
pub struct Package<'a> {
    /// Its name.
    pub name: &'a str,
    /// The study in a sentence.
    pub title: &'a str,
    /// The version of the program.
    pub version: &'a str,
    /// How money is shown.
    pub money: &'a Money,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Resource<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its file, below the folder.
    pub path: String,
    /// What it holds.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// The package that describes these tables of a run.
#[must_use]
pub fn describe(observed: &Observed, tables: &[&Table], format: Format) -> Value {
    let record = observed.record;
    let package =
        Package { name: &record.scenario, title: &record.about, version: &record.version, money: &record.money };
    let resource = |table: &&Table| Resource {
        name: table.name,
        path: table.file(format),
        title: (table.about)(observed).to_string(),
        columns: (table.columns)(observed).to_vec(),
    };
    of_resources(&package, &tables.iter().map(resource).collect::<Vec<_>>())
}

/// The package that describes tables.
#[must_use]
pub fn of_resources(package: &Package, resources: &[Resource]) -> Value {
    let resource = |resource: &Resource| {
        let fields: Vec<Value> = resource.columns.iter().map(field).collect();
        json!({
            "name": resource.name.replace('_', "-"),
            "path": resource.path,
            "title": resource.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": { "fields": fields, "missingValues": [""] },
        })
    };
    json!({
        "profile": "tabular-data-package",
        "name": package.name.replace('_', "-").to_lowercase(),
        "title": package.title,
        "version": package.version,
        "currency": package.money.currency(),
        "priceYear": package.money.price_year(),
        "discountPerYear": package.money.discount_per_year(),
        "resources": resources.iter().map(resource).collect::<Vec<_>>(),
    })
}

/// Writes a package.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, package: &Value) -> Result<WrittenFile, Error> {
    files::write_bytes(target, FILE, format!("{package:#}\n").as_bytes())
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Count => "integer",
        Kind::Number => "number",
        Kind::Date => "date",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    if !column.words.is_empty() {
        field["constraints"] = json!({ "enum": column.words });
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{synthetic, tables};

    #[test]
    fn every_column_has_a_type_and_a_description() {
        let (record, ensemble) = synthetic::small();
        let observed = Observed::new(&record, &ensemble).unwrap();
        let all: Vec<&Table> = tables::TABLES.iter().collect();
        let package = describe(&observed, &all, Format::Csv);
        for resource in package["resources"].as_array().unwrap() {
            for field in resource["schema"]["fields"].as_array().unwrap() {
                assert!(field["type"].is_string());
                assert!(!field["description"].as_str().unwrap().is_empty(), "{field}");
            }
        }
        let fields = package["resources"][1]["schema"]["fields"].as_array().unwrap();
        let cost = fields.iter().find(|field| field["name"] == "public_cost").unwrap();
        assert_eq!(cost["unit"], "GBP/resident/week");
    }
}
