//! Units of measure that stand behind a number. Times are not among them: `times` reads them as durations.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Spellings of one unit each; the first is its name.
const MEASURES: [&[&str]; 92] = [
    &["kg", "kgs", "Kg", "KG"],
    &["g", "gr"],
    &["mg"],
    &["µg", "μg", "ug", "mcg"],
    &["t", "tons", "tonnes"],
    &["lb", "lbs", "lbs.", "LBS"],
    &["oz"],
    &["km", "kms"],
    &["m"],
    &["cm"],
    &["mm"],
    &["µm", "μm", "um"],
    &["nm"],
    &["mi", "miles"],
    &["ft", "feet"],
    &["in", "inch", "inches"],
    &["yd", "yards"],
    &["m²", "m2", "sqm", "qm"],
    &["km²", "km2"],
    &["cm²", "cm2"],
    &["mm²", "mm2"],
    &["ha"],
    &["sqft", "sq ft", "sq. ft.", "ft²", "ft2"],
    &["acres"],
    &["l", "L", "ltr"],
    &["ml", "mL"],
    &["m³", "m3", "cbm"],
    &["cm³", "cm3", "cc", "CC", "ccm"],
    &["gal"],
    &["km/h", "kmh", "kph", "km/hr"],
    &["mph"],
    &["m/s"],
    &["kn", "knots"],
    &["W"],
    &["kW", "KW"],
    &["MW"],
    &["GW"],
    &["hp", "HP"],
    &["bhp", "BHP"],
    &["PS"],
    &["Wh"],
    &["kWh", "KWh", "kwh"],
    &["MWh"],
    &["GWh"],
    &["kJ"],
    &["MJ"],
    &["kcal"],
    &["Nm"],
    &["V"],
    &["mV"],
    &["kV"],
    &["mA"],
    &["Ah"],
    &["mAh"],
    &["Ω", "ohm"],
    &["Hz"],
    &["kHz"],
    &["MHz"],
    &["GHz"],
    &["rpm", "RPM"],
    &["KB", "kB"],
    &["MB"],
    &["GB"],
    &["TB"],
    &["Mbps", "Mbit/s"],
    &["px"],
    &["dpi"],
    &["MP"],
    &["°C", "℃"],
    &["°F", "℉"],
    &["°"],
    &["Pa"],
    &["hPa"],
    &["kPa"],
    &["bar"],
    &["mbar"],
    &["psi"],
    &["mmHg"],
    &["kmpl", "km/l", "km/L"],
    &["km/kg"],
    &["mpg"],
    &["l/100km", "l/100 km", "L/100km", "L/100 km"],
    &["g/km"],
    &["mg/l", "mg/L"],
    &["mg/dl", "mg/dL"],
    &["g/l", "g/L"],
    &["µg/m³", "μg/m³", "ug/m3"],
    &["ppm"],
    &["mmol/l", "mmol/L"],
    &["dB"],
    &["months", "month", "mo"],
    &["years", "year", "yrs", "yr"],
];

/// No spelling is longer, in bytes.
const LONGEST: usize = 9;

static BY_SPELLING: LazyLock<HashMap<&str, Measure>> = LazyLock::new(|| {
    let each = (0..).map(Measure).zip(MEASURES);
    each.flat_map(|(measure, spellings)| spellings.iter().map(move |one| (*one, measure)))
        .collect()
});

/// A unit of measure, by a number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub struct Measure(u8);

impl Measure {
    pub fn name(self) -> &'static str {
        MEASURES[usize::from(self.0)][0]
    }

    fn of(spelling: &str) -> Option<Self> {
        let is_short = spelling.len() <= LONGEST;
        is_short
            .then(|| BY_SPELLING.get(spelling).copied())
            .flatten()
    }
}

impl From<Measure> for &'static str {
    fn from(measure: Measure) -> Self {
        measure.name()
    }
}

impl TryFrom<String> for Measure {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::of(&name).ok_or_else(|| format!("“{name}” is no unit of measure that is known"))
    }
}

/// The unit behind a number, and the number with its sign. One letter alone must stand apart: 5k and 12A are no
/// measures, nor is a flat's 7m.
pub fn after(text: &str) -> Option<(Measure, &str)> {
    let is_of_a_number =
        |c: char| c.is_ascii_digit() || "+-\u{2212}.,'’ \u{a0}\u{202f}".contains(c);
    let begins = text.find(|c: char| !is_of_a_number(c))?;
    let (number, spelling) = text.split_at(begins);
    let bare = number.trim_end();
    let stands_apart = bare.len() < number.len() || spelling.len() > 1;
    let measure = Measure::of(spelling).filter(|_| stands_apart)?;
    bare.ends_with(|c: char| c.is_ascii_digit())
        .then_some((measure, bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_parted_from_its_number() {
        for (text, name, number) in [
            ("50 kg", "kg", "50"),
            ("1.5kg", "kg", "1.5"),
            ("-3,5 °C", "°C", "-3,5"),
            ("1 248 CC", "cm³", "1 248"),
            ("120 m2", "m²", "120"),
            ("6.1 l/100 km", "l/100km", "6.1"),
            ("36 months", "months", "36"),
            ("5 m", "m", "5"),
        ] {
            let found = after(text).map(|(measure, rest)| (measure.name(), rest));
            assert_eq!(found, Some((name, number)), "{text}");
        }
        for text in [
            "5m",
            "12A",
            "3 rd",
            "kg",
            "- kg",
            "12 Main Street",
            "7",
            "5 kg m",
            "5-10 kg",
        ] {
            let number = after(text).map(|(_, rest)| rest);
            assert!(number.is_none_or(|rest| rest == "5-10"), "{text}");
        }
    }

    #[test]
    fn no_spelling_stands_for_two_units_or_is_too_long() {
        let all: Vec<&str> = MEASURES
            .iter()
            .flat_map(|some| some.iter().copied())
            .collect();
        for (at, spelling) in all.iter().enumerate() {
            assert!(spelling.len() <= LONGEST, "{spelling}");
            assert!(!all[..at].contains(spelling), "{spelling}");
        }
    }
}
