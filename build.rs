//! Tells cargo when a release must take the pages in anew: `rust-embed` notices a changed file, but
//! not a folder that was missing before. A debug build reads the folder while it runs.

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=web/dist");
    }
}
