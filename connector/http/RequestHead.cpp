#include "connector/http/RequestHead.h"

#include "connector/http/Refusal.h"
#include "connector/http/Syntax.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kMaxMethodBytes = 32;
constexpr std::size_t kRequestLineOverhead = kMaxMethodBytes + std::string_view("  HTTP/1.1").size();

// HTTP-version = "HTTP/" DIGIT "." DIGIT
bool isVersion(std::string_view text) {
  return text.size() == 8 && text.starts_with("HTTP/") && isDigits(text.substr(5, 1)) && text[6] == '.' &&
         isDigits(text.substr(7, 1));
}

bool isVisibleAscii(std::string_view text) {
  return text.find_first_not_of(
             "!\"#$%&'()*+,-./"
             "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") ==
         std::string_view::npos;
}

}  // namespace

RequestHead parseRequestLine(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    throw Refusal(400, "the request line is not method, target and version");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!isToken(method) || method.size() > kMaxMethodBytes) throw Refusal(400, "the method is not a token");
  if (target.empty() || !isVisibleAscii(target)) {
    throw Refusal(400, "the request target holds characters that must be percent-encoded");
  }
  if (target.size() > kMaxTargetBytes) throw Refusal(414, "the request target is too long");
  if (!isVersion(version)) throw Refusal(400, "the request line does not end in an HTTP version");
  return {.method = std::string(method), .target = std::string(target), .version = std::string(version)};
}

std::pair<std::string, std::string> parseField(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) throw Refusal(400, "a header field is folded");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) throw Refusal(400, "a header line has no colon");
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = withoutWhitespace(line.substr(colon + 1));
  if (!isToken(name)) throw Refusal(400, "a header name is not a token");
  if (!isFieldContent(value)) throw Refusal(400, "a header value holds a control character");
  return {std::string(name), std::string(value)};
}

namespace {

std::string readFieldLine(Input& input, std::size_t limit) {
  try {
    return input.readLine(limit, Refusal(431, "the header fields are too large"));
  } catch (const LoneLineFeed& fault) {
    constexpr std::string_view kName = "Authorization:";
    if (!sameToken(std::string_view(fault.line()).substr(0, kName.size()), kName)) throw;
    throw Refusal(400,
                  "a line feed follows the token in the Authorization header: enter the secret token in the "
                  "client without the line break behind it");
  }
}

}  // namespace

Headers readFields(Input& input) {
  Headers fields;
  std::size_t left = kMaxHeadBytes;
  for (;;) {
    const std::string line = readFieldLine(input, left);
    if (line.empty()) return fields;
    left -= line.size();
    if (fields.size() == kMaxFields) {
      throw Refusal(431, "more than " + std::to_string(kMaxFields) + " header fields");
    }
    fields.push_back(parseField(line));
  }
}

RequestHead readHead(Input& input) {
  // RFC 9112 §2.2: an empty line in front of the request line is ignored. Anything else that cannot begin
  // a method is refused at the first byte: a TLS client would otherwise wait for the deadline.
  if (input.peek() == '\r') input.takeLineEnd(Refusal(400, "the request begins with CR"));
  if (!isTokenCharacter(input.peek()))
    throw Refusal(400, "this is not an HTTP request; TLS on a port without it?");

  RequestHead head = parseRequestLine(
      input.readLine(kMaxTargetBytes + kRequestLineOverhead, Refusal(414, "the request target is too long")));
  head.headers = readFields(input);
  return head;
}

}  // namespace scim2ldap::connector
