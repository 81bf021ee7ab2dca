#include "ldap/Connection.h"

#include <ldap.h>
#include <poll.h>

#include <algorithm>

#include "ldap/Ber.h"
#include "ldap/Error.h"
#include "ldap/ModificationList.h"
#include "ldap/Timeval.h"

namespace scim2ldap::ldap {

const Answer& Answer::orThrow() const {
  if (code != ResultCode::Success) throw Error(code, diagnosticMessage, matchedDn);
  return *this;
}

Answer Connection::add(const Entry& entry, const RequestControls& controls) {
  ControlList list(handle_.get(), controls);
  ModificationList attributes(entry.attributes);
  const auto until = deadline();
  int messageId = 0;
  const int sendCode = ldap_add_ext(handle_.get(), entry.dn.toString().c_str(), attributes.get(), list.get(),
                                    nullptr, &messageId);
  return finish(sendCode, messageId, until);
}

Answer Connection::modify(const Dn& dn, const std::vector<Modification>& modifications,
                          const RequestControls& controls) {
  ControlList list(handle_.get(), controls);
  ModificationList changes(modifications);
  const auto until = deadline();
  int messageId = 0;
  const int sendCode =
      ldap_modify_ext(handle_.get(), dn.toString().c_str(), changes.get(), list.get(), nullptr, &messageId);
  return finish(sendCode, messageId, until);
}

Answer Connection::rename(const Dn& dn, const Rdn& newRdn, const std::optional<Dn>& newSuperior,
                          const RequestControls& controls) {
  ControlList list(handle_.get(), controls);
  const std::string superior = newSuperior ? newSuperior->toString() : "";
  constexpr int kDeleteOldRdn = 1;
  const auto until = deadline();
  int messageId = 0;
  const int sendCode =
      ldap_rename(handle_.get(), dn.toString().c_str(), Dn({newRdn}).toString().c_str(),
                  newSuperior ? superior.c_str() : nullptr, kDeleteOldRdn, list.get(), nullptr, &messageId);
  return finish(sendCode, messageId, until);
}

Answer Connection::remove(const Dn& dn, const RequestControls& controls) {
  ControlList list(handle_.get(), controls);
  const auto until = deadline();
  int messageId = 0;
  const int sendCode = ldap_delete_ext(handle_.get(), dn.toString().c_str(), list.get(), nullptr, &messageId);
  return finish(sendCode, messageId, until);
}

Answer Connection::setPassword(const Dn& dn, const std::string& newPassword) {
  std::string name = dn.toString();
  std::string password = newPassword;
  berval user{name.size(), name.data()};
  berval secret{password.size(), password.data()};
  const auto until = deadline();
  int messageId = 0;
  const int sendCode = ldap_passwd(handle_.get(), &user, nullptr, &secret, nullptr, nullptr, &messageId);
  return finish(sendCode, messageId, until);
}

Answer Connection::whoAmI() {
  const auto until = deadline();
  int messageId = 0;
  const int sendCode =
      ldap_extended_operation(handle_.get(), LDAP_EXOP_WHO_AM_I, nullptr, nullptr, nullptr, &messageId);
  return finish(sendCode, messageId, until);
}

bool Connection::quiet() const {
  pollfd event{descriptor(), POLLIN | POLLRDHUP, 0};
  return event.fd >= 0 && ::poll(&event, 1, 0) == 0;
}

int Connection::descriptor() const {
  int fd = -1;
  ldap_get_option(handle_.get(), LDAP_OPT_DESC, &fd);
  return fd;
}

std::string Connection::diagnostic() const {
  char* text = nullptr;
  ldap_get_option(handle_.get(), LDAP_OPT_DIAGNOSTIC_MESSAGE, &text);
  const std::unique_ptr<char, decltype(&ldap_memfree)> owner(text, &ldap_memfree);
  return text == nullptr ? "" : text;
}

Connection::Message Connection::next(int messageId, Clock::time_point until, Answer& answer) {
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(until - Clock::now());
  timeval timeout = toTimeval(std::max(left, std::chrono::microseconds(0)));
  LDAPMessage* raw = nullptr;
  const int type = ldap_result(handle_.get(), messageId, LDAP_MSG_ONE, &timeout, &raw);
  Message message(raw);
  if (type > 0) {
    ++messagesReceived_;
    return message;
  }
  if (type == 0) {
    answer.code = ResultCode::Timeout;
    answer.diagnosticMessage = "no answer within " + std::to_string(timeout_.count()) + " ms";
  } else {
    int code = LDAP_SERVER_DOWN;
    ldap_get_option(handle_.get(), LDAP_OPT_RESULT_CODE, &code);
    answer.code = static_cast<ResultCode>(code);
    answer.diagnosticMessage = ldap_err2string(code);
  }
  noteFailure(answer);
  return nullptr;
}

Answer Connection::finish(int sendCode, int messageId, Clock::time_point until) {
  if (sendCode != LDAP_SUCCESS) return notSent(sendCode);
  Answer answer;
  const Message message = next(messageId, until, answer);
  return message ? read(message) : answer;
}

Answer Connection::notSent(int sendCode) {
  Answer answer;
  answer.code = static_cast<ResultCode>(sendCode);
  answer.diagnosticMessage = ldap_err2string(sendCode);
  answer.sent = false;
  noteFailure(answer);
  return answer;
}

Answer Connection::read(const Message& result) {
  int code = 0;
  char* matched = nullptr;
  char* text = nullptr;
  LDAPControl** controls = nullptr;
  const int parsed =
      ldap_parse_result(handle_.get(), result.get(), &code, &matched, &text, nullptr, &controls, 0);
  const std::unique_ptr<char, decltype(&ldap_memfree)> matchedOwner(matched, &ldap_memfree);
  const std::unique_ptr<char, decltype(&ldap_memfree)> textOwner(text, &ldap_memfree);
  const std::unique_ptr<LDAPControl*, decltype(&ldap_controls_free)> controlsOwner(controls,
                                                                                   &ldap_controls_free);
  Answer answer;
  answer.code = static_cast<ResultCode>(parsed == LDAP_SUCCESS ? code : parsed);
  if (text != nullptr) answer.diagnosticMessage = text;
  if (matched != nullptr) answer.matchedDn = matched;
  try {
    answer.controls = readResponseControls(controls);
  } catch (const Error& error) {
    answer.code = ResultCode::DecodingError;
    answer.diagnosticMessage = error.diagnosticMessage();
  }
  if (ldap_msgtype(result.get()) == LDAP_RES_EXTENDED) {
    berval* value = nullptr;
    ldap_parse_extended_result(handle_.get(), result.get(), nullptr, &value, 0);
    const std::unique_ptr<berval, decltype(&ber_bvfree)> owner(value, &ber_bvfree);
    if (value != nullptr) answer.value = octetsOf(*value);
  }
  noteFailure(answer);
  return answer;
}

/// A server that is shutting down answers `unavailable` before it hangs up.
void Connection::noteFailure(const Answer& answer) {
  lost_ = lost_ || answer.code == ResultCode::ServerDown || answer.code == ResultCode::Unavailable;
  broken_ = broken_ || lost_ || isOutcomeUnknown(answer.code);
}

void Connection::HandleDeleter::operator()(::ldap* handle) const {
  ldap_unbind_ext(handle, nullptr, nullptr);
}

void Connection::MessageDeleter::operator()(ldapmsg* message) const {
  ldap_msgfree(message);
}

}  // namespace scim2ldap::ldap
