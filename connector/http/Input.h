#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "connector/http/Refusal.h"

namespace scim2ldap::connector {

/// Where a connection's bytes come from.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Waits for bytes. \returns how many were written to `to`, 0 at the end of the input
  [[nodiscard]] virtual std::size_t read(char* to, std::size_t capacity) = 0;
};

/// A connection's bytes, buffered: what one read brought beyond a request belongs to the next one.
/// \throws Refusal  400 from every read that meets the end of the input
class Input {
 public:
  explicit Input(ByteSource& source) : source_(source) {}

  /// Waits for a byte. \returns whether the input ended instead
  [[nodiscard]] bool atEnd() { return available().empty(); }
  /// Whether bytes are here already.
  [[nodiscard]] bool buffered() const { return begin_ != end_; }
  /// The next byte, left where it is.
  [[nodiscard]] char peek();
  /// Takes a line and the CRLF behind it. RFC 9112 §2.2: a CR or LF that is not part of a CRLF is refused.
  /// \param tooLong  thrown when the line is longer than `limit` bytes
  /// \returns        the line without CRLF
  /// \throws LoneLineFeed
  [[nodiscard]] std::string readLine(std::size_t limit, const Refusal& tooLong);
  /// Takes a CRLF.
  /// \param otherwise  thrown when other bytes stand there
  void takeLineEnd(const Refusal& otherwise);
  /// Appends exactly `count` bytes to `to`, which grows only as they come.
  void readBytes(std::size_t count, std::string& to);

 private:
  static constexpr std::size_t kCapacity = 16'384;

  /// Bytes not yet taken; waits for some when there are none. Empty at the end of the input.
  [[nodiscard]] std::string_view available();
  /// As `available`, but the end of the input is refused.
  [[nodiscard]] std::string_view demand();

  ByteSource& source_;
  std::array<char, kCapacity> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace scim2ldap::connector
