// Searches: taken whole, or message by message.

#include <ldap.h>

#include <iterator>
#include <map>

#include "ldap/Ber.h"
#include "ldap/Connection.h"
#include "ldap/Error.h"

namespace scim2ldap::ldap {
namespace {

/// Searches of one call that are under way together. slapd lets half of its threads (8) work for one
/// connection; a few more bridge the way there and back.
constexpr std::size_t kSearchesAtOnce = 16;

int scopeOf(Scope scope) {
  switch (scope) {
    case Scope::Base:
      return LDAP_SCOPE_BASE;
    case Scope::OneLevel:
      return LDAP_SCOPE_ONELEVEL;
    case Scope::Subtree:
      return LDAP_SCOPE_SUBTREE;
  }
  return LDAP_SCOPE_SUBTREE;
}

/// The names in libldap's form: ended by a null; pointing into `attributes`.
std::vector<char*> selection(const std::vector<std::string>& attributes) {
  std::vector<char*> names;
  for (const std::string& attribute : attributes) names.push_back(const_cast<char*>(attribute.c_str()));
  if (names.empty()) names.push_back(const_cast<char*>(LDAP_NO_ATTRS));
  names.push_back(nullptr);
  return names;
}

/// Values are read with their length: they may hold NUL.
Entry entryOf(LDAP* handle, LDAPMessage* message) {
  BerElement* raw = nullptr;
  berval name{};
  const int code = ldap_get_dn_ber(handle, message, &raw, &name);
  // The element borrows the message's octets: only its own memory is freed.
  const std::unique_ptr<BerElement, void (*)(BerElement*)> element(raw,
                                                                   [](BerElement* b) { ber_free(b, 0); });
  if (code != LDAP_SUCCESS) throw Error(ResultCode::DecodingError, "malformed search result entry");
  Entry entry{Dn::parse(octetsOf(name)), {}};
  for (;;) {
    berval attribute{};
    BerVarray values = nullptr;
    if (ldap_get_attribute_ber(handle, message, raw, &attribute, &values) != LDAP_SUCCESS)
      throw Error(ResultCode::DecodingError, "malformed attribute in " + entry.dn.toString());
    if (attribute.bv_val == nullptr) return entry;
    const std::unique_ptr<berval, decltype(&ber_memfree)> owner(values, &ber_memfree);
    if (values == nullptr || values->bv_val == nullptr) continue;
    std::vector<std::string>& target = entry.attributes[octetsOf(attribute)];
    for (BerVarray each = values; each->bv_val != nullptr; ++each) target.push_back(octetsOf(*each));
  }
}

/// Values of controls by OID.
std::map<std::string, std::string> valuesOf(LDAPControl** controls) {
  std::map<std::string, std::string> values;
  const std::unique_ptr<LDAPControl*, decltype(&ldap_controls_free)> owner(controls, &ldap_controls_free);
  for (; controls != nullptr && *controls != nullptr; ++controls)
    values[(*controls)->ldctl_oid] = octetsOf((*controls)->ldctl_value);
  return values;
}

void readIntermediate(LDAP* handle, LDAPMessage* message, SearchMessage& into) {
  char* name = nullptr;
  berval* value = nullptr;
  const int code = ldap_parse_intermediate(handle, message, &name, &value, nullptr, 0);
  const std::unique_ptr<char, decltype(&ldap_memfree)> nameOwner(name, &ldap_memfree);
  const std::unique_ptr<berval, decltype(&ber_bvfree)> valueOwner(value, &ber_bvfree);
  if (code != LDAP_SUCCESS) throw Error(ResultCode::DecodingError, "malformed intermediate response");
  if (name != nullptr) into.responseName = name;
  if (value != nullptr) into.responseValue = octetsOf(*value);
}

}  // namespace

int Connection::sendSearch(const SearchRequest& request, const RequestControls& controls, int& messageId) {
  ControlList list(handle_.get(), controls);
  std::vector<char*> attributes = selection(request.attributes);
  return ldap_search_ext(handle_.get(), request.base.toString().c_str(), scopeOf(request.scope),
                         toString(request.filter).c_str(), attributes.data(), 0, list.get(), nullptr, nullptr,
                         request.sizeLimit, &messageId);
}

Answer Connection::search(const SearchRequest& request, const RequestControls& controls,
                          std::vector<Entry>& entries) {
  const auto until = deadline();
  int messageId = 0;
  const int sendCode = sendSearch(request, controls, messageId);
  if (sendCode != LDAP_SUCCESS) return notSent(sendCode);
  broken_ = true;  // until the end: a search left half way leaves its entries in the handle
  std::size_t references = 0;
  for (;;) {
    Answer answer;
    const Message message = next(messageId, until, answer);
    if (!message) return answer;
    const int type = ldap_msgtype(message.get());
    if (type == LDAP_RES_SEARCH_RESULT) {
      broken_ = false;
      answer = read(message);
      answer.references = references;
      return answer;
    }
    if (type == LDAP_RES_SEARCH_REFERENCE) ++references;
    if (type == LDAP_RES_SEARCH_ENTRY) entries.push_back(entryOf(handle_.get(), message.get()));
  }
}

Answer Connection::searchAll(const std::vector<SearchRequest>& requests, std::vector<Entry>& entries) {
  struct UnderWay {
    std::size_t request;
    Clock::time_point until;
  };
  std::vector<std::vector<Entry>> found(requests.size());
  std::map<int, UnderWay> underWay;  // by message id, and so in the order in which they were sent
  std::size_t sent = 0;
  Answer failure;
  const auto wantsMore = [&] { return failure.code == ResultCode::Success && sent < requests.size(); };
  while (wantsMore() || !underWay.empty()) {
    while (wantsMore() && underWay.size() < kSearchesAtOnce) {
      const auto until = deadline();
      int messageId = 0;
      const int sendCode = sendSearch(requests[sent], {}, messageId);
      // The socket is full: it empties while the server is heard.
      if (sendCode == LDAP_BUSY && !underWay.empty()) break;
      if (sendCode != LDAP_SUCCESS) return notSent(sendCode);
      broken_ = true;  // until all have ended
      underWay.emplace(messageId, UnderWay{sent++, until});
    }
    Answer answer;
    const Message message = next(LDAP_RES_ANY, underWay.begin()->second.until, answer);
    if (!message) return answer;
    const auto request = underWay.find(ldap_msgid(message.get()));
    if (request == underWay.end()) {  // a notice of disconnection, RFC 4511 §4.4.1
      answer.code = ResultCode::ServerDown;
      answer.diagnosticMessage = "the server ends the connection";
      noteFailure(answer);
      return answer;
    }
    const int type = ldap_msgtype(message.get());
    if (type == LDAP_RES_SEARCH_ENTRY) {
      found[request->second.request].push_back(entryOf(handle_.get(), message.get()));
    } else if (type == LDAP_RES_SEARCH_RESULT) {
      underWay.erase(request);
      answer = read(message);
      if (answer.code != ResultCode::Success && failure.code == ResultCode::Success) failure = answer;
    }
  }
  broken_ = isOutcomeUnknown(failure.code) || lost_;
  for (std::vector<Entry>& each : found) std::move(each.begin(), each.end(), std::back_inserter(entries));
  return failure;
}

int Connection::beginSearch(const SearchRequest& request, const RequestControls& controls) {
  int messageId = 0;
  const int sendCode = sendSearch(request, controls, messageId);
  if (sendCode != LDAP_SUCCESS) static_cast<void>(notSent(sendCode).orThrow());
  broken_ = true;  // its messages stay in the handle
  return messageId;
}

std::optional<SearchMessage> Connection::receive() {
  timeval atOnce{};
  LDAPMessage* raw = nullptr;
  const int type = ldap_result(handle_.get(), LDAP_RES_ANY, LDAP_MSG_ONE, &atOnce, &raw);
  const Message message(raw);
  if (type == 0) return std::nullopt;
  if (type < 0) {
    int code = LDAP_SERVER_DOWN;
    ldap_get_option(handle_.get(), LDAP_OPT_RESULT_CODE, &code);
    throw Error(static_cast<ResultCode>(code), ldap_err2string(code));
  }
  ++messagesReceived_;
  SearchMessage result;
  result.messageId = ldap_msgid(raw);
  LDAPControl** controls = nullptr;
  switch (type) {
    case LDAP_RES_SEARCH_ENTRY:
      // Before the entry: reading that puts NULs into the message, where tags were.
      if (ldap_get_entry_controls(handle_.get(), raw, &controls) != LDAP_SUCCESS)
        throw Error(ResultCode::DecodingError, "malformed controls of a search result entry");
      result.controls = valuesOf(controls);
      result.entry = entryOf(handle_.get(), raw);
      return result;
    case LDAP_RES_SEARCH_REFERENCE:
      result.type = SearchMessage::Type::Reference;
      return result;
    case LDAP_RES_INTERMEDIATE:
      result.type = SearchMessage::Type::Intermediate;
      readIntermediate(handle_.get(), raw, result);
      return result;
    case LDAP_RES_SEARCH_RESULT: {
      result.type = SearchMessage::Type::Done;
      ldap_parse_result(handle_.get(), raw, nullptr, nullptr, nullptr, nullptr, &controls, 0);
      result.controls = valuesOf(controls);
      const Answer answer = read(message);
      result.code = answer.code;
      result.diagnosticMessage = answer.diagnosticMessage;
      return result;
    }
    default:  // a notice of disconnection, RFC 4511 §4.4.1
      throw Error(ResultCode::ServerDown, "the server ends the connection");
  }
}

}  // namespace scim2ldap::ldap
