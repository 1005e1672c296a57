//! A small HTTP server on the loopback interface that misbehaves as told.
#![allow(dead_code, reason = "each test uses its part of this")]

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What a client asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub path: String,
    /// The first byte wanted, from `Range: bytes=…-`.
    pub from: Option<usize>,
}

/// What the server does about the `nth` request, counted from 0. It writes the whole answer.
type Conduct = dyn Fn(usize, &Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync;

pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(
        conduct: impl Fn(usize, &Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let conduct: Arc<Conduct> = Arc::new(conduct);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (log, over) = (requests.clone(), stop.clone());
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (log, conduct) = (log.clone(), conduct.clone());
                thread::spawn(move || {
                    // A client that hangs up early is part of the game.
                    let _ = stream.and_then(|stream| answer(stream, &log, &*conduct));
                });
            }
        });
        Self {
            address,
            requests,
            stop,
            thread: Some(thread),
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/data", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(
    mut stream: TcpStream,
    log: &Mutex<Vec<Request>>,
    conduct: &Conduct,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    let mut request = Request {
        path: String::new(),
        from: None,
    };
    for line in BufReader::new(stream.try_clone()?).lines() {
        let line = line?.to_ascii_lowercase();
        if let Some(rest) = line.strip_prefix("get ") {
            request.path = rest.split(' ').next().unwrap_or("").into();
        } else if let Some(range) = line.strip_prefix("range: bytes=") {
            request.from = range.trim_end_matches('-').parse().ok();
        } else if line.is_empty() {
            break;
        }
    }
    let nth = {
        let mut log = log.lock().unwrap();
        log.push(request.clone());
        log.len() - 1
    };
    conduct(nth, &request, &mut stream)
}

/// The head of an answer.
pub fn head(
    stream: &mut TcpStream,
    status: &str,
    headers: &[(&str, String)],
) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n")?;
    for (name, value) in headers {
        write!(stream, "{name}: {value}\r\n")?;
    }
    write!(stream, "\r\n")
}

/// Answers as a good server does: the whole file, or what is asked for of it.
pub fn serve(stream: &mut TcpStream, request: &Request, file: &[u8]) -> std::io::Result<()> {
    serve_until(stream, request, file, file.len())
}

/// Promises the whole file, and hangs up when byte `end` of it is reached.
pub fn serve_until(
    stream: &mut TcpStream,
    request: &Request,
    file: &[u8],
    end: usize,
) -> std::io::Result<()> {
    let from = request.from.unwrap_or(0);
    if from >= file.len() {
        let range = ("Content-Range", format!("bytes */{}", file.len()));
        return head(
            stream,
            "416 Range Not Satisfiable",
            &[range, ("Content-Length", "0".into())],
        );
    }
    let length = ("Content-Length", (file.len() - from).to_string());
    if request.from.is_some() {
        let range = format!("bytes {from}-{}/{}", file.len() - 1, file.len());
        head(
            stream,
            "206 Partial Content",
            &[("Content-Range", range), length],
        )?;
    } else {
        head(stream, "200 OK", &[length])?;
    }
    stream.write_all(&file[from..end.max(from)])
}

/// Sends the whole file whatever range was asked for.
pub fn serve_all(stream: &mut TcpStream, file: &[u8]) -> std::io::Result<()> {
    head(
        stream,
        "200 OK",
        &[("Content-Length", file.len().to_string())],
    )?;
    stream.write_all(file)
}
