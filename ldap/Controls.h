#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ldap/Entry.h"
#include "ldap/Filter.h"

struct ldap;
struct ldapcontrol;

namespace scim2ldap::ldap {

/// A page of RFC 2696: its size and where it begins ("" for the first).
struct Page {
  int size = 0;
  std::string cookie{};
};

/// A request to keep up with a search's entries. RFC 4533 §2.2
struct SyncRequest {
  bool persist = false;  ///< refreshAndPersist rather than refreshOnly
  std::string cookie{};  ///< what was reached before; "" for nothing
};

/// The controls of one request; all of them are sent as critical.
struct RequestControls {
  std::optional<Filter> assertion{};    ///< RFC 4528
  bool permissiveModify = false;        ///< 1.2.840.113556.1.4.1413
  std::vector<std::string> preRead{};   ///< RFC 4527 §3.1
  std::vector<std::string> postRead{};  ///< RFC 4527 §3.2
  std::optional<Page> page{};           ///< RFC 2696
  std::optional<SyncRequest> sync{};    ///< RFC 4533
};

/// What the controls of a response carried.
struct ResponseControls {
  std::optional<Entry> preRead{};
  std::optional<Entry> postRead{};
  std::string cookie{};  ///< of the next page; "" behind the last
};

/// Request controls in libldap's form, which it owns.
class ControlList {
 public:
  /// \param handle  used by libldap for its errors only
  /// \throws Error  encodingError, or filterError for an assertion that libldap refuses
  ControlList(::ldap* handle, const RequestControls& controls);
  ~ControlList();
  ControlList(const ControlList&) = delete;
  ControlList& operator=(const ControlList&) = delete;

  /// As libldap takes them: ended by a null, valid as long as this object.
  [[nodiscard]] ldapcontrol** get() { return pointers_.data(); }

 private:
  void append(const char* oid, std::string value, bool hasValue);

  struct Item;
  std::vector<std::unique_ptr<Item>> items_;
  std::vector<ldapcontrol*> pointers_;
};

/// Reads the controls that came with a response. \param controls  ended by a null; may be null itself
/// \throws Error  decodingError
[[nodiscard]] ResponseControls readResponseControls(ldapcontrol** controls);

}  // namespace scim2ldap::ldap
