#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::ldap {

/// syncUUID, the octets of an entryUUID. RFC 4533 §2.1.1
using SyncUuid = std::array<unsigned char, 16>;

/// As entryUUID writes it: "597ae2f6-16a6-1027-98f4-d28b5365dc14". RFC 4530 §2.1
[[nodiscard]] std::string toString(const SyncUuid& uuid);
/// The same, in the place of what the text was.
void print(const SyncUuid& uuid, std::string& text);

/// Reads that text. \returns nullopt when it is none
[[nodiscard]] std::optional<SyncUuid> parseSyncUuid(std::string_view text);

/// Sync State control, beside each entry. RFC 4533 §2.3
struct SyncState {
  static constexpr const char* kOid = "1.3.6.1.4.1.4203.1.9.1.2";
  enum class State { Present = 0, Add = 1, Modify = 2, Delete = 3 };

  State state = State::Present;
  SyncUuid uuid{};
  std::optional<std::string> cookie{};
};

/// Sync Done control, at the end of a search. RFC 4533 §2.4
struct SyncDone {
  static constexpr const char* kOid = "1.3.6.1.4.1.4203.1.9.1.3";

  std::optional<std::string> cookie{};
  bool refreshDeletes = false;
};

/// Sync Info message, between the entries. RFC 4533 §2.5
struct SyncInfo {
  static constexpr const char* kOid = "1.3.6.1.4.1.4203.1.9.1.4";
  enum class Type { NewCookie = 0, RefreshDelete = 1, RefreshPresent = 2, SyncIdSet = 3 };

  Type type = Type::NewCookie;
  std::optional<std::string> cookie{};
  bool refreshDone = true;        ///< of refreshDelete and refreshPresent
  bool refreshDeletes = false;    ///< of syncIdSet: these are gone, rather than present
  std::vector<SyncUuid> uuids{};  ///< of syncIdSet
};

/// Read the BER value of each.
/// \throws Error  decodingError
[[nodiscard]] SyncState readSyncState(const std::string& value);
[[nodiscard]] SyncDone readSyncDone(const std::string& value);
[[nodiscard]] SyncInfo readSyncInfo(const std::string& value);

}  // namespace scim2ldap::ldap
