#pragma once

#include <memory>
#include <string>

#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/IdIndex.h"
#include "connector/provisioning/IdIndexes.h"

namespace scim2ldap::connector {

/// The ids of all users or groups of an endpoint, page by page, in the order of their keys: from the index,
/// or, as long as that is incomplete, by a search for all of them. Thread-safe.
/// \throws ldap::Error  from every function
class IdPages {
 public:
  /// The view must outlive this object.
  IdPages(DirectoryView& view, const DirectoryConfiguration& directory, IdIndexes& indexes);

  /// The page that begins behind the first `begin` ids.
  [[nodiscard]] IdPage page(Kind kind, std::size_t begin, std::size_t count);
  /// The page of the ids that come after the key.
  [[nodiscard]] IdPage pageAfter(Kind kind, const IdKey& key, std::size_t count);

  /// An entry was just made. Shows on the last page at once, if it is one that the endpoint sees.
  /// \param entry  as it was read back, or without attributes
  void created(Kind kind, const std::string& id, const ldap::Entry& entry);
  void removed(Kind kind, const std::string& id);

 private:
  [[nodiscard]] IdIndex& index(Kind kind) { return kind == Kind::User ? *users_ : *groups_; }

  DirectoryView& view_;
  std::shared_ptr<IdIndex> users_;
  std::shared_ptr<IdIndex> groups_;  ///< null where the endpoint has none
};

}  // namespace scim2ldap::connector
