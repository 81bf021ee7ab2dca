#pragma once

#include "connector/endpoint/BulkRun.h"
#include "connector/endpoint/Call.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// Answers a request to /Bulk: its operations are carried out as if each had come by itself, several at the
/// same time, with the outcome of one after the other.
/// \param answerCall  for each operation; called by several threads
/// \throws scim::Error  400 for a message that cannot be understood, 413 above the endpoint's limit, 501 when
///                      the endpoint has bulk switched off, 405; nothing is carried out then
/// RFC 7644 §3.7
[[nodiscard]] HttpResponse dispatchBulk(Call& call, const AnswerCall& answerCall, Logger& logger);

}  // namespace scim2ldap::connector
