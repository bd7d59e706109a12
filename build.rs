//! Tells cargo when a release must take the pages in anew: `rust-embed` notices a changed file, but
//! not a folder that was missing before. A debug build reads the folder while it runs.

#[expect(clippy::disallowed_methods, reason = "cargo speaks to a build script by its environment")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=web/dist");
    }
}
