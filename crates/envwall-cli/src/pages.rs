//! The size of the pages that memory is taken in.

/// Takes memory in small pages. The kernel zeroes a large page as a whole, of which a scan of a small
/// app then uses a few kilobytes: that was half of its time and of its memory.
///
/// A command that is started inherits this, so it is for the time after one.
pub(crate) fn use_small() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
