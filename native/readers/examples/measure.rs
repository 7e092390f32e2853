//! The readers' own side of `npm run bench:import`: how long a file takes to typed columns, as one JSON object on standard
//! output.
//!
//! `measure FILE typed|described|packed [tries] [threads]`: `typed` gives columns with their kinds, `described` their
//! statistics as well, `packed` all that an import hands over, texts and values compressed.

use descent_readers::columns::{Chunk, Settings, Sink, Table, Values, read};
use descent_readers::options::ImportOptions;
use descent_readers::table::Extent;
use descent_readers::{Result, open};
use serde_json::json;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file?")?;
    let what = arguments.next().unwrap_or_else(|| "typed".to_owned());
    let tries: usize = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let threads: usize = arguments.next().map_or(Ok(0), |text| text.parse())?;
    let settings = Settings {
        texts: what == "packed",
        values: what == "packed",
        statistics: what != "typed",
        threads,
        ..Settings::default()
    };
    let mut seconds = Vec::new();
    let mut told = json!(null);
    for _ in 0..tries.max(1) {
        let started = Instant::now();
        let (table, packed) = read_file(Path::new(&path), &settings)?;
        seconds.push(started.elapsed().as_secs_f64());
        told = describe(&table, packed);
    }
    told["seconds"] = json!(seconds);
    told["peakBytes"] = json!(peak_bytes());
    println!("{told}");
    Ok(())
}

/// Counts what it is given.
struct Count(usize);

impl Sink for Count {
    fn chunk(&mut self, chunk: Chunk) -> Result<()> {
        self.0 += chunk.bytes.len();
        Ok(())
    }

    fn progress(&mut self, _: f64, _: u64) {}
}

fn read_file(path: &Path, settings: &Settings) -> Outcome<(Table, usize)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let told = |error: descent_readers::ReaderError| error.to_string();
    let source = open(path, &name, &ImportOptions::default(), Extent::Whole).map_err(told)?;
    let mut sink = Count(0);
    let table = read(source, settings, &mut sink, &AtomicBool::new(false)).map_err(told)?;
    Ok((table, sink.0))
}

fn describe(table: &Table, packed: usize) -> serde_json::Value {
    let typed = table.columns.iter().map(|column| match &column.values {
        Values::Numbers(values) => values.len() * 8,
        Values::Codes { codes, levels } => {
            codes.len() * 4 + levels.iter().map(|level| level.len() + 8).sum::<usize>()
        }
    });
    let kinds = table
        .columns
        .iter()
        .map(|column| json!({"name": column.name, "kind": column.kind}));
    json!({
        "rows": table.rows,
        "typedBytes": typed.sum::<usize>(),
        "packedBytes": packed,
        "columns": kinds.collect::<Vec<_>>(),
    })
}

/// The most that was resident; `None` on systems that do not tell.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kibibytes| kibibytes * 1024)
}
