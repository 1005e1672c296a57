use super::*;
use std::fs;
use tempfile::TempDir;

/// A book of two files, and how patiently it is served.
fn site(patience: u64) -> (TempDir, Arc<Site>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("index.html"), "hello").unwrap();
    fs::write(folder.path().join("a.css"), "a {}").unwrap();
    let site = Site::new(folder.path().to_path_buf(), Duration::from_millis(patience));
    site.version.store(7, Ordering::Relaxed);
    (folder, Arc::new(site))
}

/// Starts so many threads that answer, and gives a new connection to them at each call.
fn served(site: &Arc<Site>, threads: usize) -> impl Fn() -> TcpStream {
    let listener = Arc::new(TcpListener::bind(("127.0.0.1", 0)).unwrap());
    let address = listener.local_addr().unwrap();
    for _ in 0..threads {
        let (listener, site) = (Arc::clone(&listener), Arc::clone(site));
        thread::spawn(move || work(&listener, &site));
    }
    move || {
        let client = TcpStream::connect(address).unwrap();
        // Whoever is not answered in this time never will be.
        client
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        client
    }
}

/// What comes back for these bytes.
fn exchange(mut client: TcpStream, request: &[u8]) -> String {
    // What is refused may be refused before all of it is sent.
    let _ = client.write_all(request);
    io::read_to_string(client).unwrap()
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes()
}

#[test]
fn pages_reload_themselves_and_files_are_sent_as_they_are() {
    let (_folder, site) = site(10_000);
    let connect = served(&site, 1);
    let page = exchange(connect(), &get("/"));
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("hello<script>") && page.contains("'7'"),
        "{page}"
    );
    let style = exchange(connect(), &get("/a.css?v=1"));
    assert!(
        style.contains("text/css")
            && style.contains("Content-Length: 4\r\n")
            && style.ends_with("a {}"),
        "{style}"
    );
    assert!(exchange(connect(), &get("/.version")).ends_with("\r\n\r\n7"));
    assert!(exchange(connect(), &get("/nosuch")).starts_with("HTTP/1.1 404"));
}

#[test]
fn head_is_get_without_its_body() {
    let (_folder, site) = site(10_000);
    let connect = served(&site, 1);
    for path in ["/", "/a.css", "/.version", "/nosuch"] {
        let whole = exchange(connect(), &get(path));
        let request = get(path).strip_prefix(b"GET").unwrap().to_vec();
        let head = exchange(connect(), &[b"HEAD", &request[..]].concat());
        let (expected, body) = whole.split_once("\r\n\r\n").unwrap();
        assert!(!body.is_empty());
        assert_eq!(head, format!("{expected}\r\n\r\n"));
    }
}

#[test]
fn what_is_not_a_request_to_read_is_refused() {
    let (_folder, site) = site(10_000);
    let connect = served(&site, 1);
    let line = |method: &str| format!("{method} / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "get"] {
        let said = exchange(connect(), line(method).as_bytes());
        assert!(said.starts_with("HTTP/1.1 405 "), "{method}: {said}");
        assert!(said.contains("\r\nAllow: GET, HEAD\r\n"), "{said}");
    }
    for request in [
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET a HTTP/1.1\r\n\r\n",
        "\r\n\r\n",
        "GET / FTP/1\n\n",
    ] {
        let said = exchange(connect(), request.as_bytes());
        assert!(said.starts_with("HTTP/1.1 400 "), "{request:?}: {said}");
    }
    let odd = b"GET /\xff\xfe HTTP/1.1\r\n\r\n";
    assert!(exchange(connect(), odd).starts_with("HTTP/1.1 400 "));
}

#[test]
fn what_is_too_long_is_refused_at_its_limit() {
    let (_folder, site) = site(10_000);
    let connect = served(&site, 1);
    let path = |length: usize| format!("/{}", "a".repeat(length));
    assert!(exchange(connect(), &get(&path(8000))).starts_with("HTTP/1.1 404 "));
    assert!(exchange(connect(), &get(&path(9000))).starts_with("HTTP/1.1 414 "));
    let field = |length: usize| format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(length));
    assert!(exchange(connect(), field(8000).as_bytes()).starts_with("HTTP/1.1 200 "));
    assert!(exchange(connect(), field(9000).as_bytes()).starts_with("HTTP/1.1 431 "));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: 1\r\n".repeat(2000));
    assert!(exchange(connect(), many.as_bytes()).starts_with("HTTP/1.1 431 "));
}

/// Nobody keeps what a client sends without an end: after the answer it is cut off.
#[test]
fn a_line_without_an_end_is_cut_off() {
    let (_folder, site) = site(10_000);
    let connect = served(&site, 1);
    let mut client = connect();
    let piece = [b'a'; 1 << 16];
    let sent = (0..10_000).take_while(|_| client.write_all(&piece).is_ok());
    let sent = sent.count() * piece.len();
    assert!(sent < 100 << 20, "{sent} bytes were taken");
    assert!(exchange(connect(), &get("/")).starts_with("HTTP/1.1 200 "));
}

/// Each byte comes in time, and all of them do not.
#[test]
fn a_client_of_one_byte_at_a_time_is_cut_off() {
    let (_folder, site) = site(400);
    let connect = served(&site, 1);
    let mut slow = connect();
    let request = get("/");
    let sent = request.iter().cycle().take(1000).take_while(|&&byte| {
        thread::sleep(Duration::from_millis(20));
        slow.write_all(&[byte.max(b' ')]).is_ok()
    });
    let sent = sent.count();
    assert!(sent < 500, "{sent} bytes were waited for");
    let mut said = String::new();
    let _ = slow.read_to_string(&mut said);
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 408 "),
        "{said}"
    );
    assert!(exchange(connect(), &get("/")).starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_client_that_reads_nothing_is_cut_off() {
    let (folder, site) = site(400);
    fs::write(folder.path().join("large.png"), vec![0; 64 << 20]).unwrap();
    let connect = served(&site, 1);
    let mut deaf = connect();
    deaf.write_all(&get("/large.png")).unwrap();
    assert!(exchange(connect(), &get("/")).starts_with("HTTP/1.1 200 "));
}

#[test]
fn many_clients_are_answered_by_few_threads() {
    let (_folder, site) = site(10_000);
    let connect = served(&site, 4);
    let mut clients: Vec<TcpStream> = (0..100).map(|_| connect()).collect();
    for client in &mut clients {
        client.write_all(&get("/")).unwrap();
    }
    for client in clients {
        assert!(io::read_to_string(client).unwrap().contains("hello"));
    }
}

#[test]
fn a_taken_port_is_left_for_the_next_or_named() {
    let taken: Vec<TcpListener> = PORTS
        .map_while(|port| TcpListener::bind(("127.0.0.1", port)).ok())
        .take(1)
        .collect();
    let free = open(None).unwrap().local_addr().unwrap();
    assert!(free.ip().is_loopback());
    assert!(
        taken
            .iter()
            .all(|taken| taken.local_addr().unwrap() != free)
    );
    let here = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = here.local_addr().unwrap().port();
    let text = open(Some(port)).unwrap_err();
    assert!(
        text.contains(&format!("port {port} cannot be used")),
        "{text}"
    );
    assert!(text.contains("--port"), "{text}");
}

/// Starts itself again with few descriptors.
#[cfg(unix)]
#[test]
fn without_descriptors_it_waits_and_goes_on() {
    const FEW: &str = "FEW_DESCRIPTORS";
    if std::env::var_os(FEW).is_some() {
        return starve();
    }
    let test = "serve::tests::without_descriptors_it_waits_and_goes_on";
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -n 40 && exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(FEW, "yes")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

/// Takes all descriptors there are, and lets them go again.
#[cfg(unix)]
fn starve() {
    let (_folder, site) = site(10_000);
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let clients = [0; 3].map(|_| {
        let mut client = TcpStream::connect(address).unwrap();
        client.write_all(&get("/")).unwrap();
        client
    });
    let mut all = Vec::new();
    while let Ok(file) = fs::File::open("/dev/null") {
        all.push(file);
    }
    let starved = Arc::clone(&site);
    thread::spawn(move || work(&listener, &site));
    while starved.starved.load(Ordering::Relaxed) == 0 {
        thread::yield_now();
    }
    let start = Instant::now();
    thread::sleep(4 * BREATH);
    let asked = starved.starved.load(Ordering::Relaxed) as u128;
    // As often as there was time to breathe, however busy the machine.
    let breaths = start.elapsed().as_millis() / BREATH.as_millis();
    assert!(asked <= 2 + breaths, "it asked {asked} times");
    drop(all);
    for client in clients {
        assert!(io::read_to_string(client).unwrap().contains("hello"));
    }
}
