#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "connector/http/Message.h"

namespace scim2ldap::connector {

/// Makes sure that an answer can be sent as it is.
/// \throws std::invalid_argument  for a status that is none, or a field that would break the framing
void checkAnswer(const HttpResponse& response);

/// What the server adds to the handler's answer.
struct AnswerFrame {
  std::string requestId;
  std::chrono::sys_seconds date;
  bool keepAlive = false;
  bool toHead = false;  ///< the request was HEAD: Content-Length is told, the body is not sent
};

/// The answer up to its body: status line, the server's fields, the handler's. Content-Length stands in every
/// answer but 204 and 304 (RFC 9110 §8.6). Fields of the handler that are the server's to add are left out.
/// \throws std::invalid_argument  as checkAnswer
/// RFC 9112 §4, §6
[[nodiscard]] std::string printHead(const HttpResponse& response, const AnswerFrame& frame);

/// What is sent behind the head: the body, where the answer has one.
[[nodiscard]] std::string_view contentOf(const HttpResponse& response, const AnswerFrame& frame);

}  // namespace scim2ldap::connector
