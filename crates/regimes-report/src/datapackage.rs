//! `datapackage.json`: types, units and meanings of every column, as a Frictionless Data Package.

use crate::files::Format;
use crate::observed::Observed;
use crate::table::{Column, Kind};
use crate::tables::declaration::Table;
use serde_json::{Value, json};

/// The name of the file.
pub const FILE: &str = "datapackage.json";

/// The package that describes these tables.
#[must_use]
pub fn describe(observed: &Observed, tables: &[&Table], format: Format) -> Value {
    let record = observed.record;
    let resource = |table: &&Table| {
        let fields: Vec<Value> = (table.columns)(observed).iter().map(field).collect();
        json!({
            "name": table.name.replace('_', "-"),
            "path": table.file(format),
            "title": (table.about)(observed),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": { "fields": fields, "missingValues": [""] },
        })
    };
    json!({
        "profile": "tabular-data-package",
        "name": record.scenario.replace('_', "-").to_lowercase(),
        "title": record.about,
        "version": record.version,
        "currency": record.money.currency(),
        "priceYear": record.money.price_year(),
        "discountPerYear": record.money.discount_per_year(),
        "resources": tables.iter().map(resource).collect::<Vec<_>>(),
    })
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
