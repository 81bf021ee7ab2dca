#include "connector/http/Answer.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "connector/http/Syntax.h"

namespace scim2ldap::connector {
namespace {

constexpr std::array<std::string_view, 6> kServerFields{"Connection", "Content-Length",    "Date",
                                                        "Keep-Alive", "Transfer-Encoding", "X-Request-Id"};

void appendField(std::string& bytes, std::string_view name, std::string_view value) {
  bytes.append(name).append(": ").append(value).append("\r\n");
}

bool hasContent(const HttpResponse& response) {
  return response.status != 204 && response.status != 304;
}

}  // namespace

void checkAnswer(const HttpResponse& response) {
  if (response.status < 200 || response.status > 599) {
    throw std::invalid_argument("not a final HTTP status: " + std::to_string(response.status));
  }
  for (const auto& [name, value] : response.headers) {
    if (!isToken(name) || !isFieldContent(value)) throw std::invalid_argument("not a header field: " + name);
  }
}

std::string printHead(const HttpResponse& response, const AnswerFrame& frame) {
  checkAnswer(response);
  using Poco::Net::HTTPResponse;
  std::string bytes =
      "HTTP/1.1 " + std::to_string(response.status) + ' ' +
      HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(response.status)) + "\r\n";
  appendField(
      bytes, "Date",
      Poco::DateTimeFormatter::format(
          Poco::Timestamp::fromEpochTime(static_cast<std::time_t>(frame.date.time_since_epoch().count())),
          Poco::DateTimeFormat::HTTP_FORMAT));
  appendField(bytes, "X-Request-Id", frame.requestId);
  appendField(bytes, "Connection", frame.keepAlive ? "keep-alive" : "close");
  if (hasContent(response)) appendField(bytes, "Content-Length", std::to_string(response.body.size()));
  for (const auto& [name, value] : response.headers) {
    const auto isName = [&name = name](std::string_view field) { return sameToken(field, name); };
    if (std::none_of(kServerFields.begin(), kServerFields.end(), isName)) appendField(bytes, name, value);
  }
  bytes += "\r\n";
  return bytes;
}

std::string_view contentOf(const HttpResponse& response, const AnswerFrame& frame) {
  return hasContent(response) && !frame.toHead ? std::string_view(response.body) : std::string_view();
}

}  // namespace scim2ldap::connector
