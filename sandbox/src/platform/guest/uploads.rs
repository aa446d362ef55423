//! The addresses at which a guest's file is put and fetched, and what the socket says of them.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde_json::{Value, json};

use super::files::{File, MOST_KILOBYTES};
use super::frame::Frame;
use super::problem::Problem;
use super::request::Upload;
use super::session::News;
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::query;

/// Where to put the file that was announced.
pub(super) fn invitation(cloud: &Cloud, host: &str, id: &str, upload: &Upload) -> Frame {
    let body = json!({
        "attachmentId": id,
        "url": address(cloud, host, "PUT", id),
        "headers": { TAG: id },
        "fileName": upload.file_name,
        "fileSize": upload.file_size,
        "fileType": upload.file_type,
    });
    Frame::response("PresignedUrlResponse", body)
}

/// The file is here.
pub(super) fn success(cloud: &Cloud, host: &str, id: &str, _file: &File) -> Frame {
    let body = json!({
        "attachmentId": id,
        "downloadUrl": address(cloud, host, "GET", id),
        "timestamp": Timestamp::now(),
    });
    Frame::message("UploadSuccessEvent", body)
}

/// The file cannot be put anywhere.
pub(super) fn refusal(id: &str, problem: &Problem) -> Frame {
    Frame::response("GenerateUrlError", failure(id, problem))
}

/// The file as part of a message.
pub(super) fn shown(cloud: &Cloud, host: &str, id: &str, file: &File) -> Value {
    json!({
        "id": id,
        "contentType": file.media_type,
        "fileName": file.name,
        "size": file.size,
        "url": address(cloud, host, "GET", id),
    })
}

/// `PUT`: takes the bytes, with the headers of the invitation.
pub(super) async fn put(
    State(cloud): State<Arc<Cloud>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let tagged = headers
        .get(TAG)
        .is_some_and(|tag| tag.as_bytes() == id.as_bytes());
    let Some(bytes) = read(body).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    if !tagged || !is_signed(&cloud, &uri, "PUT", &id) {
        return StatusCode::FORBIDDEN;
    }
    let host = host(&headers);
    let (session, stored) = {
        let mut files = lock(&cloud.guests.files);
        let Some(session) = files.get(&id).map(|file| file.session) else {
            return StatusCode::NOT_FOUND;
        };
        (session, files.store(&id, bytes))
    };
    let (status, frame) = match &stored {
        Ok(file) => (StatusCode::OK, success(&cloud, &host, &id, file)),
        Err(problem) => (
            StatusCode::BAD_REQUEST,
            Frame::message("UploadFailureEvent", failure(&id, problem)),
        ),
    };
    if let Some(session) = lock(&cloud.guests.sessions).get(session) {
        session.tell(News::Frame(frame, None));
    }
    status
}

/// `GET`: gives the bytes to be saved, never to be run.
pub(super) async fn get(
    State(cloud): State<Arc<Cloud>>,
    Path(id): Path<String>,
    uri: Uri,
) -> Response {
    if !is_signed(&cloud, &uri, "GET", &id) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let files = lock(&cloud.guests.files);
    let Some((file, bytes)) = files
        .get(&id)
        .and_then(|file| Some((file, file.bytes.clone()?)))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, file.media_type.clone()),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The address by which the client called.
pub(super) fn host(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    host.unwrap_or("localhost").to_owned()
}

fn failure(id: &str, problem: &Problem) -> Value {
    json!({
        "attachmentId": id,
        "errorCode": problem.code.number(),
        "errorMessage": problem.text,
        "timestamp": Timestamp::now(),
    })
}

fn address(cloud: &Cloud, host: &str, method: &str, id: &str) -> String {
    let signature = cloud
        .guests
        .key
        .sign_base64url(signed(method, id).as_bytes());
    format!("http://{host}/webmessaging/attachments/{id}?signature={signature}")
}

fn is_signed(cloud: &Cloud, uri: &Uri, method: &str, id: &str) -> bool {
    let signature = query::first(uri.query(), "signature").unwrap_or_default();
    cloud
        .guests
        .key
        .has_signed(signed(method, id).as_bytes(), &signature)
}

fn signed(method: &str, id: &str) -> String {
    format!("{method} attachment {id}")
}

/// The bytes, unless they are more than any file may have.
async fn read(body: Body) -> Option<Bytes> {
    let most = usize::try_from(MOST_KILOBYTES * 1024).ok()?;
    let (mut bytes, mut frames) = (Vec::new(), body.into_data_stream());
    while let Some(frame) = frames.next().await {
        bytes.extend_from_slice(&frame.ok()?);
        if bytes.len() > most {
            return None;
        }
    }
    Some(bytes.into())
}

/// A header of the platform's file store, which a client has to repeat.
const TAG: &str = "x-amz-tagging";
