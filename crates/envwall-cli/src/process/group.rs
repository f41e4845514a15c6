//! Signals to the command's process group.

use rustix::process::{Pid, Signal, kill_process_group};

/// Sends a signal to the command and whatever it started. The group may be gone already.
pub(super) fn send(child: u32, signal: Signal) {
    let id = i32::try_from(child).ok().and_then(Pid::from_raw);
    if let Some(id) = id {
        let _ = kill_process_group(id, signal);
    }
}
