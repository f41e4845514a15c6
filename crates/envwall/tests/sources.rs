//! Values from files, and config that changes while it is in use.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use envwall::{EnvError, Folder, Reader, Reloading, Secret, Source, SourceError, ValueType};

/// How long to wait for a change to be noticed before the test fails.
#[cfg(feature = "watch")]
const TIMEOUT: Duration = Duration::from_secs(120);

fn key(source: &impl Source) -> Result<Secret<String>, EnvError> {
    let mut reader = Reader::new(source);
    let key = reader.required("API_KEY", &ValueType::ANY);
    key.ok_or_else(|| reader.into_error())
}

#[test]
fn a_folder_has_a_file_for_each_variable() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("API_KEY"), "wk-made-up-0123\r\n").unwrap();
    fs::write(folder.path().join("db_url"), "postgres://h/db\n\n").unwrap();
    fs::write(folder.path().join("BINARY"), [0xff, 0xfe]).unwrap();
    fs::create_dir(folder.path().join("FOLDER")).unwrap();
    let source = Folder::new(folder.path());
    let text = |name| source.get(name).map(|value| value.map(|value| value.to_string()));
    assert_eq!(text("API_KEY"), Ok(Some("wk-made-up-0123".to_owned())));
    assert_eq!(text("DB_URL"), Ok(Some("postgres://h/db\n".to_owned())));
    assert_eq!(text("OTHER"), Ok(None));
    assert_eq!(text("BINARY"), Err(SourceError::NotUtf8));
    assert!(matches!(text("FOLDER"), Err(SourceError::File { .. })));
}

#[test]
fn a_failed_reload_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("API_KEY");
    fs::write(&file, "first-made-up-key").unwrap();
    let source = Folder::new(folder.path());
    let config = Reloading::new(move || key(&source)).unwrap();
    let held = config.current();
    fs::write(&file, "").unwrap();
    assert!(config.reload().unwrap_err().to_string().contains("API_KEY is required but empty"));
    assert_eq!(config.current().expose(), "first-made-up-key");
    fs::write(&file, "second-made-up-key").unwrap();
    config.reload().unwrap();
    assert_eq!(config.current().expose(), "second-made-up-key");
    assert_eq!(held.expose(), "first-made-up-key");
}

#[test]
fn of_two_reloads_at_once_the_later_one_wins() {
    let value = Arc::new(AtomicU32::new(0));
    let (read, has_read) = mpsc::channel();
    let (finished, has_finished) = mpsc::channel::<()>();
    let has_finished = Mutex::new(has_finished);
    let source = Arc::clone(&value);
    let config = Reloading::new(move || {
        let value = source.load(Ordering::SeqCst);
        if value == 1 {
            read.send(()).unwrap();
            // the other reload is over by then, unless it waits for this one
            let _ = has_finished.lock().unwrap().recv_timeout(Duration::from_millis(200));
        }
        Ok(value)
    })
    .unwrap();
    value.store(1, Ordering::SeqCst);
    thread::scope(|scope| {
        scope.spawn(|| config.reload().unwrap());
        has_read.recv().unwrap();
        value.store(2, Ordering::SeqCst);
        config.reload().unwrap();
        finished.send(()).unwrap_or_default();
    });
    assert_eq!(*config.current(), 2);
}

#[cfg(feature = "watch")]
#[test]
fn what_changed_before_the_watch_began_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("API_KEY");
    fs::write(&file, "first-made-up-key").unwrap();
    let source = Folder::new(folder.path());
    let config = Arc::new(Reloading::new(move || key(&source)).unwrap());
    fs::write(&file, "second-made-up-key").unwrap();
    let (sender, reloads) = mpsc::channel();
    let _watch = config.watch(folder.path(), move |reload| sender.send(reload).unwrap()).unwrap();
    reloads.recv_timeout(TIMEOUT).unwrap().unwrap();
    assert_eq!(config.current().expose(), "second-made-up-key");
}

#[cfg(feature = "watch")]
#[test]
fn a_panic_in_a_callback_ends_no_watch() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("API_KEY");
    fs::write(&file, "first-made-up-key").unwrap();
    let source = Folder::new(folder.path());
    let config = Arc::new(Reloading::new(move || key(&source)).unwrap());
    let (sender, reloads) = mpsc::channel();
    let callback = move |reload: Result<(), EnvError>| {
        sender.send(()).unwrap();
        reload.unwrap();
        panic!("made up");
    };
    let _watch = config.watch(folder.path(), callback).unwrap();
    reloads.recv_timeout(TIMEOUT).unwrap();
    fs::write(&file, "second-made-up-key").unwrap();
    while config.current().expose() != "second-made-up-key" {
        reloads.recv_timeout(TIMEOUT).unwrap();
    }
}

#[cfg(feature = "watch")]
#[test]
fn a_burst_of_changes_is_not_a_burst_of_reloads() {
    let folder = tempfile::tempdir().unwrap();
    let rotate = |count: u32| {
        let new = folder.path().join("..new");
        fs::write(&new, format!("made-up-key-{count}")).unwrap();
        fs::rename(new, folder.path().join("API_KEY")).unwrap();
    };
    rotate(0);
    let source = Folder::new(folder.path());
    let config = Arc::new(Reloading::new(move || key(&source)).unwrap());
    let (sender, reloads) = mpsc::channel();
    let _watch = config.watch(folder.path(), move |reload| sender.send(reload).unwrap()).unwrap();
    for count in 1..=200 {
        rotate(count);
    }
    let mut count = 0;
    while config.current().expose() != "made-up-key-200" {
        reloads.recv_timeout(TIMEOUT).unwrap().unwrap();
        count += 1;
    }
    count += reloads.try_iter().count();
    // there is a pause before each
    assert!(count < 100, "{count} reloads");
}

#[cfg(feature = "watch")]
#[test]
fn a_rotated_secret_arrives_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    // the way of Kubernetes: a link to a folder is swapped
    let version = |name: &str, value: &str| {
        let version = folder.path().join(name);
        fs::create_dir(&version).unwrap();
        fs::write(version.join("API_KEY"), value).unwrap();
    };
    let point_to = |name: &str| {
        let link = folder.path().join("..new");
        std::os::unix::fs::symlink(name, &link).unwrap();
        fs::rename(link, folder.path().join("..data")).unwrap();
    };
    version("v1", "first-made-up-key");
    version("v2", "second-made-up-key");
    point_to("v1");
    let source = Folder::new(folder.path().join("..data"));
    let config = Arc::new(Reloading::new(move || key(&source)).unwrap());
    let (sender, reloads) = mpsc::channel();
    let _watch = config.watch(folder.path(), move |reload| sender.send(reload).unwrap()).unwrap();
    point_to("v2");
    while config.current().expose() != "second-made-up-key" {
        reloads.recv_timeout(TIMEOUT).unwrap().unwrap();
    }
}
