//! Forwards what the user types to the command's terminal.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::thread;

use pty_process::blocking::Pty;
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::{LocalModes, SpecialCodeIndex, tcgetattr};

use super::group::send;
use super::terminal::{Terminal, is_foreground};

/// Starts a thread that forwards standard input for as long as Envwall runs.
pub(super) fn forward(terminal: Arc<Terminal>, child: u32) {
    // in the background, reading would stop Envwall
    if is_foreground() {
        thread::spawn(move || pump(&terminal, child));
    }
}

fn pump(terminal: &Terminal, child: u32) {
    let mut typed = [0; 1024];
    let mut ended = false;
    loop {
        match io::stdin().lock().read(&mut typed) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Ctrl-D typed before raw mode was set; a second end means that the terminal is gone
            Ok(0) if !ended => ended = write_end(terminal.pty()).is_ok(),
            Ok(0) | Err(_) => return,
            Ok(length) => {
                ended = false;
                if write(terminal, &typed[..length], child).is_err() {
                    return;
                }
            }
        }
    }
}

/// Writes typed bytes, except those that suspend the command.
fn write(terminal: &Terminal, mut typed: &[u8], child: u32) -> io::Result<()> {
    let mut pty: &Pty = terminal.pty();
    while let Some(at) = typed.iter().position(|byte| suspends(pty, *byte)) {
        pty.write_all(&typed[..at])?;
        typed = &typed[at + 1..];
        suspend(terminal, child);
    }
    pty.write_all(typed)
}

/// Signals the end of input to the command.
fn write_end(mut pty: &Pty) -> io::Result<()> {
    let settings = tcgetattr(pty)?;
    pty.write_all(&[settings.special_codes[SpecialCodeIndex::VEOF]])
}

/// Whether typing this byte now suspends the command.
fn suspends(pty: &Pty, byte: u8) -> bool {
    // most bytes need no system call; the code 0 means that no byte suspends
    byte.is_ascii_control()
        && byte != 0
        && tcgetattr(pty).is_ok_and(|settings| {
            settings.local_modes.contains(LocalModes::ISIG)
                && settings.special_codes[SpecialCodeIndex::VSUSP] == byte
        })
}

/// Stops the command and Envwall until the user's shell continues them.
///
/// The command's terminal has no shell behind it, so Ctrl-Z would do nothing there.
fn suspend(terminal: &Terminal, child: u32) {
    send(child, Signal::STOP);
    terminal.leave();
    let _ = kill_current_process_group(Signal::STOP);
}
