#pragma once

#include <cstddef>
#include <string>

#include "connector/http/RequestHead.h"

namespace scim2ldap::connector {

enum class BodyFraming { None, Length, Chunked };

/// What a head that passed the gate means.
struct Admission {
  std::string path;   ///< raw, up to "?"
  std::string query;  ///< raw, behind "?"
  std::string host;   ///< from an absolute-form target, else from Host; "" in HTTP/1.0 without one
  BodyFraming framing = BodyFraming::None;
  std::size_t contentLength = 0;  ///< with BodyFraming::Length
  bool keepAlive = false;
  bool expectsContinue = false;

  bool operator==(const Admission&) const = default;
};

/// Judges a head before a byte of the body is read. A pure function: whatever two HTTP implementations
/// could understand in two ways (request smuggling) is refused.
///
/// - 400: zero or several Host fields in HTTP/1.1; a target that is neither a path nor an absolute http(s)
///   URI, or has a fragment; Content-Length that is not digits only, or twice; Content-Length beside
///   Transfer-Encoding; Transfer-Encoding in HTTP/1.0
/// - 411: POST, PUT or PATCH without Content-Length and Transfer-Encoding
/// - 413: Content-Length above `maxBodyBytes`
/// - 417: an expectation other than 100-continue
/// - 501: a Transfer-Encoding other than exactly `chunked`
/// - 505: a version other than HTTP/1.0 and HTTP/1.1
/// \throws Refusal
/// RFC 9112 §3.2, §6.1–6.3, §11.2; RFC 9110 §10.1.1
[[nodiscard]] Admission admit(const RequestHead& head, std::size_t maxBodyBytes);

}  // namespace scim2ldap::connector
