//! What runs beside the requests: rows that are too old go, keys of past days are forgotten.

use super::Service;
use super::routes::now_hour;
use std::sync::Arc;
use std::time::Duration;

/// How often the rate limit's memory is tidied.
const MINUTE: Duration = Duration::from_secs(60);

/// Runs until it is dropped.
pub async fn every_hour(service: Arc<Service>) {
    let mut last = None;
    let mut minutes = tokio::time::interval(MINUTE);
    loop {
        minutes.tick().await;
        service.rate.tidy();
        let hour = now_hour();
        if last != Some(hour) && renew(&service, hour).await {
            last = Some(hour);
        }
    }
}

/// Whether all of it worked; if not, it is tried again.
async fn renew(service: &Arc<Service>, hour: u32) -> bool {
    if let Err(error) = service.client_ids.renew(hour / 24).await {
        tracing::error!(%error, "the key of client ids cannot be renewed");
        return false;
    }
    let days = service.config.retention.raw_days;
    if days == 0 {
        return true;
    }
    let before = hour.saturating_sub(days.saturating_mul(24));
    let store = service.store.clone();
    match tokio::task::spawn_blocking(move || store.purge(before)).await {
        Ok(Ok(rows)) => {
            service.metrics.purged.inc_by(rows);
            tracing::info!(rows, days, "purged");
            true
        }
        Ok(Err(error)) => {
            tracing::error!(trouble = error.trouble.name(), %error, "old rows stay for now");
            false
        }
        Err(_) => false,
    }
}
