//! One row of the table of calls.

use axum::routing::MethodFilter;

use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::Cloud;
use crate::dialect::Dialect;
use crate::refusal::Refusal;

/// A method of a path and what it does.
#[derive(Debug)]
pub(crate) struct Route {
    pub(super) method: MethodFilter,
    /// Below `/api/v2`, with `{name}` for each id.
    pub(super) path: &'static str,
    pub(super) endpoint: Endpoint,
}

type Handle = fn(&Cloud, &Call) -> Result<Reply, Refusal>;

impl Route {
    pub(crate) const fn get(
        path: &'static str,
        operation: Operation,
        needs: Needs,
        handle: Handle,
    ) -> Self {
        Self::of(
            MethodFilter::GET,
            path,
            endpoint(operation, needs, Takes::Nothing, handle),
        )
    }

    pub(crate) const fn delete(
        path: &'static str,
        operation: Operation,
        needs: Needs,
        handle: Handle,
    ) -> Self {
        Self::of(
            MethodFilter::DELETE,
            path,
            endpoint(operation, needs, Takes::Nothing, handle),
        )
    }

    pub(crate) const fn post(
        path: &'static str,
        operation: Operation,
        needs: Needs,
        takes: Takes,
        handle: Handle,
    ) -> Self {
        Self::of(
            MethodFilter::POST,
            path,
            endpoint(operation, needs, takes, handle),
        )
    }

    /// Any other method.
    pub(crate) const fn of(method: MethodFilter, path: &'static str, endpoint: Endpoint) -> Self {
        Self {
            method,
            path,
            endpoint,
        }
    }
}

/// An endpoint of this dialect.
pub(crate) const fn endpoint(
    operation: Operation,
    needs: Needs,
    takes: Takes,
    handle: Handle,
) -> Endpoint {
    Endpoint {
        dialect: Dialect::Platform,
        operation,
        needs,
        takes,
        handle,
    }
}
