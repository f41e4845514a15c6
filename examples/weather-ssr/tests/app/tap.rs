//! Stands between a browser and a server and keeps every byte that the browser received.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};

/// The bytes of each connection.
pub struct Tap(Arc<Mutex<Vec<Vec<u8>>>>);

/// One answer as it came over the line.
pub struct Answer {
    /// Status and headers.
    pub head: String,
    pub body: Vec<u8>,
    /// `text/html`, and the like; empty where there is none.
    pub media_type: String,
}

impl Tap {
    /// Passes on what comes and goes until the process ends.
    pub fn start(front: TcpListener, server: SocketAddr) -> Self {
        let kept = Arc::default();
        let tap = Self(Arc::clone(&kept));
        tokio::spawn(async move {
            while let Ok((browser, _)) = front.accept().await {
                tokio::spawn(pass_on(browser, server, Arc::clone(&kept)));
            }
        });
        tap
    }

    /// Everything so far, answer by answer.
    pub fn answers(&self) -> Vec<Answer> {
        self.0.lock().unwrap().iter().flat_map(|bytes| answers(bytes)).collect()
    }
}

async fn pass_on(browser: TcpStream, server: SocketAddr, kept: Arc<Mutex<Vec<Vec<u8>>>>) {
    let server = TcpStream::connect(server).await.unwrap();
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let mut buffer = [0; 16 << 10];
    let Ok(count) = from_browser.read(&mut buffer).await else { return };
    to_server.write_all(&buffer[..count]).await.unwrap();
    // the app asks the identity provider through here, too, and that is not the browser's to see
    let of_app = !String::from_utf8_lossy(&buffer[..count]).contains("\r\nUser-Agent: Mozilla/");
    tokio::spawn(async move { copy(&mut from_browser, &mut to_server).await });
    if of_app {
        let _ = copy(&mut from_server, &mut to_browser).await;
        return;
    }
    let connection = {
        let mut kept = kept.lock().unwrap();
        kept.push(Vec::new());
        kept.len() - 1
    };
    while let Ok(count @ 1..) = from_server.read(&mut buffer).await {
        kept.lock().unwrap()[connection].extend(&buffer[..count]);
        if to_browser.write_all(&buffer[..count]).await.is_err() {
            break;
        }
    }
}

/// Takes a connection apart. What this cannot read it does not pass over.
fn answers(mut bytes: &[u8]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while !bytes.is_empty() {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut headers);
        let parsed = response.parse(bytes).expect("HTTP");
        let httparse::Status::Complete(head) = parsed else { panic!("the head is cut off") };
        let header = |name: &str| {
            let header = response.headers.iter().find(|it| it.name.eq_ignore_ascii_case(name));
            header.map_or("", |header| str::from_utf8(header.value).expect("a text"))
        };
        assert_eq!(header("transfer-encoding"), "", "a body in chunks is not taken apart here");
        assert_eq!(header("content-encoding"), "", "a packed body is not taken apart here");
        // 204 and 304 have no body and no length
        let length = header("content-length").parse().unwrap_or(0);
        let media_type = header("content-type").split(';').next().unwrap_or_default().to_owned();
        let head_text = String::from_utf8(bytes[..head].to_vec()).expect("a text");
        let body = bytes[head..].get(..length).expect("the whole body").to_vec();
        bytes = &bytes[head + length..];
        answers.push(Answer { head: head_text, body, media_type });
    }
    answers
}
