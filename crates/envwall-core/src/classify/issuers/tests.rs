use std::collections::BTreeSet;

use super::*;

#[test]
fn the_table_is_large_and_complete() {
    let secrets = formats().filter(|format| matches!(format.audience, Audience::Servers(_)));
    assert!(secrets.count() >= 150, "secret formats");
    for format in formats() {
        let Format { what, source, patterns, .. } = format;
        let article = ["a ", "an "].iter().any(|article| what.starts_with(article));
        assert!(article && !what.ends_with('.'), "{what}");
        assert!(!patterns.is_empty() && source.starts_with("https://"), "{what}");
        let is_public = matches!(format.audience, Audience::Browsers | Audience::Unknown);
        assert!(is_public || format.revoke.is_some(), "{what}: where to revoke it");
        assert!(format.revoke.is_none_or(|url| url.starts_with("https://")), "{what}");
    }
}

#[test]
fn every_pattern_can_be_read_and_says_something() {
    for format in formats() {
        for text in format.patterns.iter().copied().chain(format.companion) {
            let pattern = Pattern::parse(text);
            assert!(pattern.is_some(), "{}: {text}", format.what);
        }
        let fixed = format.patterns.iter().filter_map(|text| Pattern::parse(text));
        let fixed = fixed.filter(Pattern::is_fixed).count();
        assert!(fixed == 0 || format.inside, "{}: nothing in it varies", format.what);
    }
}

#[test]
fn names_and_patterns_are_listed_once() {
    let (mut names, mut patterns) = (BTreeSet::new(), BTreeSet::new());
    for format in formats() {
        assert!(names.insert(format.what), "{}", format.what);
        for text in format.patterns {
            let again = !patterns.insert(*text);
            // one shape of a JSON Web Token, distinguished by the payload
            let by_check = format.check.distinguishes() && format.check != Check::Loose;
            assert!(!again || by_check, "{}: {text}", format.what);
        }
    }
}

#[test]
fn made_up_values_are_what_they_were_made_as() {
    let mut wrong = Vec::new();
    for format in formats() {
        for (at, value) in format.made_up(7).iter().enumerate() {
            let found = identify(value).map_or("nothing", |format| format.what);
            if found != format.what {
                let pattern = format.patterns[at];
                wrong.push(format!("{}: {pattern} is taken for {found}", format.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn made_up_values_are_found_in_a_program() {
    for format in formats() {
        for (shape, value) in shapes()
            .iter()
            .filter(|shape| std::ptr::eq(shape.format, format))
            .zip(format.made_up(3))
        {
            let Some(anchor) = shape.anchor() else { continue };
            let program = format!("const a=\"{value}\";f(a)");
            let mut places = find_iter(program.as_bytes(), anchor);
            let found = places.find_map(|at| shape.find_at(program.as_bytes(), at));
            let found = found.unwrap_or_else(|| panic!("{}: {anchor} not found", format.what));
            assert!(found.span.start == 9 || format.inside, "{}", format.what);
            assert_ne!(shape.verified(program.as_bytes(), &found), Verified::No, "{}", format.what);
        }
    }
}

#[test]
fn most_secrets_can_be_searched_for() {
    let secret = |shape: &&Shape| matches!(shape.format.audience, Audience::Servers(_));
    let all: Vec<_> = shapes().iter().filter(secret).collect();
    let without = all.iter().filter(|shape| shape.anchor().is_none()).count();
    assert!(without <= 12, "{without} of {} shapes have no anchor", all.len());
}

#[test]
fn words_and_settings_are_no_credentials() {
    for value in [
        "production",
        "sk-button-primary-large-2",
        "npm_run_build",
        "re_export_all_modules_v2",
        "https://example.com/path",
        "postgres://localhost/app",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "test_this_one",
        "live_reload",
        "key-value",
    ] {
        assert_eq!(identify(value).map(|format| format.what), None, "{value}");
    }
}

#[test]
fn the_issuer_is_known_by_what_follows_the_same_prefix() {
    let what = |value: &str| identify(value).map(|format| format.what);
    let prefix = ["sk", "live", ""].join("_");
    let hex = "0f8fad5bd9cb469fa16570867728950e0f8fad5bd9cb469fa16570867728950e";
    assert_eq!(what(&format!("{prefix}{}", &hex[..40])), Some("a Paystack secret key"));
    assert_eq!(what(&format!("{prefix}{hex}")), Some("an UploadThing key"));
    assert_eq!(what(&format!("{prefix}q7WzXe81Kp0v4TzVd83kPqz7")), Some("a Stripe secret key"));
    let jwt = |role: &str| {
        let parts = [
            r#"{"alg":"HS256"}"#.to_owned(),
            format!("{{\"role\":\"{role}\"}}"),
            "q7WzXe81Kp0v4TzVd83k".to_owned(),
        ];
        parts.map(|part| crate::encoding::base64::encode(part.as_bytes())[1].clone()).join(".")
    };
    assert_eq!(identify(&jwt("anon")).unwrap().audience, Audience::Browsers);
    assert!(matches!(identify(&jwt("service_role")).unwrap().audience, Audience::Servers(_)));
    assert_eq!(identify(&jwt("authenticated")).unwrap().audience, Audience::Unknown);
}

#[test]
fn an_access_key_is_sure_if_its_secret_is_nearby() {
    let format = formats().find(|format| format.what == "an AWS access key").unwrap();
    let shape = shapes().iter().find(|shape| std::ptr::eq(shape.format, format)).unwrap();
    let (id, secret) = (&format.made_up(5)[0], format.made_up_companion(6).unwrap());
    let verified = |text: &str| {
        let at = text.find("AKIA").unwrap();
        shape.verified(text.as_bytes(), &shape.find_at(text.as_bytes(), at).unwrap())
    };
    assert_eq!(verified(&format!("{{id:\"{id}\",secret:\"{secret}\"}}")), Verified::Yes);
    assert_eq!(
        verified(&format!("{{id:\"{id}\",secret:\"{}\"}}", "secret".repeat(6))),
        Verified::Likely
    );
}

#[test]
fn the_format_of_a_whole_value_has_a_prefix_too() {
    let format = formats().find(|format| format.what == "a DigitalOcean token");
    let value = &format.unwrap().made_up(1)[0];
    assert_eq!(token_prefix(value).map(|prefix| prefix.text), Some("dop_v1_"));
    assert!(token_prefix("dop_v1_madeup").is_none());
}
