#pragma once

#include <chrono>
#include <string>

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

/// The answer's bytes: status line, the server's fields, the handler's, the body. Content-Length stands in
/// every answer but 204 and 304 (RFC 9110 §8.6), which have no body either. Fields of the handler that are
/// the server's to add are left out.
/// \throws std::invalid_argument  as checkAnswer
/// RFC 9112 §4, §6
[[nodiscard]] std::string printAnswer(const HttpResponse& response, const AnswerFrame& frame);

}  // namespace scim2ldap::connector
