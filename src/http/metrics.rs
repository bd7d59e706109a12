//! What is counted (<https://prometheus.io/docs/specs/om/open_metrics_spec/>).

use crate::db::job::{JobState, Lane};
use crate::db::watched_file::FileState;
use crate::recorder::Waiting;
use crate::recorder::watch::FolderNow;
use crate::storage::Trouble;
use actix_web::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    duration: Family<RouteLabels, Histogram>,
    jobs: Family<JobLabels, Gauge>,
    store: StoreMetrics,
    folders: FolderMetrics,
    event_streams: Gauge,
}

/// What is known of the object store at the moment of asking.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StoreNow {
    /// What went wrong with it since the process began.
    pub(super) trouble: Trouble,
    /// The uploads that wait for it.
    pub(super) waiting: Waiting,
}

/// What is counted of the object store. The store counts by itself; this hands on where it stands.
struct StoreMetrics {
    retries: Counter,
    failures: Counter,
    waiting: Gauge,
    waiting_bytes: Gauge,
}

impl StoreMetrics {
    fn register(registry: &mut Registry) -> Self {
        let (retries, failures) = (Counter::default(), Counter::default());
        registry.register("object_store_retries", "Requests to the object store made again", retries.clone());
        registry.register(
            "object_store_failures",
            "Requests to the object store that failed",
            failures.clone(),
        );
        let (waiting, waiting_bytes) = (Gauge::default(), Gauge::default());
        registry.register("uploads_waiting", "Uploads that wait for the object store", waiting.clone());
        registry.register_with_unit(
            "uploads_waiting",
            "What lies in the spool for them",
            Unit::Bytes,
            waiting_bytes.clone(),
        );
        Self { retries, failures, waiting, waiting_bytes }
    }

    fn set(&self, now: &StoreNow) {
        self.retries.inner().store(now.trouble.retries, Ordering::Relaxed);
        self.failures.inner().store(now.trouble.failures, Ordering::Relaxed);
        self.waiting.set(i64::try_from(now.waiting.uploads).unwrap_or(i64::MAX));
        self.waiting_bytes.set(i64::try_from(now.waiting.bytes).unwrap_or(i64::MAX));
    }
}

/// What is counted of watched folders. Whoever watches one notes it in the database; so one server tells of
/// all of them.
struct FolderMetrics {
    files: Family<FileLabels, Gauge>,
    watched: Family<SourceLabels, Gauge>,
    scan_age: Family<SourceLabels, Gauge>,
}

impl FolderMetrics {
    fn register(registry: &mut Registry) -> Self {
        let (files, watched, scan_age) = (Family::default(), Family::default(), Family::default());
        registry.register(
            "watched_files",
            "Files known in the watched folder of a source: waiting, accepted, refused; together, seen",
            files.clone(),
        );
        registry.register(
            "watched_folder_held",
            "Whether some process watches the folder of a source",
            watched.clone(),
        );
        registry.register_with_unit(
            "watched_folder_scan_age",
            "Since the whole folder of a source was last looked at",
            Unit::Seconds,
            scan_age.clone(),
        );
        Self { files, watched, scan_age }
    }

    fn set(&self, folders: &[FolderNow]) {
        // A source may be gone, or called something else.
        self.files.clear();
        self.watched.clear();
        self.scan_age.clear();
        for folder in folders {
            for (state, of) in [
                ("waiting", [FileState::Held, FileState::Retrying].as_slice()),
                ("accepted", &[FileState::Taken, FileState::Known, FileState::Applied]),
                ("refused", &[FileState::Refused, FileState::Dismissed]),
            ] {
                let count = of.iter().filter_map(|one| folder.files.get(one)).sum();
                let labels = FileLabels { source: folder.source.clone(), state };
                self.files.get_or_create(&labels).set(count);
            }
            let labels = SourceLabels { source: folder.source.clone() };
            self.watched.get_or_create(&labels).set(i64::from(folder.is_held));
            if let Some(seconds) = folder.scanned_seconds_ago {
                self.scan_age.get_or_create(&labels).set(seconds);
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FileLabels {
    source: String,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SourceLabels {
    source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    lane: &'static str,
    state: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("earmark");
        let requests = Family::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        // From 1 ms to about 16 s.
        let histogram: fn() -> Histogram = || Histogram::new(exponential_buckets(0.001, 2.0, 15));
        let duration = Family::new_with_constructor(histogram);
        registry.register_with_unit(
            "http_request_duration",
            "Time until the answer began",
            Unit::Seconds,
            duration.clone(),
        );
        let jobs = Family::default();
        registry.register("jobs", "Jobs by lane and state", jobs.clone());
        let store = StoreMetrics::register(&mut registry);
        let folders = FolderMetrics::register(&mut registry);
        let event_streams = Gauge::default();
        registry.register("event_streams", "Browsers and programs that follow events", event_streams.clone());
        Self { registry, requests, duration, jobs, store, folders, event_streams }
    }
}

impl Metrics {
    /// Counts an answered request. `route` is the pattern, never the path: paths hold ids.
    pub(super) fn request_answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels { method: label(method), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        self.duration.get_or_create(&RouteLabels { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// The text that a collector reads, with these jobs and folders and that many open streams.
    pub(super) fn encode(
        &self,
        jobs: &[(Lane, JobState, i64)],
        store: &StoreNow,
        folders: &[FolderNow],
        event_streams: usize,
    ) -> String {
        self.store.set(store);
        self.folders.set(folders);
        self.event_streams.set(i64::try_from(event_streams).unwrap_or(i64::MAX));
        for lane in Lane::ALL {
            for state in JobState::ALL {
                let count = jobs
                    .iter()
                    .find(|(of, at, _)| of == lane && at == state)
                    .map_or(0, |(_, _, count)| *count);
                let labels = JobLabels { lane: lane.as_str(), state: state.as_str() };
                self.jobs.get_or_create(&labels).set(count);
            }
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// The method as a label. A client may make methods up; each would be a counter for ever.
fn label(method: &Method) -> &'static str {
    const USUAL: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    USUAL.into_iter().find(|usual| *usual == method.as_str()).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_that_clients_make_up_share_one_counter() {
        let metrics = Metrics::default();
        for number in 0..50 {
            let method = Method::from_bytes(format!("MADE{number}").as_bytes()).unwrap();
            metrics.request_answered(&method, "(none)", 404, Duration::ZERO);
        }
        let text = metrics.encode(&[], &StoreNow::default(), &[], 0);
        assert!(
            text.contains(r#"http_requests_total{method="other",route="(none)",status="404"} 50"#),
            "{text}"
        );
    }

    #[test]
    fn a_folder_is_measured_as_long_as_its_source_has_it() {
        let metrics = Metrics::default();
        let folder = FolderNow {
            source: "pbx".to_owned(),
            is_held: true,
            scanned_seconds_ago: Some(12),
            files: [
                (FileState::Taken, 5),
                (FileState::Known, 1),
                (FileState::Held, 2),
                (FileState::Refused, 1),
            ]
            .into(),
        };
        let text = metrics.encode(&[], &StoreNow::default(), &[folder], 0);
        for line in [
            r#"earmark_watched_files{source="pbx",state="accepted"} 6"#,
            r#"earmark_watched_files{source="pbx",state="waiting"} 2"#,
            r#"earmark_watched_files{source="pbx",state="refused"} 1"#,
            r#"earmark_watched_folder_held{source="pbx"} 1"#,
            r#"earmark_watched_folder_scan_age_seconds{source="pbx"} 12"#,
        ] {
            assert!(text.contains(line), "{line} is not in {text}");
        }
        assert!(!metrics.encode(&[], &StoreNow::default(), &[], 0).contains(r#"source="pbx""#));
    }
}
