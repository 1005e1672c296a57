//! Following a server that sends us elsewhere, to addresses of the web alone.

use ureq::http::{Response, header};
use ureq::{Agent, Body};

use super::transfer::{Trouble, explain, there};

/// How often one may be sent on.
const HOPS: usize = 10;

/// Asks for `url` from byte `from` on, wherever it has gone. The agent must not follow by itself.
pub(super) fn get(agent: &Agent, url: &str, from: u64) -> Result<Response<Body>, Trouble> {
    let mut url = url.to_owned();
    for _ in 0..=HOPS {
        let mut request = agent.get(&url);
        if from > 0 {
            request = request.header(header::RANGE, format!("bytes={from}-"));
        }
        let response = request.call().map_err(|e| Trouble::There(explain(&e)))?;
        let location = response.headers().get(header::LOCATION);
        let Some(location) = location.filter(|_| response.status().is_redirection()) else {
            return Ok(response);
        };
        let location = String::from_utf8_lossy(location.as_bytes());
        url = match join(&url, &location) {
            Some(next) => next,
            None => {
                return there(format!(
                    "it redirects to {location}, which is no address of the web"
                ));
            }
        };
    }
    there("it redirects for ever".into())
}

/// The address that `location` means in an answer from `url`, if it is one of the web.
fn join(url: &str, location: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_web = |scheme: &str| {
        ["http", "https"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
    };
    // What stands before a colon is a scheme, unless it is part of a path.
    let named = location
        .split_once(':')
        .filter(|(start, _)| !start.contains(['/', '?', '#']));
    match named {
        Some((named, rest)) => {
            (is_web(named) && rest.starts_with("//")).then(|| location.to_owned())
        }
        None if location.starts_with("//") => Some(format!("{scheme}:{location}")),
        None if location.starts_with('/') => Some(format!("{scheme}://{host}{location}")),
        None => {
            let path = rest.split(['?', '#']).next()?;
            let folder = path.rfind('/').map_or(path, |end| &path[..end]);
            Some(format!("{scheme}://{folder}/{location}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined_as_a_browser_does() {
        let from = "https://a.org:8080/data/x.gz?v=1#top";
        for (location, want) in [
            ("http://b.org/y", Some("http://b.org/y")),
            ("HTTPS://b.org/y", Some("HTTPS://b.org/y")),
            ("//b.org/y", Some("https://b.org/y")),
            ("/y?z=a:b", Some("https://a.org:8080/y?z=a:b")),
            ("y.gz", Some("https://a.org:8080/data/y.gz")),
            ("file:///etc/passwd", None),
            ("data:,x", None),
            ("http:/y", None),
        ] {
            assert_eq!(join(from, location).as_deref(), want, "{location}");
        }
        assert_eq!(join("http://a.org", "y").as_deref(), Some("http://a.org/y"));
    }
}
