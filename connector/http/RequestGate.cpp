#include "connector/http/RequestGate.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "connector/http/Refusal.h"
#include "connector/http/Syntax.h"

namespace scim2ldap::connector {
namespace {

std::vector<std::string_view> valuesOf(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [field, value] : headers) {
    if (sameToken(field, name)) values.push_back(value);
  }
  return values;
}

bool anyListContains(const Headers& headers, std::string_view name, std::string_view member) {
  const auto values = valuesOf(headers, name);
  return std::any_of(values.begin(), values.end(),
                     [&](std::string_view list) { return listContains(list, member); });
}

/// uri-host [ ":" port ], not empty. Kept to what cannot change the meaning of a URL it is put into.
bool isAuthority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7F' && std::string_view("/?#@\\\"<>,").find(c) == std::string_view::npos;
  });
}

/// Cuts `http://` or `https://` off. \returns whether it was there
bool takeScheme(std::string_view& target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (sameToken(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(scheme.size());
      return true;
    }
  }
  return false;
}

// RFC 9112 §3.2
void readTarget(std::string_view target, Admission& admission) {
  if (target.find('#') != std::string_view::npos) throw Refusal(400, "the request target has a fragment");
  if (takeScheme(target)) {
    const std::string_view authority = target.substr(0, target.find_first_of("/?"));
    if (!isAuthority(authority)) throw Refusal(400, "the request target has no usable host");
    // RFC 9112 §3.2.2: the host of an absolute-form target replaces that of the Host field.
    admission.host = authority;
    target.remove_prefix(authority.size());
  } else if (!target.starts_with('/')) {
    throw Refusal(400, "the request target is not a path");
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  admission.path = mark == 0 ? "/" : target.substr(0, mark);
  admission.query = target.substr(std::min(mark + 1, target.size()));
}

void readHost(const RequestHead& head, Admission& admission) {
  const auto hosts = valuesOf(head.headers, "Host");
  if (hosts.size() > 1) throw Refusal(400, "more than one Host header");
  if (hosts.empty()) {
    if (head.version == "HTTP/1.1") throw Refusal(400, "no Host header");
    return;
  }
  if (!isAuthority(hosts.front())) throw Refusal(400, "the Host header is not a host");
  if (admission.host.empty()) admission.host = hosts.front();
}

/// What decides who calls and how the body is read is not to depend on which of two is looked at.
void requireOnce(const Headers& headers) {
  for (const std::string_view name : {"Authorization", "Content-Type"}) {
    if (valuesOf(headers, name).size() > 1) {
      throw Refusal(400, "more than one " + std::string(name) + " header");
    }
  }
}

std::size_t readContentLength(std::string_view value, std::size_t maxBodyBytes) {
  if (!isDigits(value)) throw Refusal(400, "Content-Length is not a number");
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (error == std::errc::result_out_of_range || length > maxBodyBytes) {
    throw Refusal(413, "the body is larger than " + std::to_string(maxBodyBytes) + " bytes");
  }
  return length;
}

// RFC 9112 §6.3
void readFraming(const RequestHead& head, std::size_t maxBodyBytes, Admission& admission) {
  const auto encodings = valuesOf(head.headers, "Transfer-Encoding");
  const auto lengths = valuesOf(head.headers, "Content-Length");
  if (!encodings.empty()) {
    if (!lengths.empty()) throw Refusal(400, "Content-Length beside Transfer-Encoding");
    if (head.version != "HTTP/1.1") throw Refusal(400, "Transfer-Encoding in HTTP/1.0");
    if (encodings.size() > 1 || !sameToken(encodings.front(), "chunked")) {
      throw Refusal(501, "a Transfer-Encoding other than chunked");
    }
    admission.framing = BodyFraming::Chunked;
    return;
  }
  if (lengths.size() > 1) throw Refusal(400, "more than one Content-Length header");
  if (!lengths.empty()) {
    admission.framing = BodyFraming::Length;
    admission.contentLength = readContentLength(lengths.front(), maxBodyBytes);
    return;
  }
  if (head.method == "POST" || head.method == "PUT" || head.method == "PATCH") {
    throw Refusal(411, head.method + " without Content-Length");
  }
}

}  // namespace

Admission admit(const RequestHead& head, std::size_t maxBodyBytes) {
  if (head.version != "HTTP/1.1" && head.version != "HTTP/1.0") {
    throw Refusal(505, head.version + " is not supported; HTTP/1.1 is");
  }
  const bool isHttp11 = head.version == "HTTP/1.1";

  Admission admission;
  readTarget(head.target, admission);
  readHost(head, admission);
  requireOnce(head.headers);
  readFraming(head, maxBodyBytes, admission);

  // RFC 9112 §9.3: close wins; HTTP/1.1 persists by default, HTTP/1.0 only when asked for.
  admission.keepAlive = !anyListContains(head.headers, "Connection", "close") &&
                        (isHttp11 || anyListContains(head.headers, "Connection", "keep-alive"));

  // RFC 9110 §10.1.1: an Expect in HTTP/1.0 is ignored.
  if (isHttp11) {
    for (const std::string_view expectation : valuesOf(head.headers, "Expect")) {
      if (!sameToken(expectation, "100-continue")) {
        throw Refusal(417, "an expectation other than 100-continue");
      }
      admission.expectsContinue = admission.framing != BodyFraming::None;
    }
  }
  return admission;
}

}  // namespace scim2ldap::connector
