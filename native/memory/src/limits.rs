//! What Linux allows a process beside what the machine has: control groups, which containers and job schedulers use
//! (`man 7 cgroups`), and the limit of the address space (`ulimit -v`).

use std::fs;
use std::path::{Path, PathBuf};

/// Groups without a limit say `max` or a number of about this size.
const UNLIMITED: u64 = 1 << 60;

/// Bytes of address space that the process may have; `None` where that is not limited.
pub fn address_space() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/limits").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What is left in the fullest of the groups that the process is in; `None` where none has a limit.
pub fn groups_free() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/cgroup").ok()?;
    folders(&text)
        .iter()
        .flat_map(|(base, folder)| {
            folder
                .ancestors()
                .take_while(move |folder| folder.starts_with(base))
        })
        .filter_map(free_in)
        .min()
}

/// Where the groups' files may lie, with the folder they end at. In a container the paths can be those outside it: the
/// files are then in the folder itself.
fn folders(groups: &str) -> Vec<(PathBuf, PathBuf)> {
    let of_line = |line: &str| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (kinds, path) = (parts.next()?, parts.next()?);
        let base = if kinds.is_empty() {
            Path::new("/sys/fs/cgroup")
        } else if kinds.split(',').any(|kind| kind == "memory") {
            Path::new("/sys/fs/cgroup/memory")
        } else {
            return None;
        };
        Some((base.to_owned(), base.join(path.trim_start_matches('/'))))
    };
    groups.lines().filter_map(of_line).collect()
}

/// Pages of files count as used and are given up when memory is short.
fn free_in(folder: &Path) -> Option<u64> {
    let number = |name: &str| -> Option<u64> {
        fs::read_to_string(folder.join(name))
            .ok()?
            .trim()
            .parse()
            .ok()
    };
    let limit = number("memory.max").or_else(|| number("memory.limit_in_bytes"))?;
    if limit >= UNLIMITED {
        return None;
    }
    let used = number("memory.current").or_else(|| number("memory.usage_in_bytes"))?;
    let stat = fs::read_to_string(folder.join("memory.stat")).unwrap_or_default();
    let of_files = |name: &str| {
        let line = stat
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|number| number.parse::<u64>().ok())
    };
    let files = ["inactive_file", "active_file"].map(|name| {
        of_files(&format!("total_{name}"))
            .or_else(|| of_files(name))
            .unwrap_or(0)
    });
    Some(limit.saturating_sub(used.saturating_sub(files[0] + files[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generations_of_groups_are_found() {
        let found = folders("9:name=systemd:/\n4:cpu,memory:/a/b\n0::/c\n");
        assert_eq!(
            found,
            [
                (
                    "/sys/fs/cgroup/memory".into(),
                    "/sys/fs/cgroup/memory/a/b".into()
                ),
                ("/sys/fs/cgroup".into(), "/sys/fs/cgroup/c".into()),
            ]
        );
    }

    #[test]
    fn files_in_memory_are_not_what_a_group_uses() {
        let folder = std::env::temp_dir().join(format!("descent-group-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        write("memory.max", "1000\n");
        write("memory.current", "900\n");
        write(
            "memory.stat",
            "anon 300\ninactive_file 200\nactive_file 400\n",
        );
        let second = free_in(&folder);
        write("memory.max", "max\n");
        let unlimited = free_in(&folder);
        for name in ["memory.max", "memory.current"] {
            fs::remove_file(folder.join(name)).unwrap();
        }
        write("memory.limit_in_bytes", "2000\n");
        write("memory.usage_in_bytes", "700\n");
        write("memory.stat", "inactive_file 1\ntotal_inactive_file 100\n");
        let first = free_in(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((second, unlimited, first), (Some(700), None, Some(1400)));
    }
}
