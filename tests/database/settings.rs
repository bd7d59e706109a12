//! Settings of the workspace.

use crate::harness::TestDatabase;
use earmark::db::setting;

contract_suite! {
    the_first_to_set_a_setting_settles_it,
}

async fn the_first_to_set_a_setting_settles_it(database: &TestDatabase) {
    let get = || database.read(|reading| setting::get(reading, setting::TIME_ZONE));
    let set = |zone| database.write(move |writing| setting::get_or_set(writing, setting::TIME_ZONE, zone));
    assert_eq!(get().await, None);
    assert_eq!(set("Asia/Shanghai").await, "Asia/Shanghai");
    assert_eq!(set("Europe/London").await, "Asia/Shanghai");
    assert_eq!(get().await.as_deref(), Some("Asia/Shanghai"));
}
