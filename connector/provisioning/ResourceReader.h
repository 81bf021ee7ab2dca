#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/provisioning/Compile.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/store/Store.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// How a resource shows its members.
enum class MembersForm {
  Left,     ///< out
  Parts,    ///< as a value to be looked into
  Printed,  ///< as text, for lists of any size
};

/// Reads resources from the directory and the side table, and puts them into the form that clients see.
/// Thread-safe.
/// \throws ldap::Error, StoreError  from every function that reads
class ResourceReader {
 public:
  ResourceReader(DirectoryView& view, Store& store, std::string endpoint);

  /// The resource, or nullopt when the endpoint has none of that id. Its row stays: whoever does not see an
  /// entry may lack a right, or look while it moves.
  [[nodiscard]] std::optional<CurrentResource> read(Kind kind, const std::string& id, bool withMembers);
  /// Removes the row of an entry that is gone, where it is in the way of another.
  void forget(Kind kind, const std::string& id);
  /// Rows and references for entries that were found.
  [[nodiscard]] std::vector<CurrentResource> complete(Kind kind, std::vector<ldap::Entry> entries);

  /// The whole resource as an answer shows it: id, schemas, meta, and the members that the entry was read
  /// with.
  /// \param baseUrl  of the endpoint, without trailing slash
  [[nodiscard]] scim::Json represent(const CurrentResource& current, std::string_view baseUrl,
                                     MembersForm membersForm);

 private:
  [[nodiscard]] scim::Json members(const CurrentResource& group, std::string_view baseUrl);
  [[nodiscard]] scim::Json printedMembers(const CurrentResource& group, std::string_view baseUrl);
  [[nodiscard]] const std::vector<std::string>& memberValues(const CurrentResource& group) const;

  DirectoryView& view_;
  Store& store_;
  std::string endpoint_;
};

/// \param baseUrl  of the endpoint, without trailing slash
[[nodiscard]] std::string urlOf(std::string_view baseUrl, Kind kind, std::string_view id);
/// "/Users" or "/Groups".
[[nodiscard]] std::string_view pathOf(Kind kind);
/// "User" or "Group".
[[nodiscard]] std::string_view typeOf(Kind kind);

}  // namespace scim2ldap::connector
