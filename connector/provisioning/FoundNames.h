#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ldap/Dn.h"
#include "ldap/SyncMessages.h"

namespace scim2ldap::connector {

/// An entry that others stand below.
struct NameContainer {
  ldap::Dn dn;
  std::string text{};  ///< dn.toString()
  std::string id{};    ///< its entryUUID
};

/// What many entries are called, in the order in which they were asked for. Some may not have been found.
/// Large answers are made for each request: all texts stand in one.
class FoundNames {
 public:
  explicit FoundNames(std::size_t count) : rows_(count) {}

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool has(std::size_t i) const { return rows_[i].container != kNone; }
  void forget(std::size_t i) { rows_[i].container = kNone; }

  /// Of one that has been found.
  [[nodiscard]] const ldap::SyncUuid& id(std::size_t i) const { return rows_[i].id; }
  /// As Dn::toString has it.
  [[nodiscard]] std::string dn(std::size_t i) const;
  [[nodiscard]] std::string_view display(std::size_t i) const;
  /// Which of the tables that were asked knew it.
  [[nodiscard]] std::size_t table(std::size_t i) const { return containers_[rows_[i].container].table; }

  /// What the entries that were found stand below.
  struct Container {
    std::size_t table = 0;
    std::shared_ptr<const NameContainer> named;
  };
  [[nodiscard]] const std::vector<Container>& containers() const { return containers_; }

  /// By those who find. \returns the number of the container, for `set`
  std::uint32_t add(Container container);
  void set(std::size_t i, const ldap::SyncUuid& id, std::uint32_t container, std::string_view rdn,
           std::string_view display);

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kUsualLength = 40;  ///< of RDN and display name, in octets
  struct Row {
    ldap::SyncUuid id{};
    std::uint32_t container = kNone;
    std::uint32_t rdnLength = 0;
    std::size_t begin = 0;  ///< of RDN and display name in the text
    std::size_t displayLength = 0;
  };

  std::vector<Row> rows_;
  std::vector<Container> containers_;
  std::string text_;
};

}  // namespace scim2ldap::connector
