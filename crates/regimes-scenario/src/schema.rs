//! The JSON Schema of scenario files, from the declaration tree.

use crate::file::File;
use crate::read::reading::CALIBRATION;
use crate::tree::{Literal, entries, presets};
use regimes_model::parameters::{Choice, Collection, Declared, Row, Slot};
use serde_json::{Map, Value, json};

/// The pattern of names.
const NAME: &str = "^[a-z][a-z0-9_]*$";

/// The schema as text, with a line feed at its end.
#[must_use]
pub fn schema() -> String {
    let mut root = section(&mut File::default());
    let about =
        "Write `#:schema path/to/this` in the first line of a scenario file, and editors complete and check it.";
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".to_owned(), "A scenario of regimes".into());
        root.insert("$comment".to_owned(), about.into());
        if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
            let extends = "A base that this file changes: a path relative to this file, or a bundled name.";
            properties.insert("extends".to_owned(), json!({ "type": "string", "description": extends }));
            let calibration = "The calibration that fitted the parameters of this file: draws of its ensemble apply to \
                               scenarios that extend it.";
            properties.insert(CALIBRATION.to_owned(), json!({ "type": "string", "description": calibration }));
        }
    }
    format!("{root:#}\n")
}

fn section(section: &mut dyn Declared) -> Value {
    let about = section.about().trim();
    let mut properties = Map::new();
    let names = presets(section);
    if !names.is_empty() {
        let about = match section.starts_from() {
            Some(start) => format!("A whole row of rules; the other keys change it. Left out: `{start}`."),
            None => "A whole row of rules; the other keys change it.".to_owned(),
        };
        properties.insert("preset".to_owned(), json!({ "enum": names, "description": about }));
    }
    let starts_elsewhere = section.starts_from().is_some();
    for (row, slot) in entries(section) {
        let is_taken = starts_elsewhere && matches!(slot, Slot::Choice(_));
        let mut property = property(row, slot);
        if let (true, Some(property)) = (is_taken, property.as_object_mut()) {
            property.remove("default");
        }
        properties.insert(row.key.to_owned(), property);
    }
    json!({
        "type": "object",
        "description": about,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn property(row: &Row, slot: Slot<'_>) -> Value {
    let default = Literal::of(&slot).map(|literal| match literal {
        Literal::Seed(seed) => seed.into(),
        other => other.json(),
    });
    let mut value = match slot {
        Slot::Number(_) => ranged(row, "number"),
        Slot::Count(_) => ranged(row, "integer"),
        Slot::Seed(_) => json!({ "type": "integer", "minimum": 0 }),
        Slot::Flag(_) => json!({ "type": "boolean" }),
        Slot::Text(_) | Slot::Preset(_) => json!({ "type": "string" }),
        Slot::Date(_) => json!({ "type": "string", "format": "date" }),
        Slot::Words(_) => {
            json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true })
        }
        Slot::Weights(_) => {
            json!({ "type": "object", "additionalProperties": ranged(row, "number") })
        }
        Slot::Choice(choice) => variants(choice),
        Slot::Section(inner) => section(inner),
        Slot::Optional(inner) => section(inner.make()),
        Slot::Table(table) => members(table),
    };
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), described(row).into());
        if let Some(default) = default.filter(|default| !default.is_null()) {
            object.insert("default".to_owned(), default);
        }
    }
    value
}

fn described(row: &Row) -> String {
    let about = row.about.trim();
    match (row.unit, row.source) {
        ("", "") => about.to_owned(),
        (unit, "") => format!("{about} [{unit}]"),
        (unit, source) => format!("{about} [{unit}] Source: {source}."),
    }
}

fn ranged(row: &Row, kind: &str) -> Value {
    let Some((least, most)) = row.range else {
        return json!({ "type": kind });
    };
    let bound = |bound: f64| match kind {
        "integer" => Value::from(bound as i64),
        _ => Value::from(bound),
    };
    json!({ "type": kind, "minimum": bound(least), "maximum": bound(most) })
}

fn variants(choice: &mut dyn Choice) -> Value {
    let mut words = Vec::new();
    let mut tables = Map::new();
    for (name, about) in choice.variants() {
        choice.choose(name);
        words.push(json!({ "const": name, "description": about.trim() }));
        tables.insert((*name).to_owned(), section(choice.numbers()));
    }
    let table = json!({
        "type": "object",
        "properties": tables,
        "additionalProperties": false,
        "maxProperties": 1,
    });
    words.push(table);
    json!({ "oneOf": words })
}

fn members(table: &mut dyn Collection) -> Value {
    let left_out = json!({ "enum": ["drop", false], "description": "Leaves out what a base has." });
    json!({
        "type": "object",
        "propertyNames": { "pattern": NAME },
        "additionalProperties": { "oneOf": [section(table.sample().as_mut()), left_out] },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed() -> Value {
        serde_json::from_str(&schema()).expect("the schema is JSON")
    }

    #[test]
    fn the_schema_is_strict_at_every_section() {
        let root = parsed();
        assert_eq!(root["additionalProperties"], false);
        let arm = &root["properties"]["arms"]["additionalProperties"]["oneOf"][0];
        assert_eq!(arm["additionalProperties"], false);
        assert_eq!(arm["properties"]["fidelity"]["maximum"], 1.0);
        let presets = |section: &Value| section["properties"]["preset"]["enum"].clone();
        assert!(presets(arm).as_array().expect("a list").contains(&"status_quo".into()));
        assert!(!presets(&root["properties"]["status_quo"]).as_array().expect("a list").contains(&"status_quo".into()));
        assert!(arm["properties"]["voice"].get("default").is_none());
        assert_eq!(root["properties"]["status_quo"]["properties"]["voice"]["default"], "by_power");
        assert_eq!(root["properties"]["arms"]["additionalProperties"]["oneOf"][1]["enum"][0], "drop");
    }

    #[test]
    fn a_rule_is_a_word_or_a_table_of_one_variant() {
        let root = parsed();
        let rule = &root["properties"]["status_quo"]["properties"]["support"]["oneOf"];
        assert_eq!(rule[0]["const"], "standard");
        assert_eq!(rule[3]["maxProperties"], 1);
    }
}
