//! Why a campaign stands still: what only a person can mend is told first.

use tidings_core::api::{CampaignState, HealthView};
use tidings_core::pace::Stall;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn paused() -> HealthView {
    HealthView::Paused {
        message: "five failures; tried again at noon".to_owned(),
    }
}

fn refused() -> HealthView {
    HealthView::Refused {
        message: "invalid_client".to_owned(),
    }
}

fn unreachable() -> HealthView {
    HealthView::Unreachable {
        message: "no route to host".to_owned(),
    }
}

#[test]
fn a_running_campaign_stalls_with_its_connection() {
    let stall = |health: &HealthView| Stall::of(CampaignState::Running, health, false);
    assert_eq!(stall(&HealthView::Ready), None);
    assert_eq!(stall(&HealthView::Unknown), None);
    assert_eq!(stall(&refused()), Some(Stall::CredentialsRefused));
    assert_eq!(stall(&unreachable()), Some(Stall::Unreachable));
    assert_eq!(stall(&paused()), Some(Stall::ConnectionPaused));
}

#[test]
fn the_stop_switch_is_named_before_the_connection() {
    for health in [HealthView::Ready, refused(), unreachable(), paused()] {
        let stall = Stall::of(CampaignState::Running, &health, true);
        assert_eq!(stall, Some(Stall::Stopped), "{health:?}");
    }
}

#[test]
fn the_campaign_s_own_state_is_named_before_all_else() {
    for (state, stall) in [
        (CampaignState::Reading, Some(Stall::Reading)),
        (CampaignState::Broken, Some(Stall::Broken)),
        (CampaignState::Paused, Some(Stall::Paused)),
        // Over: nothing keeps it from going on.
        (CampaignState::Cancelled, None),
        (CampaignState::Finished, None),
    ] {
        assert_eq!(Stall::of(state, &refused(), true), stall, "{state:?}");
    }
}

#[test]
fn each_stall_has_a_name_for_programs_and_words_for_people() {
    for (stall, name, words) in [
        (Stall::Stopped, "stopped", "sending is stopped"),
        (Stall::Paused, "paused", "the campaign is paused"),
        (
            Stall::Reading,
            "reading",
            "its audience is still being read",
        ),
        (Stall::Broken, "broken", "reading its audience broke off"),
        (
            Stall::CredentialsRefused,
            "credentials_refused",
            "the platform refuses the credentials",
        ),
        (
            Stall::Unreachable,
            "unreachable",
            "the platform cannot be reached",
        ),
        (
            Stall::ConnectionPaused,
            "connection_paused",
            "sending is paused until the platform answers again",
        ),
        (
            Stall::NobodySends,
            "nobody_sends",
            "no running process sends it; start it again to go on",
        ),
    ] {
        assert_eq!(stall.name(), name);
        assert_eq!(stall.to_string(), words);
    }
}
