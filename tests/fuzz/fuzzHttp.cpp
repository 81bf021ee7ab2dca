#include <algorithm>
#include <array>
#include <optional>

#include "connector/http/Body.h"
#include "connector/http/Refusal.h"
#include "connector/http/RequestGate.h"
#include "connector/http/RequestHead.h"
#include "connector/http/Syntax.h"
#include "scim/Error.h"
#include "scim/Query.h"
#include "tests/connector/http/StringSource.h"
#include "tests/fuzz/Property.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using fuzz::require;

namespace {

constexpr std::size_t kMaxBodyBytes = 64;

/// What a connection's bytes were taken for: a request, or the status of a refusal.
struct Reading {
  int refused = 0;
  RequestHead head;
  std::optional<Admission> admission;
  std::string body;

  bool operator==(const Reading&) const = default;
};

/// \param step  how many bytes come at once
Reading read(std::string_view bytes, std::size_t step) {
  Reading reading;
  StringSource source{std::string(bytes), step};
  Input input(source);
  try {
    reading.head = readHead(input);
    reading.admission = admit(reading.head, kMaxBodyBytes);
    reading.body = readBody(input, *reading.admission, kMaxBodyBytes);
  } catch (const Refusal& refusal) {
    reading.refused = refusal.status();
  }
  return reading;
}

void checkHead(const RequestHead& head) {
  require(isToken(head.method) && head.method.size() <= 32, "the method is a token");
  require(!head.target.empty() && head.target.size() <= kMaxTargetBytes, "the target is limited");
  require(fuzz::isOneLine(head.target) && head.target.find(' ') == std::string::npos,
          "the target is one word");
  require(head.headers.size() <= kMaxFields, "the number of fields is limited");
  std::size_t total = 0;
  for (const auto& [name, value] : head.headers) {
    total += name.size() + value.size();
    require(isToken(name) && isFieldContent(value), "fields hold no control characters");
    require(withoutWhitespace(value) == value, "values are trimmed");
  }
  require(total <= kMaxHeadBytes, "the fields are limited in sum");
}

std::ptrdiff_t countOf(const Headers& headers, std::string_view name) {
  return std::ranges::count_if(headers, [&](const auto& field) { return sameToken(field.first, name); });
}

/// RFC 9112 §6.3: a head that was let in can be framed in one way only.
void checkAdmission(const RequestHead& head, const Admission& admission) {
  const auto lengths = countOf(head.headers, "Content-Length");
  const auto encodings = countOf(head.headers, "Transfer-Encoding");
  require(lengths + encodings <= 1, "one field at most says how long the body is");
  require((admission.framing == BodyFraming::Length) == (lengths == 1), "a length frames by length");
  require((admission.framing == BodyFraming::Chunked) == (encodings == 1), "chunked frames by chunks");
  require(admission.contentLength <= kMaxBodyBytes, "the length is limited");
  require(countOf(head.headers, "Host") <= 1, "one host");
  require(head.version == "HTTP/1.1" || head.version == "HTTP/1.0", "a known version");
  require(head.version == "HTTP/1.0" || !admission.host.empty(), "a host in HTTP/1.1");
  require(admission.path.starts_with('/'), "the path is absolute");
  require((admission.path + admission.query).find('#') == std::string::npos, "no fragment");
  require(admission.path.find('?') == std::string::npos, "the query is cut off");
}

/// Written anew from what was understood, the request means the same: no byte of it was read in two ways.
void checkRewritten(const Reading& reading) {
  std::string bytes = reading.head.method + ' ' + reading.head.target + ' ' + reading.head.version + "\r\n";
  for (const auto& [name, value] : reading.head.headers)
    bytes.append(name).append(": ").append(value).append("\r\n");
  // The blanks behind the colons count against the limit of the head.
  if (bytes.size() > kMaxHeadBytes) return;
  bytes += "\r\n";
  if (reading.admission->framing == BodyFraming::Chunked) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const std::size_t size = reading.body.size();
    if (size > 0)
      bytes.append({kDigits[size / 16], kDigits[size % 16]})
          .append("\r\n")
          .append(reading.body)
          .append("\r\n");
    bytes += "0\r\n\r\n";
  } else {
    bytes += reading.body;
  }
  require(read(bytes, bytes.size()) == reading, "written anew it means the same");
}

void checkQuery(const std::string& query) {
  try {
    static_cast<void>(scim::parseQuery(scim::parseQueryString(query)));
  } catch (const scim::Error& error) {
    require(error.status() == 400, "400");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static constexpr std::array kStatuses = {0, 400, 411, 413, 414, 417, 431, 501, 505};
  const std::string_view text = fuzz::textOf(bytes, size);
  const Reading reading = read(text, 1);
  require(std::ranges::find(kStatuses, reading.refused) != kStatuses.end(), "a documented status");
  for (const std::size_t step : {std::size_t{7}, std::size_t{4096}})
    require(read(text, step) == reading, "the pieces in which bytes come mean nothing");
  if (!reading.head.method.empty()) checkHead(reading.head);
  if (!reading.admission) return 0;
  checkAdmission(reading.head, *reading.admission);
  checkQuery(reading.admission->query);
  require(reading.body.size() <= kMaxBodyBytes, "the body is limited");
  if (reading.refused == 0) checkRewritten(reading);
  return 0;
}
