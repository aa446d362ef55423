//! The page's files and the headers that every reply has.

use reqwest::{Method, StatusCode};

use crate::support::{Place, json_of, with_json};

#[tokio::test]
async fn pages_come_from_the_index_and_must_be_asked_for_again() {
    let place = Place::new();
    let console = place.serve(&[]);
    for path in ["/", "/activity", "/compose/structured", "/setup"] {
        let reply = console.get(path).await;
        assert_eq!(reply.status(), StatusCode::OK);
        assert_eq!(reply.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(reply.headers()["cache-control"], "no-cache");
        let tag = reply.headers()["etag"].clone();
        let again = console
            .call(Method::GET, path)
            .header("If-None-Match", tag)
            .send()
            .await;
        assert_eq!(again.unwrap().status(), StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn a_missing_file_is_missing_and_so_is_everything_else() {
    let place = Place::new();
    let console = place.serve(&[]);
    for path in [
        "/app.js",
        "/x/y.wasm",
        "/api/nothing",
        "/api/deliveries/",
        "/preview/a/b",
    ] {
        let reply = console.get(path).await;
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
        let id = reply.headers()["x-request-id"].to_str().unwrap().to_owned();
        let error = json_of(reply).await;
        assert_eq!(error["error"]["code"], "not_found", "{path}");
        assert_eq!(error["error"]["requestId"], id);
    }
    let reply = console
        .call(Method::PUT, "/api/session")
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn browsers_are_told_what_not_to_do() {
    let place = Place::new();
    let console = place.serve(&[]);
    for path in ["/", "/api/session", "/nothing.js"] {
        let reply = console.get(path).await;
        let header = |name| reply.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
    }
}

#[tokio::test]
async fn scripts_are_let_in_by_the_hash_of_what_was_built() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let place = Place::new();
    let console = place.serve(&[]);
    let reply = console.get("/").await;
    let policy = reply.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    assert!(policy.contains("'wasm-unsafe-eval'"), "{policy}");
    let html = reply.text().await.unwrap();
    let scripts = html.split("<script").skip(1).filter_map(|after| {
        let (attributes, rest) = after.split_once('>')?;
        (!attributes.contains("src=")).then(|| rest.split("</script>").next())?
    });
    let hashes: Vec<_> = scripts
        .map(|script| {
            base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(script))
        })
        .collect();
    assert_eq!(policy.matches("'sha256-").count(), hashes.len());
    assert!(
        hashes.iter().all(|hash| policy.contains(hash)),
        "{policy}\n{html}"
    );
}

#[tokio::test]
async fn a_body_is_small_and_json() {
    let place = Place::new();
    let console = place.serve(&[]);
    let large = serde_json::json!({"user": "x".repeat(1_100_000), "password": "y"});
    let reply = console.post("/api/session", &large).await;
    assert_eq!(reply.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let form = console.call(Method::POST, "/api/session").body("user=ana");
    assert_eq!(
        form.send().await.unwrap().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let call = console.call(Method::POST, "/api/session");
    let reply = with_json(call, &serde_json::json!({"user": 7}))
        .send()
        .await
        .unwrap();
    assert_eq!(json_of(reply).await["error"]["code"], "invalid_body");
}
