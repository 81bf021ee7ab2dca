#include "ldap/Controls.h"

#include <ldap.h>

#include "ldap/Ber.h"
#include "ldap/Error.h"

namespace scim2ldap::ldap {
namespace {

constexpr const char* kPermissiveModify = "1.2.840.113556.1.4.1413";

std::string assertionValue(::ldap* handle, const Filter& filter) {
  std::string text = toString(filter);
  berval value{};
  if (ldap_create_assertion_control_value(handle, text.data(), &value) != LDAP_SUCCESS)
    throw Error(ResultCode::FilterError, "libldap refuses the filter " + text);
  const std::unique_ptr<char, decltype(&ber_memfree)> owner(value.bv_val, &ber_memfree);
  return octetsOf(value);
}

/// AttributeSelection = SEQUENCE OF selector LDAPString. RFC 4511 §4.5.1
std::string attributeSelection(const std::vector<std::string>& attributes) {
  const Ber ber = newBer();
  ber_printf(ber.get(), "{");
  for (const std::string& attribute : attributes)
    ber_printf(ber.get(), "o", attribute.data(), static_cast<ber_len_t>(attribute.size()));
  ber_printf(ber.get(), "}");
  return octetsOf(ber);
}

/// realSearchControlValue = SEQUENCE { size INTEGER, cookie OCTET STRING }. RFC 2696 §2
std::string pageValue(const Page& page) {
  const Ber ber = newBer();
  ber_printf(ber.get(), "{io}", static_cast<ber_int_t>(page.size), page.cookie.data(),
             static_cast<ber_len_t>(page.cookie.size()));
  return octetsOf(ber);
}

/// syncRequestValue = SEQUENCE { mode ENUMERATED, cookie OPTIONAL, reloadHint BOOLEAN DEFAULT FALSE }.
/// RFC 4533 §2.2
std::string syncRequestValue(const SyncRequest& request) {
  const Ber ber = newBer();
  const ber_int_t mode = request.persist ? LDAP_SYNC_REFRESH_AND_PERSIST : LDAP_SYNC_REFRESH_ONLY;
  if (request.cookie.empty()) {
    ber_printf(ber.get(), "{e}", mode);
  } else {
    ber_printf(ber.get(), "{eo}", mode, request.cookie.data(), static_cast<ber_len_t>(request.cookie.size()));
  }
  return octetsOf(ber);
}

/// A SearchResultEntry, as the read entry controls carry it. RFC 4527 §3
Entry readEntry(const berval& value) {
  const Ber ber = berOf(value);
  berval name{};
  if (ber_scanf(ber.get(), "{m{", &name) == LBER_ERROR)
    throw Error(ResultCode::DecodingError, "malformed read entry control");
  Entry entry{Dn::parse(octetsOf(name)), {}};
  for (;;) {
    berval attribute{};
    BerVarray values = nullptr;
    if (ber_scanf(ber.get(), "{m[W]}", &attribute, &values) == LBER_ERROR) break;
    std::vector<std::string>& target = entry.attributes[octetsOf(attribute)];
    for (BerVarray each = values; each != nullptr && each->bv_val != nullptr; ++each)
      target.push_back(octetsOf(*each));
    if (values != nullptr) ber_bvarray_free(values);
    if (target.empty()) entry.attributes.erase(octetsOf(attribute));
  }
  return entry;
}

std::string cookieOf(const berval& value) {
  const Ber ber = berOf(value);
  ber_int_t estimate = 0;
  berval cookie{};
  if (ber_scanf(ber.get(), "{im}", &estimate, &cookie) == LBER_ERROR)
    throw Error(ResultCode::DecodingError, "malformed paged results control");
  return octetsOf(cookie);
}

}  // namespace

struct ControlList::Item {
  std::string oid;
  std::string value;
  ldapcontrol control{};
};

ControlList::ControlList(::ldap* handle, const RequestControls& controls) {
  if (controls.assertion) append(LDAP_CONTROL_ASSERT, assertionValue(handle, *controls.assertion), true);
  if (controls.permissiveModify) append(kPermissiveModify, "", false);
  if (!controls.preRead.empty()) append(LDAP_CONTROL_PRE_READ, attributeSelection(controls.preRead), true);
  if (!controls.postRead.empty()) append(LDAP_CONTROL_POST_READ, attributeSelection(controls.postRead), true);
  if (controls.page) append(LDAP_CONTROL_PAGEDRESULTS, pageValue(*controls.page), true);
  if (controls.sync) append(LDAP_CONTROL_SYNC, syncRequestValue(*controls.sync), true);
  for (const auto& item : items_) pointers_.push_back(&item->control);
  pointers_.push_back(nullptr);
}

ControlList::~ControlList() = default;

void ControlList::append(const char* oid, std::string value, bool hasValue) {
  auto item = std::make_unique<Item>(Item{oid, std::move(value), {}});
  item->control.ldctl_oid = item->oid.data();
  if (hasValue) item->control.ldctl_value = {item->value.size(), item->value.data()};
  item->control.ldctl_iscritical = 1;
  items_.push_back(std::move(item));
}

ResponseControls readResponseControls(ldapcontrol** controls) {
  ResponseControls result;
  for (; controls != nullptr && *controls != nullptr; ++controls) {
    const std::string oid = (*controls)->ldctl_oid;
    const berval& value = (*controls)->ldctl_value;
    if (oid == LDAP_CONTROL_PRE_READ) result.preRead = readEntry(value);
    if (oid == LDAP_CONTROL_POST_READ) result.postRead = readEntry(value);
    if (oid == LDAP_CONTROL_PAGEDRESULTS) result.cookie = cookieOf(value);
  }
  return result;
}

}  // namespace scim2ldap::ldap
