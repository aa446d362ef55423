//! Listens in on a plain connection, to learn what was said on it.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Hands everything on and keeps a copy of what the calling side said.
#[derive(Debug)]
pub struct Tap {
    address: String,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Tap {
    /// In front of `http://HOST:PORT`.
    pub async fn before(address: &str) -> Self {
        let behind = address.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let Ok(called) = TcpStream::connect(&behind).await else {
                    continue;
                };
                let (from_caller, to_caller) = caller.into_split();
                let (from_called, to_called) = called.into_split();
                tokio::spawn(hand_on(from_caller, to_called, Some(Arc::clone(&kept))));
                tokio::spawn(hand_on(from_called, to_caller, None));
            }
        });
        Self { address, heard }
    }

    /// Where to call.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Every access token that was shown.
    pub fn tokens(&self) -> Vec<String> {
        let heard = String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned();
        let mut tokens: Vec<String> = heard
            .lines()
            .filter_map(|line| line.split_once(": Bearer "))
            .map(|(_, token)| token.trim().to_owned())
            .collect();
        tokens.sort();
        tokens.dedup();
        tokens
    }
}

async fn hand_on(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    kept: Option<Arc<Mutex<Vec<u8>>>>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        if let Some(kept) = &kept {
            kept.lock().unwrap().extend_from_slice(&bytes[..length]);
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}
