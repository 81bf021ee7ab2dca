#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::ldap {

/// How far content synchronisation with OpenLDAP has come: the latest change sequence number (CSN) of each
/// provider. Every write of a database has one, in the order in which it became visible there.
class SyncPosition {
 public:
  /// From the cookie of a synchronisation, "rid=000,csn=20261128030301.958478Z#000000#000#000000;…".
  /// \returns nullopt when it names no CSN; RFC 4533 leaves to each server what its cookies say
  [[nodiscard]] static std::optional<SyncPosition> ofCookie(std::string_view cookie);
  /// From the values of contextCSN, which the entry at the top of a database has.
  /// \returns nullopt when one is no CSN, or there is none
  [[nodiscard]] static std::optional<SyncPosition> ofContext(const std::vector<std::string>& values);

  /// Takes over what is later; a cookie may name one provider alone.
  void advance(const SyncPosition& other);
  /// Keeps what both have come to.
  void meet(const SyncPosition& other);
  /// Whether everything that the other has seen was seen here.
  [[nodiscard]] bool hasReached(const SyncPosition& other) const;

  bool operator==(const SyncPosition&) const = default;

 private:
  [[nodiscard]] bool take(std::string_view csn);

  std::map<std::string, std::string> csns_;  ///< by the provider's server id (sid)
};

/// The cookie without "sid=", by which a provider names itself: another one that gets it back, where a name
/// leads to several, would leave out what the first has written.
[[nodiscard]] std::string withoutProvider(std::string_view cookie);

}  // namespace scim2ldap::ldap
