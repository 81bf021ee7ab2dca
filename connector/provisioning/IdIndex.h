#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connector/provisioning/IdKey.h"
#include "connector/provisioning/NameTable.h"

namespace scim2ldap::connector {

/// A page of an index.
struct IdPage {
  std::vector<IdKey> keys;
  std::size_t total = 0;  ///< in the whole index, at the moment when the page was taken
};

/// The ids of the users or groups that an endpoint sees, in the order of their keys. Answers nothing as long
/// as it is not known to be complete. Thread-safe.
///
/// Two sorted vectors of plain values: 64 bytes an id. Inserting and erasing move what is behind, at most
/// 6 MB at 100,000 ids, in less time than the directory takes for the write; new ids come last and move
/// nothing in the larger one.
class IdIndex {
 public:
  /// Longer ids are not taken; an index that would need one stays incomplete.
  static constexpr std::size_t kMaxIdBytes = 39;

  /// The page that begins behind the first `begin` ids; nullopt while the index is incomplete.
  [[nodiscard]] std::optional<IdPage> page(std::size_t begin, std::size_t count) const;
  /// The page of the ids that come after the key, whether or not that one is there.
  [[nodiscard]] std::optional<IdPage> pageAfter(const IdKey& key, std::size_t count) const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool complete() const;
  [[nodiscard]] bool contains(std::string_view id) const;

  /// What was written, or found out since the latest review.
  void insert(const IdKey& key);
  void erase(std::string_view id);

  /// Begins to look at all that is there; `finishReview` brings the result. What is inserted and erased
  /// between the two holds whatever the review found.
  void beginReview();
  /// \param found  keys that were found
  /// \param keep   whether an id that is in the index already was confirmed without its key
  void finishReview(std::vector<IdKey> found, const std::function<bool(std::string_view id)>& keep);
  /// Whether the directory itself tells of everything that is written, as from now on. Of a write that was
  /// missed before it has told, or will: that keeps no review, the one under way included, from being whole.
  void setTold(bool isTold);
  /// Something was written that was neither inserted nor erased: incomplete until a review that begins later,
  /// unless the directory tells.
  void missedWrite();
  [[nodiscard]] bool wantsReview() const;
  /// Nobody looks any longer: incomplete until the next review.
  void distrust();

  /// What the entries are called, where the directory tells.
  [[nodiscard]] NameTable& names() { return names_; }

 private:
  /// A key without anything on the heap.
  struct Item {
    explicit Item(const IdKey& key);
    [[nodiscard]] std::string_view id() const { return {text.data(), size}; }
    [[nodiscard]] IdKey key() const { return {created, std::string(id())}; }
    bool operator<(const Item& other) const {
      return created != other.created ? created < other.created : id() < other.id();
    }

    std::int64_t created;
    std::uint8_t size;
    std::array<char, kMaxIdBytes> text{};
  };
  /// From an id to its time, and so to its item.
  struct Time {
    std::uint64_t hash;
    std::int64_t created;
    auto operator<=>(const Time&) const = default;
  };

  [[nodiscard]] IdPage pageFrom(std::vector<Item>::const_iterator begin, std::size_t count) const;
  [[nodiscard]] std::vector<Item>::const_iterator find(std::string_view id) const;
  void add(const IdKey& key);
  void remove(std::string_view id);
  void replaceItems(const std::vector<IdKey>& keys);

  mutable std::mutex mutex_;
  bool complete_ = false;
  bool holdsAll_ = true;  ///< no id was too long
  bool reviewing_ = false;
  bool isTold_ = false;
  bool hasMissed_ = false;  ///< a write, since the latest review began
  std::vector<Item> items_;
  std::vector<Time> times_;
  /// What has happened since the review began: the key, or nullopt when it was erased.
  std::unordered_map<std::string, std::optional<IdKey>> meanwhile_;
  NameTable names_;
};

}  // namespace scim2ldap::connector
