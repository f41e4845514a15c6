//! A scan with a cache reports what a scan without reports, whatever is in the cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use envwall_core::manifest::Waiver;
use envwall_core::{Date, SecretValue};
use envwall_guard::output::Output;
use envwall_guard::{Cache, CacheUse, Guard, Report, Secret};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::SECRET;

/// Another made-up value.
const OTHER: &str = "Kp0v4TzVd83kPqz71xTwGq";

/// A secret with a part that may be public, too.
const ADDRESS: &str = "postgres://app:Vd83kPqz71xT@db.example/shop-Xk29dkWq81";

/// Client output and a cache next to it.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        fs::create_dir(site.folder.path().join("dist")).unwrap();
        for (name, content) in files {
            site.write(name, content);
        }
        site
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.folder.path().join("dist").join(name), content).unwrap();
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn scan(&self, guard: &Guard) -> Report {
        let output = Output::new(self.folder.path()).include(["dist/**"]);
        guard.scan(&output, &|_| {}).unwrap()
    }

    /// With the cache; checks that a scan without reports the same. Returns how many files were known.
    fn known(&self, guard: impl Fn() -> Guard) -> usize {
        let cached = self.scan(&guard().cache(Cache::new(self.cache())));
        let CacheUse::Used { files } = cached.cache else { panic!("{:?}", cached.cache) };
        assert_eq!(shown(&cached), shown(&self.scan(&guard())));
        files
    }

    /// The files of the cache.
    fn stores(&self) -> Vec<PathBuf> {
        stores(&self.cache())
    }
}

fn stores(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.filter(|path| !path.ends_with(".gitignore")).collect()
}

/// All of a report that is not about the cache.
fn shown(report: &Report) -> String {
    let Report { findings, artifacts, summary, basis, parsing, cache: _ } = report;
    format!("{findings:#?} {artifacts:#?} {summary:#?} {basis:#?} {parsing:#?}")
}

fn secret(value: &str) -> Secret {
    Secret::new("KEY", SecretValue::from(value))
}

fn guard() -> Guard {
    Guard::new([secret(SECRET)])
}

fn guard_for(values: &[&str]) -> Guard {
    Guard::new(values.iter().map(|value| secret(value)))
}

const CLEAN: &[(&str, &str)] = &[("a.js", "f(1)"), ("b.js", "g('x')"), ("c.css", "a{}")];

#[test]
fn clean_files_are_known_the_next_time() {
    let site = Site::new(CLEAN);
    assert_eq!(site.known(guard), 0);
    assert_eq!(site.known(guard), 3);
    site.write("b.js", &format!("g('{SECRET}')"));
    assert_eq!(site.known(guard), 2);
    assert_eq!(site.known(guard), 2, "a file with a leak is scanned each time");
    site.write("b.js", "g('x')");
    assert_eq!(site.known(guard), 3, "what was clean once is");
    assert_eq!(site.stores().len(), 1);
}

#[test]
fn what_decides_the_result_is_part_of_the_key() {
    let variants: [fn() -> Guard; 11] = [
        guard,
        || guard_for(&[OTHER]),
        || guard_for(&[SECRET, OTHER]),
        || Guard::new([Secret::new("OTHER_KEY", SecretValue::from(SECRET))]),
        || Guard::new([secret(SECRET).readings([SecretValue::from(OTHER)])]),
        || Guard::new([secret(ADDRESS)]),
        || Guard::with_public_values([secret(ADDRESS)], [SecretValue::from("shop-Xk29dkWq81")]),
        || guard().harmless([SecretValue::from("gsk_")]),
        || guard().server_names(["KEY"]),
        || guard().exhaustive(true),
        || guard().max_file_size(1 << 20),
    ];
    let site = Site::new(CLEAN);
    for (at, variant) in variants.into_iter().enumerate() {
        assert_eq!(site.known(variant), 0, "{at}");
        assert!(site.known(variant) > 0, "{at}");
    }
    assert_eq!(site.stores().len(), variants.len());
}

#[test]
fn values_are_not_mistaken_for_others_next_to_them() {
    let site = Site::new(CLEAN);
    let (one, other) = ("q7WzXe81-made-up-Kp0v4Tq7WzXe81", "q7WzXe81-made-up-Kp0v4T");
    let parts = [["", "x9mQ2rT7yU4iO1pA"], ["x9mQ2rT7", "yU4iO1pA"]];
    for [end, next] in parts {
        let values = [format!("{one}{end}"), next.to_owned(), other.to_owned()];
        assert_eq!(site.known(|| guard_for(&values.each_ref().map(String::as_str))), 0);
    }
}

#[test]
fn public_values_that_decide_nothing_may_change() {
    let site = Site::new(CLEAN);
    let of_commit = |commit: &'static str| {
        move || {
            let public = [SecretValue::from(commit)];
            Guard::with_public_values([secret(ADDRESS)], public.clone()).harmless(public)
        }
    };
    assert_eq!(site.known(of_commit("2ca5d5c0f3a7b1e4d6")), 0);
    assert_eq!(site.known(of_commit("410a54a9c8d7e6f5b4")), 3);
}

#[test]
fn what_excuses_leaks_leaves_clean_files_clean() {
    let site = Site::new(CLEAN);
    assert_eq!(site.known(guard), 0);
    let waivers: Vec<Waiver> = Vec::new();
    assert_eq!(site.known(|| guard().waivers(&waivers, Date::new(2026, 11, 25))), 3);
    assert_eq!(site.known(|| guard().digests(true)), 3, "digests are computed each time");
}

#[test]
fn a_file_under_another_name_is_another_file() {
    let site = Site::new(&[("a.js", "f(1)")]);
    site.known(guard);
    site.write("a.txt", "f(1)");
    assert_eq!(site.known(guard), 1);
    site.write(&format!("{SECRET}.js"), "f(1)");
    site.known(guard);
    assert_eq!(site.known(guard), 2, "a name with a value is looked at each time");
}

#[test]
fn a_known_script_is_parsed_for_what_another_exports() {
    let user = "import{a}from'./b.js';f(a+'-up-Kp0v4T')";
    let site = Site::new(&[("a.js", user), ("b.js", "export const a='nothing-like-it'")]);
    site.known(guard);
    assert!(site.known(guard) > 0);
    site.write("b.js", "export const a='q7WzXe81-made'");
    for _ in 0..2 {
        site.known(guard);
        let report = site.scan(&guard().cache(Cache::new(site.cache())));
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    }
}

#[test]
fn a_value_of_each_run_is_searched_for_in_known_files() {
    let per_run = |value: &'static str| {
        move || Guard::new([secret(SECRET), Secret::new("JOB", value.into()).per_run(true)])
    };
    let leak = format!("g('{OTHER}')");
    let site = Site::new(&[("a.js", "f(1)"), ("b.js", leak.as_str())]);
    assert_eq!(site.known(per_run("x9mQ2rT7yU4iO1pA-first")), 0);
    assert_eq!(site.known(per_run("x9mQ2rT7yU4iO1pA-second")), 2);
    assert_eq!(site.known(per_run(OTHER)), 1);
    assert_eq!(site.known(guard), 2);
    let placeholder = |value: &'static str| {
        move || {
            Guard::new([secret(SECRET), Secret::placeholder("JOB", vec![SecretValue::from(value)])])
        }
    };
    assert_eq!(site.known(placeholder(OTHER)), 1);
    assert_eq!(site.stores().len(), 1);
}

#[test]
fn known_files_are_searched_once_for_the_values_of_a_run() {
    let guard = |token: &'static str| {
        move || Guard::new([secret(SECRET), Secret::new("JOB", token.into()).per_run(true)])
    };
    let (one, other) = ("x9mQ2rT7yU4iO1pA-first", "Lw5Zc8Vn3Bd6Hk0Js-second");
    let site = Site::new(CLEAN);
    let store = || fs::read(&site.stores()[0]).unwrap();
    assert_eq!(site.known(guard(one)), 0);
    let of_one = store();
    assert_eq!(site.known(guard(one)), 3);
    assert_eq!(store(), of_one, "there is nothing new");
    assert_eq!(site.known(guard(other)), 3);
    assert_ne!(store(), of_one);
    // what is new since is searched for the first one's value again
    site.write("d.js", &format!("f('{one}')"));
    assert_eq!(site.known(guard(other)), 3);
    assert_eq!(site.known(guard(other)), 4);
    assert_eq!(site.known(guard(one)), 3);
}

#[test]
fn files_that_are_older_than_placeholders_are_not_searched_for_them() {
    let site = Site::new(CLEAN);
    let values = vec![SecretValue::from(OTHER), SecretValue::from(OTHER)];
    let placeholder = Secret::placeholder("KEY", values);
    let guard = || Guard::new([secret(SECRET), placeholder.clone()]);
    let scan = |cache: Cache| site.scan(&guard().cache(cache));
    let used = |files| CacheUse::Used { files };
    let cache = || Cache::new(site.cache());
    assert_eq!(scan(cache().before_placeholders()).cache, used(0));
    let before = cache().before_placeholders();
    let report = scan(before.clone());
    assert_eq!(report.cache, used(3));
    assert_eq!(shown(&report), shown(&site.scan(&guard())));
    // another process scans what the build has just written
    site.write("b.js", &format!("f('{OTHER}')"));
    site.known(|| guard_for(&[SECRET]));
    let report = scan(before);
    assert_eq!((report.cache, report.findings.len()), (used(0), 1));
}

#[test]
fn older_files_are_searched_for_what_placeholders_have_in_common() {
    let fixed = "h3Gk8Lw1Zp6Vn0Cb5Xs4Dq9Fj2Rt7Ym1Hk8Lw3Zp0V";
    let site = Site::new(&[("a.js", &format!("f('{fixed}')")), ("b.js", "g(1)")]);
    assert_eq!(site.known(guard), 0);
    let with = |mark: &str| {
        let values = vec![SecretValue::from(format!("{fixed}{mark}")), SecretValue::from(mark)];
        Guard::new([secret(SECRET), Secret::placeholder("KEY", values)])
    };
    for (mark, known) in [("Kp0v4TzVd83kPqz71xTwGq", 1), ("q9Tz", 1)] {
        let cache = Cache::new(site.cache()).before_placeholders();
        let report = site.scan(&with(mark).cache(cache));
        assert_eq!(report.cache, CacheUse::Used { files: known }, "{mark}");
        assert_eq!(shown(&report), shown(&site.scan(&with(mark))));
        assert_eq!(report.findings.len(), 1);
    }
}

#[test]
fn without_a_key_there_is_no_cache() {
    let guessable = "saffron-3842";
    let other_mode = Secret::other_mode("KEY", ".env.test", vec![SecretValue::from(SECRET)]);
    let guards: [&dyn Fn() -> Guard; 5] = [
        &|| guard_for(&[guessable]),
        &|| guard_for(&[]),
        &|| Guard::new([secret(guessable), secret(SECRET).per_run(true)]),
        &|| Guard::new([secret(guessable), other_mode.clone()]),
        &|| {
            let public = [SecretValue::from(format!("id={SECRET}"))];
            Guard::with_public_values([secret(SECRET)], public)
        },
    ];
    for (at, guard) in guards.into_iter().enumerate() {
        let site = Site::new(CLEAN);
        let report = site.scan(&guard().cache(Cache::new(site.cache())));
        assert_eq!(report.cache, CacheUse::NoKey, "{at}");
        assert!(!site.cache().exists());
        let with_key = |key: &str| Cache::new(site.cache()).key(Some(SecretValue::from(key)));
        assert_eq!(site.scan(&guard().cache(with_key("letmein"))).cache, CacheUse::NoKey);
        assert_eq!(site.scan(&guard().cache(with_key(OTHER))).cache, CacheUse::Used { files: 0 });
        assert_eq!(site.scan(&guard().cache(with_key(OTHER))).cache, CacheUse::Used { files: 3 });
    }
}

#[test]
fn nothing_of_values_or_files_is_in_the_cache() {
    let site = Site::new(CLEAN);
    let values = [SECRET, "saffron-3842", OTHER];
    site.known(|| {
        guard_for(&values[..2])
            .harmless([SecretValue::from(values[2])])
            .server_names(["WEATHER_API_KEY"])
    });
    let [store] = &site.stores()[..] else { panic!("one store") };
    let mut bytes = fs::read(store).unwrap();
    bytes.extend(store.to_string_lossy().bytes());
    let names = ["WEATHER_API_KEY", "dist/a.js", "javascript"];
    for text in values.iter().chain(&names) {
        for run in text.as_bytes().windows(8) {
            assert!(!bytes.windows(8).any(|it| it == run), "{text}");
        }
    }
    // whoever guesses a value cannot compute any of it without the key
    let plain = blake3::hash(b"f(1)");
    assert!(!bytes.windows(32).any(|it| it == plain.as_bytes()));
}

#[test]
fn the_same_files_under_another_key_are_other_bytes() {
    let site = Site::new(CLEAN);
    let mut all = Vec::new();
    for value in [SECRET, OTHER] {
        site.known(|| guard_for(&[value]));
    }
    for store in site.stores() {
        all.push(fs::read(store).unwrap());
    }
    let [one, other] = &all[..] else { panic!("two stores") };
    assert_eq!(one.len(), other.len());
    let same = one.iter().zip(other).filter(|(a, b)| a == b).count();
    assert!(same < one.len() / 16, "{same} of {}", one.len());
}

#[test]
fn a_damaged_store_is_ignored_and_replaced() {
    let site = Site::new(CLEAN);
    site.known(guard);
    let [store] = &site.stores()[..] else { panic!("one store") };
    let sound = fs::read(store).unwrap();
    for length in 0..sound.len() {
        fs::write(store, &sound[..length]).unwrap();
        assert_eq!(site.known(guard), 0, "{length}");
        assert_eq!(fs::read(store).unwrap(), sound);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_changed_byte_makes_a_store_worthless(at in any::<prop::sample::Index>(), by in 1..=255_u8) {
        let site = Site::new(CLEAN);
        site.known(guard);
        let [store] = &site.stores()[..] else { panic!("one store") };
        let mut bytes = fs::read(store).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        fs::write(store, &bytes).unwrap();
        prop_assert_eq!(site.known(guard), 0);
        prop_assert_eq!(site.known(guard), 3);
    }
}

#[test]
fn a_store_is_no_other_store() {
    let site = Site::new(CLEAN);
    site.known(guard);
    let own = site.stores();
    site.known(|| guard_for(&[OTHER]));
    let other = site.stores().into_iter().find(|store| !own.contains(store)).unwrap();
    fs::copy(&other, &own[0]).unwrap();
    assert_eq!(site.known(guard), 0);
    assert_eq!(site.known(guard), 3);
}

#[test]
fn scans_at_the_same_time_leave_a_sound_store() {
    let files: Vec<_> = (0..40).map(|at| (format!("{at}.js"), format!("f({at})"))).collect();
    let files: Vec<_> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let site = Site::new(&files);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| site.known(guard));
        }
    });
    assert_eq!(site.known(guard), 40);
    assert_eq!(site.stores().len(), 1, "no file is left over");
}

#[test]
fn old_stores_are_removed_and_other_files_are_not() {
    let site = Site::new(&[("a.js", "f(1)")]);
    fs::create_dir(site.cache()).unwrap();
    fs::write(site.cache().join("README.envwall"), "mine").unwrap();
    for number in 0..70_u64 {
        site.known(|| guard().max_file_size(1000 + number));
    }
    assert_eq!(site.stores().len(), 64 + 1);
    assert!(site.cache().join("README.envwall").exists());
    assert_eq!(site.known(|| guard().max_file_size(1069)), 1);
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_a_store() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new(CLEAN);
    site.known(guard);
    for store in site.stores() {
        assert_eq!(fs::metadata(store).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_folder_that_cannot_be_made_does_not_keep_the_scan() {
    let site = Site::new(&[("a.js", &format!("f('{SECRET}')")), ("b.js", "g()")]);
    let file = site.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let report = site.scan(&guard().cache(Cache::new(file.join("cache"))));
    assert!(matches!(report.cache, CacheUse::Failed(_)), "{:?}", report.cache);
    assert_eq!(report.findings.len(), 1);
}
