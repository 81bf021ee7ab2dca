#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connector/provisioning/FoundNames.h"
#include "connector/provisioning/PointerTable.h"
#include "ldap/Dn.h"
#include "ldap/SyncMessages.h"
#include "ldap/SyncPosition.h"

namespace scim2ldap::connector {

/// Ids, DNs and display names of the entries of an index, as content synchronisation tells of them, for those
/// who want to know many at once. It says how far it has come, so that a reader can wait until it holds what
/// the directory has at that time.
///
/// Nobody tells of an entry whose name changes because one above it was renamed. So a name is given out only
/// together with its container, the id of which was asked for when its entries were told: as long as the
/// entry of that name has that id, those below it have their names. About 190 bytes an entry. Thread-safe.
class NameTable {
 public:
  /// Directories with more containers are not served from here.
  static constexpr std::size_t kMaxContainers = 1000;

  /// By those who watch the directory.
  /// \returns whether something about its container is to be asked, see takeUnproven
  bool set(const ldap::SyncUuid& id, const ldap::Dn& dn, const std::string& display);
  void erase(const ldap::SyncUuid& id);
  void clear();
  /// The containers whose ids were not asked for yet; each is named once.
  [[nodiscard]] std::vector<ldap::Dn> takeUnproven();
  /// Those that were asked for in vain are named again.
  void retryUnproven();
  /// \param id  nullopt when there is no such entry, or none that shows its id: its names stay unknown
  void prove(const ldap::Dn& container, const std::optional<std::string>& id);
  /// Everything up to there has been told.
  void reached(const ldap::SyncPosition& position);
  /// Nothing is told any longer, until the next position.
  void distrust();
  /// Calls back when a reader finds a container changed: in the reader's thread, with the table locked.
  void whenDoubted(std::function<void()> callback);

  /// By those who read.
  [[nodiscard]] bool isTold() const;
  /// \returns false when the table has not come so far in time
  [[nodiscard]] bool waitUntil(const ldap::SyncPosition& position, std::chrono::milliseconds patience) const;
  /// Sets those of what was asked for that are not found yet and stand here, but for those in an unproven
  /// container. Ids are case exact, DNs are those of Dn::toString.
  /// \param table  the number of this table in the answer
  void findIds(const std::vector<std::string>& ids, std::size_t table, FoundNames& found) const;
  void findDns(const std::vector<std::string>& dns, std::size_t table, FoundNames& found) const;
  /// The container is not what it was: all has to be told anew, unless that has been found already.
  void doubt(const NameContainer& container);

 private:
  struct Name {
    std::uint32_t container = 0;
    std::string rdn{};
    std::string display{};
  };
  struct IdHash {
    std::size_t operator()(const ldap::SyncUuid& id) const noexcept;
  };
  using Names = std::unordered_map<ldap::SyncUuid, Name, IdHash>;
  /// A DN as the number of its container and its RDN, which is all that is kept of it.
  struct Place {
    std::uint32_t container;
    std::string_view rdn;
    bool operator==(const Place&) const = default;
  };
  static Place placeOf(const Names::value_type& name) { return {name.second.container, name.second.rdn}; }
  static std::uint64_t hashOf(const Place& place);
  struct Container {
    std::shared_ptr<const NameContainer> named{};
    bool asked = false;
  };
  /// Puts what is found into an answer, and each container once.
  class Finding;

  [[nodiscard]] std::optional<std::uint32_t> numberOf(const std::string& text) const;
  [[nodiscard]] std::optional<std::uint32_t> takeContainer(const ldap::Dn& dn);
  [[nodiscard]] const Names::value_type* find(const Place& place, std::uint64_t hash) const;
  void remove(const ldap::SyncUuid& id);

  mutable std::shared_mutex mutex_;
  mutable std::condition_variable_any changed_;
  Names names_;
  PointerTable<Names::value_type> places_;  ///< one name for each
  std::vector<Container> containers_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  ///< of containers, by text
  std::optional<ldap::SyncPosition> position_;              ///< nullopt while nobody tells
  std::function<void()> onDoubt_;
};

}  // namespace scim2ldap::connector
