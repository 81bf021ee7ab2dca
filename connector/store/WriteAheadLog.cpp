#include "connector/store/WriteAheadLog.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint32_t kMagic = 0x377f0682;  ///< its last bit: checksums are of big-endian words
constexpr std::size_t kSaltOfLog = 16;
constexpr std::size_t kSaltOfFrame = 8;
constexpr std::size_t kSaltBytes = 8;

std::uint32_t word(std::string_view bytes, std::size_t at, bool bigEndian = true) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + (bigEndian ? i : 3 - i)]);
    value = value << 8U | byte;
  }
  return value;
}

/// Of everything from the beginning of the log on.
struct Checksum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  void add(std::string_view bytes, bool bigEndian) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      first += word(bytes, at, bigEndian) + second;
      second += word(bytes, at + 4, bigEndian) + first;
    }
  }
  [[nodiscard]] bool is(std::string_view bytes, std::size_t at) const {
    return word(bytes, at) == first && word(bytes, at + 4) == second;
  }
};

bool read(std::istream& log, std::string& bytes) {
  return static_cast<bool>(log.read(bytes.data(), static_cast<std::streamsize>(bytes.size())));
}

}  // namespace

bool losesCommits(std::istream& log) {
  std::string header(kHeaderBytes, '\0');
  if (!read(log, header)) return false;
  const bool bigEndian = (word(header, 0) & 1U) != 0;
  Checksum checksum;
  checksum.add(std::string_view(header).substr(0, kHeaderBytes - 8), bigEndian);
  const std::size_t pageBytes = word(header, 8);
  const bool isLog = (word(header, 0) & ~1U) == kMagic && checksum.is(header, kHeaderBytes - 8);
  if (!isLog) return log.peek() != std::istream::traits_type::eof();

  const std::string_view salt = std::string_view(header).substr(kSaltOfLog, kSaltBytes);
  std::string frame(kFrameHeaderBytes + pageBytes, '\0');
  bool isBroken = false;
  bool isBrokenOneCommitted = false;  ///< the transaction that the first broken frame belongs to
  while (read(log, frame)) {
    const std::string_view bytes = frame;
    // Frames of an older log stand behind the last one of this.
    const bool isOfThisLog = bytes.substr(kSaltOfFrame, kSaltBytes) == salt;
    if (!isBroken) {
      checksum.add(bytes.substr(0, 8), bigEndian);
      checksum.add(bytes.substr(kFrameHeaderBytes), bigEndian);
      isBroken = !isOfThisLog || !checksum.is(bytes, kSaltOfFrame + kSaltBytes);
    } else if (isBrokenOneCommitted && isOfThisLog) {
      return true;  // nothing comes behind a commit before it is durable
    }
    const bool commits = word(bytes, 4) != 0;
    if (isBroken && isOfThisLog && commits) isBrokenOneCommitted = true;
  }
  return false;
}

}  // namespace scim2ldap::connector
