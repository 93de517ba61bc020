//! Visitors of a day, told apart without keeping who they are.

use crate::store::record::literal;
use crate::store::{ClientKey, Store, StoreError, Trouble};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Makes client ids: the first 8 bytes of HMAC-SHA-256 of address and browser, by a random
/// key of the day. With the key, what links the days is gone.
pub struct ClientIds {
    store: Arc<dyn Store>,
    is_on: bool,
    key: Mutex<Option<(u32, ClientKey)>>,
}

impl ClientIds {
    /// None at all unless `is_on`.
    pub fn new(store: Arc<dyn Store>, is_on: bool) -> Self {
        Self {
            store,
            is_on,
            key: Mutex::new(None),
        }
    }

    /// The id of a visitor on a day (since 1970).
    pub async fn of(
        &self,
        day: u32,
        address: IpAddr,
        browser: &[u8],
    ) -> Result<Option<String>, StoreError> {
        if !self.is_on {
            return Ok(None);
        }
        let key = self.key(day).await?;
        Ok(Some(literal(client(&key, address, browser))))
    }

    /// Forgets the key of another day than this one, here and in the store.
    pub async fn renew(&self, day: u32) -> Result<(), StoreError> {
        self.key.lock().await.take_if(|(of, _)| *of != day);
        if self.is_on {
            self.key(day).await?;
        }
        Ok(())
    }

    async fn key(&self, day: u32) -> Result<ClientKey, StoreError> {
        let mut known = self.key.lock().await;
        if let Some((_, key)) = known.filter(|(of, _)| *of == day) {
            return Ok(key);
        }
        let store = self.store.clone();
        let key = tokio::task::spawn_blocking(move || store.client_key(day))
            .await
            .map_err(|error| StoreError::new(Trouble::Away, error.to_string()))??;
        *known = Some((day, key));
        Ok(key)
    }
}

fn client(key: &ClientKey, address: IpAddr, browser: &[u8]) -> u64 {
    // A key of any length is good for HMAC.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return 0;
    };
    match address.to_canonical() {
        IpAddr::V4(address) => mac.update(&address.octets()),
        IpAddr::V6(address) => mac.update(&address.octets()),
    }
    mac.update(&[0]);
    mac.update(browser);
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(mac.finalize().into_bytes());
    u64::from_be_bytes([a, b, c, d, e, f, g, h]).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_key_address_and_browser() {
        let address: IpAddr = "192.0.2.7".parse().expect("an address");
        let mapped: IpAddr = "::ffff:192.0.2.7".parse().expect("an address");
        let id = client(&[1; 32], address, b"browser");
        assert_eq!(client(&[1; 32], mapped, b"browser"), id);
        assert_ne!(client(&[2; 32], address, b"browser"), id, "another day");
        assert_ne!(client(&[1; 32], address, b"other"), id);
        assert_ne!(
            client(
                &[1; 32],
                "192.0.2.8".parse().expect("an address"),
                b"browser"
            ),
            id
        );
    }
}
