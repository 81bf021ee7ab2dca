#include "connector/http/Body.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "connector/http/Refusal.h"
#include "connector/http/RequestHead.h"
#include "connector/http/Syntax.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kMaxChunkLineBytes = 256;  ///< size and extensions

// chunk-size [ chunk-ext ];  chunk-size = 1*HEXDIG
std::size_t parseChunkLine(std::string_view line, std::size_t limit) {
  const std::size_t end = std::min(line.find_first_not_of("0123456789abcdefABCDEF"), line.size());
  const std::string_view extension = withoutWhitespace(line.substr(end));
  if (end == 0 || (end < line.size() && !extension.starts_with(';')) || !isFieldContent(extension)) {
    throw Refusal(400, "a chunk does not begin with its size");
  }
  std::size_t size = 0;
  const auto parsed = std::from_chars(line.data(), line.data() + end, size, 16);
  if (parsed.ec == std::errc::result_out_of_range || size > limit) {
    throw Refusal(413, "the chunks of the body are too large in sum");
  }
  return size;
}

/// The numbers are the steps of RFC 9112 §7.1.3.
std::string readChunks(Input& input, std::size_t maxBodyBytes) {
  const Refusal lineTooLong(400, "a chunk extension is too long");
  std::string body;
  // 1. chunk-size, extensions, CRLF
  std::size_t size = parseChunkLine(input.readLine(kMaxChunkLineBytes, lineTooLong), maxBodyBytes);
  // 2. while (chunk-size > 0): chunk-data and CRLF, then the next chunk-size
  while (size > 0) {
    input.readBytes(size, body);
    input.takeLineEnd(Refusal(400, "a chunk is longer than its size"));
    size = parseChunkLine(input.readLine(kMaxChunkLineBytes, lineTooLong), maxBodyBytes - body.size());
  }
  // 3. trailer fields up to the empty line
  static_cast<void>(readFields(input));
  return body;
}

}  // namespace

std::string readBody(Input& input, const Admission& admission, std::size_t maxBodyBytes) {
  std::string body;
  switch (admission.framing) {
    case BodyFraming::None:
      break;
    case BodyFraming::Length:
      input.readBytes(admission.contentLength, body);
      break;
    case BodyFraming::Chunked:
      body = readChunks(input, maxBodyBytes);
      break;
  }
  return body;
}

}  // namespace scim2ldap::connector
