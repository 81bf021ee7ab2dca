#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "connector/store/Store.h"
#include "scim/Sort.h"

namespace scim2ldap::connector {

/// Where a page of a query by cursor ended. The next one begins behind it, whatever has come or gone since.
/// RFC 9865 §2
struct PageCursor {
  scim::SortPosition after;
  std::optional<std::int64_t> count;  ///< as the client asked for it
  TimePoint made{};
  bool operator==(const PageCursor&) const = default;
};

/// Turns cursors into texts that nobody else can read, make or change, and that hold for one query only. All
/// that a page needs stands in the text: the service keeps nothing. The key is made with the object, so
/// cursors end with the process. Thread-safe.
class CursorSeal {
 public:
  /// \throws std::runtime_error  when the system has no random octets
  CursorSeal();

  /// \param query  everything that has to stay the same from page to page
  /// \returns unreserved characters of URIs only
  [[nodiscard]] std::string seal(const PageCursor& cursor, std::string_view query) const;
  /// \throws scim::Error  400 invalidCursor when this seal has not made the text for this query
  [[nodiscard]] PageCursor open(std::string_view text, std::string_view query) const;

 private:
  std::array<unsigned char, 32> key_{};
};

}  // namespace scim2ldap::connector
