#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/IdIndex.h"
#include "connector/provisioning/IdIndexes.h"

namespace scim2ldap::connector {

/// A page of several kinds, one behind the other.
struct KindsPage {
  struct Item {
    Kind kind = Kind::User;
    IdKey key{};
  };
  std::vector<Item> items{};
  std::size_t total = 0;  ///< of all kinds
  bool more = false;      ///< whether anything comes behind the page
};

/// The ids of all users or groups of an endpoint, page by page, in the order of their keys: from the index,
/// or, as long as that is incomplete, by a search for all of them. Thread-safe.
/// \throws ldap::Error  from every function
class IdPages {
 public:
  /// The view must outlive this object.
  IdPages(DirectoryView& view, const DirectoryConfiguration& directory, IdIndexes& indexes);

  /// The page that begins behind the first `begin` ids.
  [[nodiscard]] IdPage page(Kind kind, std::size_t begin, std::size_t count);
  /// The page that begins behind the first `begin` ids of these kinds; they come in the order of `Kind`.
  [[nodiscard]] KindsPage page(const std::vector<Kind>& kinds, std::size_t begin, std::size_t count);
  /// The page behind an id, whether or not that one is there.
  [[nodiscard]] KindsPage pageAfter(const std::vector<Kind>& kinds, const KindsPage::Item& item,
                                    std::size_t count);
  /// How many there are, where the index knows.
  [[nodiscard]] std::optional<std::size_t> total(Kind kind);

  /// An entry was just made. Shows on the last page at once, if it is one that the endpoint sees.
  /// \param entry  as it was read back, or without attributes
  void created(Kind kind, const std::string& id, const ldap::Entry& entry);
  void removed(Kind kind, const std::string& id);
  /// An entry has another name; whoever wants many names searches for it until the directory has told.
  void renamed(Kind kind, const std::string& id);

 private:
  [[nodiscard]] IdPage pageAfter(Kind kind, const IdKey& key, std::size_t count);
  [[nodiscard]] IdIndex& index(Kind kind) { return kind == Kind::User ? *users_ : *groups_; }

  DirectoryView& view_;
  std::shared_ptr<IdIndex> users_;
  std::shared_ptr<IdIndex> groups_;  ///< null where the endpoint has none
};

}  // namespace scim2ldap::connector
