//! What a crash costs: `earmark worker` as real processes, with jobs that crash on purpose.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "outside a test function, too, a test fails by panicking and says what it skipped"
)]

mod processes;
mod removal;
mod setting;

use earmark::db::job::{self, Backoff, JobState, Lane, claim};
use earmark::ids::WorkerId;
use earmark::jobs::crash_jobs;
use rustix::process::Signal;
use serde_json::json;
use setting::{Setting, on_each_database};
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

/// Longer than any test.
const FOREVER: Duration = Duration::from_hours(1);

/// The job is tried as often as it may be, is dead with its reason, and its lane goes on.
fn crashes_and_is_dead(setting: &Setting, kind: &'static str, reason: &str) {
    let _worker = setting.start_worker(&[]);
    let crashing = setting.enqueue(Lane::Light, kind, json!({}));

    let dead = setting.wait_for(crashing, JobState::Dead);

    assert_eq!(dead.attempts, 2);
    let failure = dead.failure.unwrap();
    assert!(failure.contains(reason), "{failure}\n{}", setting.logs());
    setting.wait_for(setting.enqueue_success(Lane::Light), JobState::Done);
}

#[test]
fn a_job_that_is_killed_again_and_again_is_dead() {
    on_each_database(|setting| crashes_and_is_dead(setting, crash_jobs::KILL, "signal 9 (SIGKILL)"));
}

#[test]
fn a_job_that_aborts_is_dead() {
    on_each_database(|setting| crashes_and_is_dead(setting, crash_jobs::ABORT, "signal 6 (SIGABRT)"));
}

#[test]
fn a_job_with_an_illegal_instruction_is_dead() {
    on_each_database(|setting| {
        let reason = "signal 4 (SIGILL): illegal instruction";
        crashes_and_is_dead(setting, crash_jobs::ILLEGAL_INSTRUCTION, reason);
    });
}

#[test]
fn a_job_that_exhausts_its_memory_is_dead_and_nothing_else_is() {
    on_each_database(|setting| crashes_and_is_dead(setting, crash_jobs::MEMORY, "signal 6 (SIGABRT)"));
}

#[test]
fn a_panic_is_the_failure_of_its_job_and_its_message_stays_unsaid() {
    on_each_database(|setting| {
        let worker = setting.start_worker(&[]);
        let child = worker.child_on(Lane::Light);

        let dead =
            setting.wait_for(setting.enqueue(Lane::Light, crash_jobs::PANIC, json!({})), JobState::Dead);

        assert_eq!(dead.attempts, 2);
        let failure = dead.failure.unwrap();
        assert!(failure.contains("src/jobs/crash_jobs.rs:"), "{failure}");
        assert!(!failure.contains("personal data"), "{failure}");
        assert!(!setting.logs().contains("personal data"), "{}", setting.logs());
        assert_eq!(worker.child_on(Lane::Light), child, "a panic costs no process");
    });
}

#[test]
fn a_job_of_an_unknown_kind_is_dead_at_once() {
    on_each_database(|setting| {
        let _worker = setting.start_worker(&[]);
        let unknown = setting.enqueue(Lane::Prepare, "from_the_future", json!({}));

        let dead = setting.wait_for(unknown, JobState::Dead);

        assert_eq!(dead.attempts, 1);
        assert!(dead.failure.unwrap().contains("\"from_the_future\""));
    });
}

#[test]
fn lanes_never_wait_for_each_other() {
    on_each_database(|setting| {
        let _worker = setting.start_worker(&[]);
        let long = setting.enqueue_sleep(Lane::Transcribe, FOREVER);
        let crashing = setting.enqueue(Lane::Light, crash_jobs::KILL, json!({}));
        setting.wait_for(long, JobState::Running);

        setting.wait_for(setting.enqueue_success(Lane::Prepare), JobState::Done);
        setting.wait_for(crashing, JobState::Dead);

        assert_eq!(setting.job(long).state, JobState::Running);
        assert_eq!(setting.job(long).attempts, 1);
    });
}

#[test]
fn a_child_killed_from_outside_is_replaced_and_its_job_done() {
    on_each_database(|setting| {
        let worker = setting.start_worker(&[]);
        let sleep = setting.enqueue_sleep(Lane::Light, Duration::from_secs(2));
        setting.wait_for(sleep, JobState::Running);

        worker.child_on(Lane::Light).send(Signal::KILL);

        assert!(setting.wait_for(sleep, JobState::Done).attempts >= 2);
    });
}

#[test]
fn what_a_child_started_dies_with_it() {
    on_each_database(|setting| {
        let worker = setting.start_worker(&[]);
        setting.enqueue(Lane::Light, crash_jobs::COMPANY, json!({}));
        let child = worker.child_on(Lane::Light);
        let company =
            setting.wait_until("the job has company", || processes::children_of(child).first().copied());

        child.send(Signal::KILL);

        setting.wait_until_gone(company);
    });
}

#[test]
fn a_killed_supervisor_leaves_no_orphan() {
    on_each_database(|setting| {
        let worker = setting.start_worker(&[]);
        let sleep = setting.enqueue_sleep(Lane::Transcribe, FOREVER);
        setting.wait_for(sleep, JobState::Running);
        let children = [Lane::Prepare, Lane::Transcribe, Lane::Light].map(|lane| worker.child_on(lane));

        worker.process().send(Signal::KILL);

        for child in children {
            setting.wait_until_gone(child);
        }
    });
}

/// Whether the server answers, and says that it can work.
fn answers(address: &str) -> bool {
    ureq::get(format!("{address}/readyz")).call().is_ok_and(|answer| answer.status() == 200)
}

#[test]
fn the_service_answers_throughout_while_jobs_crash_beside_it() {
    on_each_database(|setting| {
        let (_serve, address) = setting.start_serve();
        let kinds =
            [crash_jobs::KILL, crash_jobs::ABORT, crash_jobs::ILLEGAL_INSTRUCTION, crash_jobs::MEMORY];
        let crashing = kinds.map(|kind| setting.enqueue(Lane::Light, kind, json!({})));
        for job in crashing {
            setting.wait_until("the job is dead", || {
                assert!(answers(&address), "the server must not notice");
                (setting.job(job).state == JobState::Dead).then_some(())
            });
            assert!(setting.job(job).failure.is_some());
        }
    });
}

#[test]
fn a_killed_server_leaves_no_orphan() {
    on_each_database(|setting| {
        let (serve, _) = setting.start_serve();
        let sleep = setting.enqueue_sleep(Lane::Light, FOREVER);
        setting.wait_for(sleep, JobState::Running);
        let children = [Lane::Prepare, Lane::Transcribe, Lane::Light].map(|lane| serve.child_on(lane));

        serve.process().send(Signal::KILL);

        for child in children {
            setting.wait_until_gone(child);
        }
    });
}

#[test]
fn a_child_ends_with_its_standard_input_in_the_middle_of_a_job() {
    on_each_database(|setting| {
        let mut child = setting.start_child(Lane::Light);
        let mut stdin = child.stdin.take().unwrap();
        let sleep = setting.enqueue_sleep(Lane::Light, FOREVER);
        stdin.write_all(b"wake\n").unwrap();
        setting.wait_for(sleep, JobState::Running);

        drop(stdin);

        let status = setting.wait_until("the child ended", || child.try_wait().unwrap());
        assert_eq!(status.signal(), Some(9));
    });
}

#[test]
fn a_child_that_is_told_to_stop_finishes_its_job_first() {
    on_each_database(|setting| {
        let mut child = setting.start_child(Lane::Light);
        let mut stdin = child.stdin.take().unwrap();
        let sleep = setting.enqueue_sleep(Lane::Light, Duration::from_secs(1));
        let next = setting.enqueue_success(Lane::Light);
        setting.wait_for(sleep, JobState::Running);

        stdin.write_all(b"sing\nstop\n").unwrap();

        let status = setting.wait_until("the child ended", || child.try_wait().unwrap());
        assert!(status.success(), "{status}");
        assert_eq!(setting.job(sleep).state, JobState::Done);
        assert_eq!(setting.job(next).state, JobState::Waiting);
    });
}

#[test]
fn a_killed_workers_job_is_finished_by_another() {
    on_each_database(|setting| {
        let first = setting.start_worker(&["--lease-ms", "4000"]);
        let sleep = setting.enqueue_sleep(Lane::Light, Duration::from_secs(3));
        setting.wait_for(sleep, JobState::Running);

        first.process().send(Signal::KILL);
        let _second = setting.start_worker(&["--lease-ms", "4000"]);

        // Nobody was left to see the first one die.
        assert!(setting.wait_for(sleep, JobState::Done).interruptions >= 1);
    });
}

#[test]
fn a_lease_that_ran_out_is_taken_back() {
    on_each_database(|setting| {
        let job = setting.enqueue_success(Lane::Light);
        let elsewhere = WorkerId::new();
        setting.write(move |writing| claim(writing, Lane::Light, elsewhere, Duration::from_secs(1)));

        let _worker = setting.start_worker(&[]);

        let done = setting.wait_for(job, JobState::Done);
        assert_eq!((done.attempts, done.interruptions), (1, 1));
    });
}

#[test]
fn a_job_may_take_longer_than_its_lease() {
    on_each_database(|setting| {
        let _worker = setting.start_worker(&["--lease-ms", "8000"]);
        // Longer than the lease and the next look for leases that ran out, together.
        let sleep = setting.enqueue_sleep(Lane::Light, Duration::from_secs(14));

        assert_eq!(setting.wait_for(sleep, JobState::Done).attempts, 1);
    });
}

#[test]
fn an_attempt_that_hangs_is_ended() {
    on_each_database(|setting| {
        let _worker = setting.start_worker(&["--lease-ms", "8000", "--attempt-limit-ms", "1000"]);
        let payload = json!({ "ms": 3_600_000 });
        let hanging = setting.enqueue(Lane::Light, crash_jobs::SLEEP, payload);

        let dead = setting.wait_for(hanging, JobState::Dead);

        assert_eq!(dead.attempts, 2);
        assert!(dead.failure.unwrap().contains("took longer than 1s"));
        setting.wait_for(setting.enqueue_success(Lane::Light), JobState::Done);
    });
}

#[test]
fn cancelling_kills_the_child_and_it_is_replaced() {
    on_each_database(|setting| {
        // The lease is long: it is the supervisor that sees the cancelling here.
        let worker = setting.start_worker(&["--lease-ms", "3600000"]);
        let sleep = setting.enqueue_sleep(Lane::Light, FOREVER);
        setting.wait_for(sleep, JobState::Running);
        let child = worker.child_on(Lane::Light);

        assert!(setting.write(move |writing| job::cancel(writing, sleep)));

        setting.wait_until_gone(child);
        setting.wait_for(setting.enqueue_success(Lane::Light), JobState::Done);
        assert_eq!(setting.job(sleep).state, JobState::Cancelled);
    });
}

#[test]
fn a_child_whose_job_was_given_to_another_ends() {
    on_each_database(|setting| {
        let worker = setting.start_worker(&["--lease-ms", "8000"]);
        let sleep = setting.enqueue_sleep(Lane::Light, FOREVER);
        let holder = setting.wait_for(sleep, JobState::Running).worker_id.unwrap();
        let child = worker.child_on(Lane::Light);

        setting.write(move |writing| {
            job::fail(writing, sleep, holder, "taken away by the test", true, Backoff::default())
        });

        setting.wait_until_gone(child);
        setting.wait_for(setting.enqueue_success(Lane::Light), JobState::Done);
    });
}

#[test]
fn a_polite_stop_lets_the_job_at_hand_finish() {
    on_each_database(|setting| {
        let mut worker = setting.start_worker(&[]);
        let sleep = setting.enqueue_sleep(Lane::Light, Duration::from_secs(2));
        setting.wait_for(sleep, JobState::Running);
        let children = [Lane::Prepare, Lane::Transcribe, Lane::Light].map(|lane| worker.child_on(lane));

        // A service manager tells the children, too.
        for child in children {
            child.send(Signal::TERM);
        }
        worker.process().send(Signal::TERM);

        assert_eq!(worker.wait().code(), Some(0), "{}", setting.logs());
        let done = setting.job(sleep);
        assert_eq!((done.state, done.attempts), (JobState::Done, 1));
        assert!(children.iter().all(|child| !child.is_alive()));
    });
}

#[test]
fn a_job_that_outlasts_the_grace_waits_again_and_keeps_its_attempts() {
    on_each_database(|setting| {
        let mut worker = setting.start_worker(&["--grace", "1"]);
        let sleep = setting.enqueue_sleep(Lane::Light, FOREVER);
        setting.wait_for(sleep, JobState::Running);
        let child = worker.child_on(Lane::Light);

        worker.process().send(Signal::INT);

        assert_eq!(worker.wait().code(), Some(0), "{}", setting.logs());
        let waiting = setting.job(sleep);
        assert_eq!((waiting.state, waiting.attempts), (JobState::Waiting, 0));
        assert!(!child.is_alive());
    });
}

#[test]
fn a_second_signal_ends_at_once() {
    on_each_database(|setting| {
        let mut worker = setting.start_worker(&["--grace", "3600"]);
        let sleep = setting.enqueue_sleep(Lane::Light, FOREVER);
        setting.wait_for(sleep, JobState::Running);

        worker.process().send(Signal::TERM);
        setting.wait_until("the first signal is heard", || {
            setting.logs().contains("stopping after the jobs at hand").then_some(())
        });
        worker.process().send(Signal::TERM);

        assert_eq!(worker.wait().code(), Some(1), "{}", setting.logs());
        assert_eq!(setting.job(sleep).state, JobState::Waiting);
    });
}

#[test]
fn the_database_address_is_on_no_childs_command_line() {
    on_each_database(|setting| {
        let worker = setting.start_worker(&[]);
        let arguments = worker.child_on(Lane::Light).arguments();
        assert!(!arguments.contains(&setting.database_url()), "{arguments:?}");
        // It works there all the same.
        setting.wait_for(setting.enqueue_success(Lane::Light), JobState::Done);
    });
}
