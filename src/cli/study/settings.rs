//! What makes a study, by name, as its manifest holds it.

use regimes_report::manifest::Manifest;

/// Settings of one name, in order: the numbers have leading zeros, for a manifest is sorted by text.
#[must_use]
pub fn numbered(name: &str, values: &[String]) -> Vec<(String, String)> {
    values.iter().enumerate().map(|(n, value)| (format!("{name}.{n:04}"), value.clone())).collect()
}

/// The settings of one name, in order.
#[must_use]
pub fn all_of(saved: &Manifest, name: &str) -> Vec<String> {
    let start = format!("{name}.");
    saved.settings.iter().filter(|(key, _)| key.starts_with(&start)).map(|(_, value)| value.clone()).collect()
}

/// A setting; empty where there is none.
#[must_use]
pub fn one_of(saved: &Manifest, name: &str) -> String {
    saved.settings.get(name).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_settings_of_one_name_are_read_back_in_order() {
        let values: Vec<String> = (0..200).map(|n| format!("value {n}")).collect();
        let mut manifest = Manifest::of_study("sweep", "", 1);
        manifest.settings.extend(numbered("vary", &values));
        manifest.settings.extend(numbered("varying", &["another".to_owned()]));
        assert_eq!(all_of(&manifest, "vary"), values);
    }
}
