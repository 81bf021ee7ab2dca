#pragma once

#include <optional>

#include "scim/EntityTag.h"

namespace scim2ldap::connector {

/// The states of a resource in which a client wants its request carried out. RFC 9110 §13.1, RFC 7644 §3.14
struct Preconditions {
  std::optional<scim::EntityTagList> ifMatch{};
  std::optional<scim::EntityTagList> ifNoneMatch{};

  [[nodiscard]] bool empty() const { return !ifMatch && !ifNoneMatch; }

  /// For requests that change the resource.
  /// \throws scim::Error  412 naming the version that the resource has
  void check(const scim::EntityTag& state) const;

  /// For requests that read it: whether the client has this state already.
  /// \throws scim::Error  412 when If-Match names other versions
  [[nodiscard]] bool isKnown(const scim::EntityTag& state) const;
};

}  // namespace scim2ldap::connector
