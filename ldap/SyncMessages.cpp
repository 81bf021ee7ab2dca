#include "ldap/SyncMessages.h"

#include <lber.h>

#include <algorithm>
#include <array>
#include <memory>

#include "ldap/Ber.h"
#include "ldap/Error.h"

namespace scim2ldap::ldap {
namespace {

constexpr std::size_t kTextLength = 36;   ///< of a UUID
constexpr ber_tag_t kFirstChoice = 0x80;  ///< context-specific, number 0

/// Whether the text of a UUID has a hyphen there. RFC 4122 §3
constexpr bool isHyphen(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

[[noreturn]] void malformed(const char* what) {
  throw Error(ResultCode::DecodingError, std::string("malformed ") + what);
}

/// Reads the elements of one value, from left to right.
class Reader {
 public:
  Reader(const std::string& value, const char* what) : what_(what) {
    if (value.empty()) malformed(what_);  // liblber would read from a null pointer
    ber_ = berOf({value.size(), const_cast<char*>(value.data())});
  }

  [[nodiscard]] ber_tag_t nextTag() {
    ber_len_t length = 0;
    return ber_peek_tag(ber_.get(), &length);
  }
  void enter() {
    if (ber_scanf(ber_.get(), "{") == LBER_ERROR) malformed(what_);
  }
  [[nodiscard]] std::string octets() {
    berval value{};
    if (ber_scanf(ber_.get(), "m", &value) == LBER_ERROR) malformed(what_);
    return octetsOf(value);
  }
  [[nodiscard]] ber_int_t enumerated() {
    ber_int_t value = 0;
    if (nextTag() != LBER_ENUMERATED || ber_scanf(ber_.get(), "e", &value) == LBER_ERROR) malformed(what_);
    return value;
  }
  [[nodiscard]] std::optional<std::string> optionalOctets() {
    return nextTag() == LBER_OCTETSTRING ? std::optional(octets()) : std::nullopt;
  }
  [[nodiscard]] bool booleanOr(bool absent) {
    if (nextTag() != LBER_BOOLEAN) return absent;
    ber_int_t value = 0;
    if (ber_scanf(ber_.get(), "b", &value) == LBER_ERROR) malformed(what_);
    return value != 0;
  }
  [[nodiscard]] SyncUuid uuid() {
    if (nextTag() != LBER_OCTETSTRING) malformed(what_);
    return uuidOf(octets());
  }
  [[nodiscard]] std::vector<SyncUuid> uuids() {
    BerVarray values = nullptr;
    if (nextTag() != LBER_SET || ber_scanf(ber_.get(), "[W]", &values) == LBER_ERROR) malformed(what_);
    const std::unique_ptr<berval, decltype(&ber_bvarray_free)> owner(values, &ber_bvarray_free);
    std::vector<SyncUuid> result;
    for (BerVarray each = values; each != nullptr && each->bv_val != nullptr; ++each)
      result.push_back(uuidOf(octetsOf(*each)));
    return result;
  }

 private:
  [[nodiscard]] SyncUuid uuidOf(const std::string& octets) const {
    SyncUuid uuid{};
    if (octets.size() != uuid.size()) malformed(what_);
    std::copy(octets.begin(), octets.end(), uuid.begin());
    return uuid;
  }

  const char* what_;
  Ber ber_;
};

}  // namespace

std::string toString(const SyncUuid& uuid) {
  std::string text;
  print(uuid, text);
  return text;
}

void print(const SyncUuid& uuid, std::string& text) {
  static constexpr const char* kHex = "0123456789abcdef";
  static constexpr std::array<std::size_t, 16> kPlaces{0,  2,  4,  6,  9,  11, 14, 16,
                                                       19, 21, 24, 26, 28, 30, 32, 34};
  text.assign("00000000-0000-0000-0000-000000000000");
  char* const digits = text.data();
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    digits[kPlaces[i]] = kHex[uuid[i] >> 4U];
    digits[kPlaces[i] + 1] = kHex[uuid[i] & 0xFU];
  }
}

std::optional<SyncUuid> parseSyncUuid(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  SyncUuid uuid{};
  for (std::size_t at = 0, digits = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (isHyphen(at)) {
      if (c != '-') return std::nullopt;
      continue;
    }
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return std::nullopt;
    uuid[digits / 2] = static_cast<unsigned char>(uuid[digits / 2] * 16 + digit);
    ++digits;
  }
  return uuid;
}

// syncStateValue ::= SEQUENCE { state ENUMERATED, entryUUID syncUUID, cookie syncCookie OPTIONAL }
SyncState readSyncState(const std::string& value) {
  Reader reader(value, "Sync State control");
  reader.enter();
  SyncState result;
  const ber_int_t state = reader.enumerated();
  if (state < 0 || state > static_cast<ber_int_t>(SyncState::State::Delete)) malformed("Sync State control");
  result.state = static_cast<SyncState::State>(state);
  result.uuid = reader.uuid();
  result.cookie = reader.optionalOctets();
  return result;
}

// syncDoneValue ::= SEQUENCE { cookie syncCookie OPTIONAL, refreshDeletes BOOLEAN DEFAULT FALSE }
SyncDone readSyncDone(const std::string& value) {
  Reader reader(value, "Sync Done control");
  reader.enter();
  SyncDone result;
  result.cookie = reader.optionalOctets();
  result.refreshDeletes = reader.booleanOr(false);
  return result;
}

// syncInfoValue ::= CHOICE {
//   newcookie      [0] syncCookie,
//   refreshDelete  [1] SEQUENCE { cookie OPTIONAL, refreshDone BOOLEAN DEFAULT TRUE },
//   refreshPresent [2] SEQUENCE { cookie OPTIONAL, refreshDone BOOLEAN DEFAULT TRUE },
//   syncIdSet      [3] SEQUENCE { cookie OPTIONAL, refreshDeletes BOOLEAN DEFAULT FALSE, syncUUIDs SET OF … }
//   }
SyncInfo readSyncInfo(const std::string& value) {
  Reader reader(value, "Sync Info message");
  constexpr ber_tag_t kConstructed = LBER_CONSTRUCTED;
  const ber_tag_t choice = (reader.nextTag() & ~kConstructed) - kFirstChoice;
  if (choice > static_cast<ber_tag_t>(SyncInfo::Type::SyncIdSet)) malformed("Sync Info message");
  SyncInfo result;
  result.type = static_cast<SyncInfo::Type>(choice);
  if (result.type == SyncInfo::Type::NewCookie) {
    result.cookie = reader.octets();
    return result;
  }
  reader.enter();
  result.cookie = reader.optionalOctets();
  if (result.type == SyncInfo::Type::SyncIdSet) {
    result.refreshDeletes = reader.booleanOr(false);
    result.uuids = reader.uuids();
  } else {
    result.refreshDone = reader.booleanOr(true);
  }
  return result;
}

}  // namespace scim2ldap::ldap
