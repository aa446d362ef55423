use super::*;

/// Starts a job and waits until its state is one of the last.
async fn run(sandbox: &TestSandbox, query: &Value) -> (String, Answer) {
    let started = sandbox.post(JOBS, query).await;
    assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.text);
    let path = format!("{JOBS}/{}", started.at("/jobId").as_str().unwrap());
    loop {
        let job = sandbox.get(&path).await;
        assert_eq!(job.status, StatusCode::OK, "{}", job.text);
        match job.at("/state").as_str() {
            Some("QUEUED" | "PENDING") => {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            _ => return (path, job),
        }
    }
}

/// All rows of a job.
async fn results(sandbox: &TestSandbox, job: &str, size: usize) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut path = format!("{job}/results?pageSize={size}");
    loop {
        let page = sandbox.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let list = page.at("/conversations").as_array().cloned().unwrap();
        assert!(list.len() <= size);
        rows.extend(list);
        match page.at("/cursor") {
            Value::String(cursor) => {
                path = format!("{job}/results?pageSize={size}&cursor={cursor}");
            }
            _ => return rows,
        }
    }
}

#[tokio::test]
async fn a_job_over_all_time_holds_every_web_chat_with_what_was_typed_in_the_form() {
    let sandbox = sandbox().await;
    let query = web_messaging("2026-01-01T00:00:00Z/2026-11-20T00:00:00Z");
    let (job, state) = run(&sandbox, &query).await;
    assert_eq!(state.at("/state"), "FULFILLED");
    assert!(state.at("/completionDate").is_string() && state.at("/expirationDate").is_string());
    let rows = results(&sandbox, &job, 61).await;
    assert_eq!(starts(&rows), chats(&sandbox, "2026", "2027").await);

    let people = sandbox.get("/_sandbox/population").await.lines();
    let emails: BTreeSet<&str> = people
        .iter()
        .filter_map(|line| line["email"].as_str())
        .collect();
    let typed: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| customer(row)["attributes"]["context.email"].as_str())
        .collect();
    assert!(
        typed.len() > 500 && typed.is_subset(&emails),
        "{} e-mail addresses",
        typed.len()
    );
}

#[tokio::test]
async fn a_job_takes_what_was_going_on_and_from_the_start_of_the_day_if_asked() {
    let sandbox = sandbox().await;
    let interval = "2026-11-03T12:00:00Z/2026-11-05T00:00:00Z";
    let mut query = web_messaging(interval);
    let (job, _) = run(&sandbox, &query).await;
    let active = results(&sandbox, &job, 1000).await;
    for row in &active {
        let last = row["conversationEnd"]
            .as_str()
            .unwrap_or(row["conversationStart"].as_str().unwrap());
        assert!(
            last >= "2026-11-03T12:00:00.000Z"
                && row["conversationStart"].as_str().unwrap() < "2026-11-05"
        );
    }
    let inside = chats(&sandbox, "2026-11-03T12", "2026-11-05").await;
    let found: BTreeSet<String> = starts(&active).into_iter().collect();
    assert!(inside.iter().all(|start| found.contains(start)));

    query["startOfDayIntervalMatching"] = true.into();
    query["limit"] = 5.into();
    query["order"] = "desc".into();
    let (job, _) = run(&sandbox, &query).await;
    let newest = starts(&results(&sandbox, &job, 2).await);
    let expected: Vec<String> = inside.iter().rev().take(5).cloned().collect();
    assert_eq!(newest, expected);
}

#[tokio::test]
async fn results_wait_for_the_job_and_a_cursor_fits_its_own_job_only() {
    let sandbox = sandbox().await;
    let query = web_messaging(LATELY);
    let started = sandbox.post(JOBS, &query).await;
    let early = format!("{JOBS}/{}/results", started.at("/jobId").as_str().unwrap());
    let early = sandbox.get(&early).await;
    assert_eq!(early.status, StatusCode::BAD_REQUEST, "{}", early.text);

    let (one, _) = run(&sandbox, &query).await;
    let (two, _) = run(&sandbox, &query).await;
    let first = sandbox.get(&format!("{one}/results?pageSize=10")).await;
    let cursor = first.at("/cursor").as_str().unwrap().to_owned();
    let foreign = sandbox.get(&format!("{two}/results?cursor={cursor}")).await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);
    let size = sandbox.get(&format!("{one}/results?pageSize=1001")).await;
    assert_eq!(size.status, StatusCode::BAD_REQUEST);

    let gone = crate::support::answer(
        sandbox
            .request(reqwest::Method::DELETE, &one)
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(
        (gone.status, gone.text.as_str()),
        (StatusCode::NO_CONTENT, "")
    );
    assert_eq!(sandbox.get(&one).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn jobs_fail_expire_and_lose_cursors_on_demand() {
    let sandbox = sandbox().await;
    let fault = |kind: &str| json!([{ "operation": "audience", "kind": kind, "count": 1 }]);
    sandbox.arm(&fault("job_failed")).await;
    let (_, state) = run(&sandbox, &web_messaging(LATELY)).await;
    assert_eq!(state.at("/state"), "FAILED");
    assert!(state.at("/errorMessage").is_string());

    sandbox.arm(&json!([])).await;
    let (job, _) = run(&sandbox, &web_messaging(LATELY)).await;
    let first = sandbox.get(&format!("{job}/results?pageSize=10")).await;
    let next = format!(
        "{job}/results?cursor={}",
        first.at("/cursor").as_str().unwrap()
    );
    sandbox.arm(&fault("cursor_lost")).await;
    assert_eq!(sandbox.get(&next).await.status, StatusCode::BAD_REQUEST);
    sandbox.arm(&fault("job_expired")).await;
    let expired = sandbox.get(&next).await;
    assert_eq!(expired.status, StatusCode::BAD_REQUEST);
    assert!(expired.message().contains("EXPIRED"), "{}", expired.text);
    assert_eq!(sandbox.get(&job).await.at("/state"), "EXPIRED", "for good");
}

#[tokio::test]
async fn the_lake_says_how_far_it_reaches() {
    let sandbox = sandbox().await;
    let reply = sandbox.get(&format!("{JOBS}/availability")).await;
    assert_eq!(
        reply.json(),
        json!({ "dataAvailabilityDate": "2026-11-20T00:00:00.000Z" })
    );
}
