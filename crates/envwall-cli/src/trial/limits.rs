//! What a trial may take.

use std::time::Duration;

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How long parsing a text of so many bytes may take: some twenty times of what it does take. Where
/// the processor's time is not known, a machine with other work to do takes longer.
pub(super) fn time(bytes: usize) -> Duration {
    const PATIENCE: u32 = if cfg!(unix) { 1 } else { 10 };
    (Duration::from_secs(2) + Duration::from_micros(bytes as u64)) * PATIENCE
}

/// The time of the processor that this process has used.
#[cfg(unix)]
pub(super) fn time_used() -> Duration {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    used.try_into().unwrap_or(Duration::MAX)
}

/// The process that has started this one, as long as it is there.
#[cfg(unix)]
pub(super) fn parent() -> Option<u32> {
    rustix::process::getppid().map(|parent| parent.as_raw_nonzero().get().unsigned_abs())
}

/// Elsewhere nobody knows.
#[cfg(not(unix))]
pub(super) fn parent() -> Option<u32> {
    None
}

/// The time since this was first asked.
#[cfg(not(unix))]
pub(super) fn time_used() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// Limits the memory for a text of so many bytes: a machine that runs out of it ends other processes.
#[cfg(target_os = "linux")]
pub(super) fn limit_memory(bytes: usize) {
    /// One for the stack, one that the allocator reserves, and two to be used.
    const BASE: u64 = 4 << 30;
    const PER_BYTE: u64 = 200;
    set_limit(Resource::As, BASE + PER_BYTE * bytes as u64);
}

/// Elsewhere address space is not limited.
#[cfg(not(target_os = "linux"))]
pub(super) fn limit_memory(_bytes: usize) {}

/// A core dump would hold what is parsed.
pub(super) fn forbid_core_dumps() {
    #[cfg(unix)]
    set_limit(Resource::Core, 0);
    // where core dumps are piped to a program, there is no limit
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Lowers a limit, if that can be done: the trial is the same without it.
#[cfg(unix)]
fn set_limit(resource: Resource, limit: u64) {
    let maximum = getrlimit(resource).maximum;
    let current = Some(maximum.map_or(limit, |maximum| limit.min(maximum)));
    let _ = setrlimit(resource, Rlimit { current, maximum });
}
